import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredCall, type TalkingCall } from '../testing/given-calls.js';
import { GivenTransfers } from '../testing/given-transfers.js';
import type { TransferTargetInput } from './transfer.inputs.js';

let given: GivenTransfers;
let talking: TalkingCall;
let people: Record<'offline' | 'nameless' | 'busy', Principal>;

beforeAll(async () => {
  given = await GivenTransfers.start({ maxCallsPerUser: 1, maxCalls: 3 });
  const { harness } = given;
  talking = await given.answered();
  people = {
    offline: await harness.user(Role.AGENT, '301'),
    nameless: await harness.user(Role.AGENT, null),
    busy: await harness.user(Role.AGENT, '303'),
  };
  harness.online.delete(people.offline.user.id);
  await answeredCall(harness, people.busy, '998905554433');
  harness.people.groups.push({
    id: emptyGroup,
    name: 'Bo‘sh',
    members: [{ id: people.offline.user.id }, { id: people.busy.user.id }],
  });
  harness.gateway.commands.length = 0;
});
afterAll(() => given.harness.stop());

const emptyGroup = randomUUID();
const begin = (to: TransferTargetInput, principal = given.agent) =>
  given.harness.transfers.begin(principal, talking.call.id, { to, attended: false });

describe('a transfer', () => {
  it.each<[string, () => TransferTargetInput, string, string | null]>([
    ['to nobody', () => ({}), 'INVALID_INPUT', 'input.to'],
    ['to two', () => ({ agentId: randomUUID(), phone: '998901112233' }), 'INVALID_INPUT', 'input.to'],
    ['to a stranger', () => ({ agentId: randomUUID() }), 'INVALID_INPUT', 'input.to.agentId'],
    ['to what is no id', () => ({ agentId: '; drop' }), 'INVALID_INPUT', 'input.to.agentId'],
    ['to the same agent', () => ({ agentId: given.agent.user.id }), 'INVALID_INPUT', 'input.to.agentId'],
    ['to the own extension', () => ({ phone: '201' }), 'INVALID_INPUT', 'input.to.phone'],
    ['to the number of the customer', () => ({ phone: '+998 90 123-45-67' }), 'INVALID_INPUT', 'input.to.phone'],
    ['to what is no number', () => ({ phone: 'abc' }), 'INVALID_NUMBER', 'input.to.phone'],
    ['to a text without end', () => ({ phone: '9'.repeat(500) }), 'INVALID_INPUT', 'input.to.phone'],
    ['to a number without a rule', () => ({ phone: '74951234567' }), 'NO_ROUTE', 'input.to.phone'],
    ['to who is offline', () => ({ agentId: people.offline.user.id }), 'AGENT_UNAVAILABLE', 'input.to.agentId'],
    ['to an extension that is offline', () => ({ phone: '301' }), 'AGENT_UNAVAILABLE', 'input.to.phone'],
    ['to who has no extension', () => ({ agentId: people.nameless.user.id }), 'NO_EXTENSION', 'input.to.agentId'],
    ['to who is in another call', () => ({ agentId: people.busy.user.id }), 'AGENT_UNAVAILABLE', 'input.to.agentId'],
    ['to no group', () => ({ groupId: randomUUID() }), 'INVALID_INPUT', 'input.to.groupId'],
    ['to a group of which nobody is free', () => ({ groupId: emptyGroup }), 'AGENT_UNAVAILABLE', 'input.to.groupId'],
  ])('%s should be refused, and nothing changed', async (_case, to, errorCode, field) => {
    const { harness } = given;
    const before = await harness.find(talking.call.id);
    expect(await begin(to())).toMatchObject({ errorCode, field });
    expect(await harness.find(talking.call.id)).toEqual(before);
    expect(harness.gateway.commands).toEqual([]);
    expect((await harness.legs(talking.call.id)).map(({ part }) => part)).toEqual(['MAIN', 'MAIN']);
  });

  it('should be refused for a destination that is not allowed, and written down', async () => {
    const { harness } = given;
    harness.destinations.splice(0, 1, '99871');
    expect(await begin({ phone: '998901112233' })).toMatchObject({
      errorCode: 'DESTINATION_NOT_ALLOWED',
      field: 'input.to.phone',
    });
    harness.destinations.splice(0, 1, '998');
    expect(harness.audit).toContainEqual(expect.objectContaining({ action: 'call.refused', subject: '998901112233' }));
  });

  it('should find no line where the trunk is full', async () => {
    const [trunk] = given.harness.trunks;
    if (trunk) trunk.maxChannels = 2;
    expect(await begin({ phone: '998901112233' })).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
    if (trunk) trunk.maxChannels = null;
  });

  it('should not be seen by another agent', async () => {
    await expect(begin({ phone: '998901112233' }, people.busy)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('should be refused where none is under way', async () => {
    const { transfers } = given.harness;
    for (const wish of ['complete', 'cancel', 'join'] as const)
      expect(await transfers[wish](given.agent, talking.call.id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
  });

  it('should hold MAX_CALLS for the line of a target outside', async () => {
    const { harness } = given;
    const other = await harness.user(Role.AGENT, '305');
    const call = await harness.call(other, { to: '998907778899' });
    expect(await begin({ phone: '998901112233' })).toMatchObject({ errorCode: 'CALL_LIMIT_REACHED' });
    await harness.service.hangUp(other, call.id);
    await harness.untilCall(call.id, { state: 'ENDED' });
  });

  it('should take the last place of a colleague once, of two at the same time', async () => {
    const { harness, colleague } = given;
    const other = await harness.user(Role.AGENT, '306');
    const second = await answeredCall(harness, other, '998907778800');
    const results = await Promise.all([
      begin({ agentId: colleague.user.id }),
      harness.transfers.begin(other, second.call.id, { to: { agentId: colleague.user.id }, attended: false }),
    ]);
    expect(results.map((result) => ('errorCode' in result ? result.errorCode : 'rung')).sort()).toEqual([
      'AGENT_UNAVAILABLE',
      'rung',
    ]);
    const rung = results.findIndex((result) => !('errorCode' in result));
    const [id, principal] = rung === 0 ? [talking.call.id, given.agent] : [second.call.id, other];
    // While one is under way there is no other; who is rung can't be called either.
    expect(await harness.transfers.begin(principal, id, { to: { phone: '998901112233' }, attended: true })).toMatchObject({
      errorCode: 'CALL_NOT_ACTIVE',
      message: 'A transfer of this call is under way: complete or cancel it first.',
    });
    const admin = await harness.user(Role.ADMIN);
    await harness.service.hangUp(rung === 0 ? other : given.agent, rung === 0 ? second.call.id : talking.call.id);
    await until(async () => expect(await harness.service.countActive()).toBe(2));
    expect(await harness.originate(admin, { connect: { agentId: colleague.user.id } })).toMatchObject({
      errorCode: 'AGENT_UNAVAILABLE',
    });
    expect(await harness.transfers.join(principal, id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    expect(await harness.control.hold(principal, id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    const target = await given.targetLeg(id);
    harness.gateway.answer(target.id);
    await harness.untilCall(id, { transfer: { state: 'COMPLETED' } });
    // Done is done, and the one who gave it away is free for another call.
    expect(await harness.transfers.complete(principal, id)).toMatchObject({ transfer: { state: 'COMPLETED' } });
    const next = await harness.call(principal, { to: '998904443322' });
    await harness.service.hangUp(principal, next.id);
    await harness.service.hangUp(principal, id);
  });
});
