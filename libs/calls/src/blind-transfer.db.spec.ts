import { Presence } from '@app/agents';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { told } from '../testing/given-calls.js';
import { GivenTransfers } from '../testing/given-transfers.js';

let given: GivenTransfers;

beforeAll(async () => {
  given = await GivenTransfers.start();
});
afterAll(() => given.harness.stop());
beforeEach(() => {
  given.harness.gateway.commands.length = 0;
});
afterEach(() => given.harness.untilNothingIsLeft());

const untilCall = (id: string, expected: object) => given.harness.untilCall(id, expected);
const cancel = { cause: 16 };

describe('a blind transfer', () => {
  it('should give the customer music, let the agent go, and join the target when it answers', async () => {
    const { harness, agent, colleague } = given;
    const { call, near, far } = await given.answered();
    const changed = await given.begun(call.id, { agentId: colleague.user.id }, false);
    expect(changed).toMatchObject({
      state: 'ANSWERED',
      onHold: true,
      agentId: agent.user.id,
      transfer: { to: '202', attended: false, state: 'RINGING' },
    });
    const target = await given.targetLeg(call.id);
    const request = harness.gateway.sent('dialLeg').at(-1)?.request;
    expect(request).toMatchObject({ dialString: 'PJSIP/202', callerId: '998901234567', timeoutSeconds: 40 });
    expect(request).not.toHaveProperty('autoAnswer');
    expect(request).not.toHaveProperty('conversationId');
    await harness.untilLeg(near, { endedAt: expect.any(Date), hungUpFor: 'TRANSFERRED' });
    harness.gateway.ring(target.id);
    harness.gateway.answer(target.id);
    await untilCall(call.id, {
      state: 'ANSWERED',
      onHold: false,
      agentId: colleague.user.id,
      transfer: { state: 'COMPLETED' },
      answeredAt: call.answeredAt,
    });
    await until(() => expect(given.places({ far, target: target.id })).toEqual({ far: call.id, target: call.id }));
    expect(told(harness, ['startMusic', 'stopMusic'], { home: call.id })).toEqual(['startMusic home', 'stopMusic home']);
    harness.gateway.end(target.id);
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' }, agentId: colleague.user.id });
  });

  it('should go to a number over a trunk, with the caller ID and the line of that trunk', async () => {
    const { harness } = given;
    const { call, far } = await given.answered();
    await given.begun(call.id, { phone: '90 111 22 33' }, false);
    const target = await given.targetLeg(call.id);
    expect(target).toMatchObject({ role: 'PHONE', number: '998901112233', trunkName: 'BellUZ', slotTrunkId: expect.any(String) });
    expect(harness.gateway.sent('dialLeg').at(-1)?.request).toMatchObject({
      dialString: 'PJSIP/998901112233@BellUZ',
      callerId: '998712000000',
    });
    harness.gateway.answer(target.id);
    await untilCall(call.id, { agentId: null, transfer: { to: '998901112233', state: 'COMPLETED' }, attempts: [{}] });
    harness.gateway.end(far);
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
  });

  it('should try the next trunk for a technical failure, and no more once it rang', async () => {
    const { harness } = given;
    const second = await harness.trunk('Second');
    const { call } = await given.ringing(false, { phone: '998901112233' });
    harness.gateway.end((await given.targetLeg(call.id)).id, { cause: 34, sipCode: 503 });
    const next = await given.targetLeg(call.id, 2);
    expect(next.trunkName).toBe('Second');
    harness.gateway.ring(next.id);
    harness.gateway.end(next.id, { cause: 34, sipCode: 503 });
    await untilCall(call.id, { transfer: { state: 'FAILED' } });
    harness.trunks.splice(harness.trunks.indexOf(second), 1);
    await harness.service.hangUp(given.agent, call.id);
  });

  it('should try every trunk again in a second transfer to the same number', async () => {
    const { harness, agent } = given;
    const other = await harness.trunk('Third');
    const { call } = await given.answered();
    for (const _round of ['first', 'second']) {
      await given.begun(call.id, { phone: '998901112233' }, true);
      for (const [index, trunkName] of ['BellUZ', 'Third'].entries()) {
        const leg = await given.targetLeg(call.id, index + 1);
        expect(leg.trunkName).toBe(trunkName);
        harness.gateway.end(leg.id, { cause: 34, sipCode: 503 });
      }
      await untilCall(call.id, { onHold: false, transfer: { state: 'FAILED' } });
    }
    harness.trunks.splice(harness.trunks.indexOf(other), 1);
    await harness.service.hangUp(agent, call.id);
  });

  it('should be asked once more where the call had changed unseen', async () => {
    const { harness, agent, colleague } = given;
    const { call } = await given.answered();
    await harness.dataSource.query('update calls set sequence = sequence + 1 where id = $1', [call.id]);
    const wish = () => harness.transfers.begin(agent, call.id, { to: { agentId: colleague.user.id }, attended: true });
    expect(await wish()).toMatchObject({ errorCode: 'TELEPHONY_UNAVAILABLE' });
    expect(await wish()).toMatchObject({ transfer: { state: 'RINGING' } });
    await harness.service.hangUp(agent, call.id);
  });

  it('should ring everybody of a group who is available, and the first who answers has the call', async () => {
    const { harness, colleague, third } = given;
    const away = await harness.user(undefined, '204');
    harness.people.presences.set(away.user.id, Presence.AWAY);
    const members = [given.agent, colleague, third, away].map(({ user }) => ({ id: user.id }));
    const group = { id: crypto.randomUUID(), name: 'Savdo', members };
    harness.people.groups.push(group);
    const { call } = await given.answered();
    await given.begun(call.id, { groupId: group.id }, false);
    await given.targetLeg(call.id);
    const rung = (await harness.legs(call.id)).filter(({ part }) => part === 'TRANSFER');
    expect(rung.map(({ number }) => number).sort()).toEqual(['202', '203']);
    const [loser, winner] = rung;
    await until(() => expect(harness.gateway.leg(winner?.id ?? '')).toBeDefined());
    harness.gateway.answer(winner?.id ?? '');
    await untilCall(call.id, { agentId: winner?.userId, transfer: { to: 'Savdo', state: 'COMPLETED' } });
    await until(() =>
      expect(harness.gateway.sent('hangUpLeg')).toContainEqual({ command: 'hangUpLeg', legId: loser?.id, cause: 26 }),
    );
    await harness.untilLeg(loser?.id ?? '', { endedAt: expect.any(Date) });
    await harness.service.hangUp(given.agent, call.id);
  });

  it.each([
    ['is busy', { cause: 17, sipCode: 486 }],
    ['declines', { cause: 21, sipCode: 603 }],
    ['does not answer', { cause: 19, sipCode: 480, endedBy: 'US' as const }],
    ['can not be dialled', undefined],
  ])('should fail where the target %s, and ring the agent again', async (_case, end) => {
    const { harness, agent, colleague } = given;
    const { call, far } = await given.answered();
    if (!end) harness.gateway.failNext('dialLeg', 500);
    await given.begun(call.id, { agentId: colleague.user.id }, false);
    if (end) harness.gateway.end((await given.targetLeg(call.id)).id, end);
    const back = await given.returning(call.id);
    await untilCall(call.id, { onHold: true, transfer: { state: 'FAILED' } });
    expect(harness.gateway.sent('dialLeg').at(-1)?.request).toMatchObject({
      dialString: 'PJSIP/201',
      autoAnswer: true,
      timeoutSeconds: 10,
    });
    harness.gateway.answer(back.id);
    await untilCall(call.id, { onHold: false, agentId: agent.user.id, transfer: { state: 'FAILED', isReturning: false } });
    await until(() => expect(given.places({ far, back: back.id })).toEqual({ far: call.id, back: call.id }));
    harness.gateway.end(back.id);
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });

  it.each([
    ['does not answer', true],
    ['is gone', false],
  ])('should end where the target fails and the agent %s', async (_case, isOnline) => {
    const { harness, agent } = given;
    const { call, target } = await given.ringing(false);
    if (!isOnline) harness.online.delete(agent.user.id);
    harness.gateway.end(target, { cause: 17, sipCode: 486 });
    if (isOnline) harness.gateway.end((await given.returning(call.id)).id, { cause: 19, sipCode: 480 });
    await untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      transfer: { state: 'FAILED', isReturning: false },
      hangup: { by: 'SYSTEM', reason: 'The transfer failed, and the agent could not be rung again.' },
    });
    harness.online.add(agent.user.id);
  });

  it('should be taken back while it rings: the agent is rung again', async () => {
    const { harness, agent } = given;
    const { call, target } = await given.ringing(false);
    expect(await harness.transfers.cancel(agent, call.id)).toMatchObject({ transfer: { state: 'CANCELED' }, onHold: true });
    await harness.untilLeg(target, { endedAt: expect.any(Date), hungUpFor: 'TRANSFER_OVER' });
    harness.gateway.answer((await given.returning(call.id)).id);
    await untilCall(call.id, { onHold: false, transfer: { state: 'CANCELED' } });
    await harness.service.hangUp(agent, call.id);
  });

  it.each(['rings', 'answers as the customer goes'])('should end with its customer while the target %s', async (what) => {
    const { harness } = given;
    const { call, far, target } = await given.ringing(false);
    harness.gateway.end(far);
    if (what !== 'rings') harness.gateway.answer(target);
    await untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      hangup: { by: 'CUSTOMER' },
      transfer: { state: 'CANCELED' },
    });
  });

  it('should end for whoever hangs up the call, and ring nobody again', async () => {
    const { harness, agent } = given;
    const { call, target } = await given.ringing(false);
    const dialled = harness.gateway.sent('dialLeg').length;
    await harness.service.hangUp(agent, call.id);
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' }, transfer: { state: 'CANCELED' } });
    await harness.untilLeg(target, { endedAt: expect.any(Date) });
    expect(harness.gateway.sent('dialLeg')).toHaveLength(dialled);
  });

  it('should be possible once more after another one', async () => {
    const { harness, colleague, third } = given;
    const { call, target } = await given.ringing(false);
    harness.gateway.answer(target);
    await untilCall(call.id, { agentId: colleague.user.id });
    await harness.transfers.begin(colleague, call.id, { to: { agentId: third.user.id }, attended: false });
    const next = await given.targetLeg(call.id);
    harness.gateway.answer(next.id);
    await untilCall(call.id, { agentId: third.user.id, transfer: { to: '203', state: 'COMPLETED' } });
    harness.gateway.end(next.id, cancel);
    await untilCall(call.id, { state: 'ENDED', hangup: { by: 'AGENT' } });
  });
});
