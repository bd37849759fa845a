import { type Principal, Role } from '@app/auth';
import { type CallLeg, MonitorMode, visibleLegs } from '@app/calls';
import { type CallsHarness, GivenTransfers, type TalkingCall, told } from '@app/calls/testing';
import { isRefusal } from '@app/common';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SupervisionService } from './supervision.service.js';

let given: GivenTransfers;
let harness: CallsHarness;
let supervisor: Principal;
let talking: TalkingCall;

beforeAll(async () => {
  given = await GivenTransfers.start();
  harness = given.harness;
  supervisor = await harness.user(Role.SUPERVISOR, '900');
});
afterAll(() => harness.stop());
beforeEach(async () => {
  talking = await given.answered();
  harness.gateway.commands.length = 0;
});
afterEach(async () => {
  await harness.service.hangUp(supervisor, talking.call.id);
  await harness.untilNothingIsLeft();
  harness.audit.length = 0;
});

const monitor = (mode: MonitorMode, principal = supervisor) =>
  new SupervisionService(harness.control, harness.monitoring, harness.agents).monitor(principal, talking.call.id, mode);

const monitorLegs = async () => (await harness.legs(talking.call.id)).filter(({ part }) => part === 'MONITOR');

/** The supervisor's phone, once it is dialled. */
const phoneLeg = (userId = supervisor.user.id): Promise<CallLeg> =>
  until(async () => {
    const leg = (await monitorLegs()).find((each) => each.userId === userId && each.endedAt === null);
    if (!leg || !harness.gateway.leg(leg.id)) throw new Error('The phone is not rung.');
    return leg;
  });

async function listening(mode = MonitorMode.LISTEN): Promise<CallLeg> {
  expect(isRefusal(await monitor(mode))).toBe(false);
  const leg = await phoneLeg();
  harness.gateway.answer(leg.id);
  await untilEars(mode === MonitorMode.JOIN ? 3 : 1);
  return leg;
}

const untilEars = (count: number) =>
  until(async () => {
    const legs = (await monitorLegs()).filter(({ dialString, hungUpAt }) => dialString === null && hungUpAt === null);
    const there = legs.filter(({ id }) => harness.gateway.leg(id));
    expect(there).toHaveLength(count);
  });

/** `near: TALK, whispers` for each ear that was made, in order; `own` is the one on the supervisor's phone. */
const ears = (names: Record<string, string> = { near: talking.near, far: talking.far }) =>
  harness.gateway.sent('eavesdrop').map(({ request: { onLegId, hears, whispers } }) => {
    const name = Object.entries(names).find(([, id]) => id === onLegId)?.[0] ?? 'own';
    return `${name}: ${hears}${whispers ? ', whispers' : ''}`;
  });

describe('listening in', () => {
  it('should ring the own phone, then put an ear on the agent, and be written down', async () => {
    const { sequence } = await harness.find(talking.call.id);
    expect(await monitor(MonitorMode.LISTEN)).toMatchObject({ id: talking.call.id, state: 'ANSWERED' });
    const leg = await phoneLeg();
    expect(harness.audit).toMatchObject([
      {
        action: 'call.monitored',
        subject: talking.call.id,
        facts: { mode: 'LISTEN' },
        principal: { user: { id: supervisor.user.id } },
      },
    ]);
    expect(harness.gateway.sent('dialLeg').at(-1)?.request).toMatchObject({
      dialString: 'PJSIP/900',
      autoAnswer: true,
      timeoutSeconds: 10,
    });
    expect(ears()).toEqual([]);
    harness.gateway.answer(leg.id);
    await untilEars(1);
    expect(ears()).toEqual(['near: TALK']);
    expect(harness.gateway.leg(leg.id)?.conversationId).toBe(leg.id);
    expect(told(harness, ['silenceLeg', 'startMusic', 'hangUpLeg'], {})).toEqual([]);
    // Nobody else hears of it: no change of the call was told.
    expect((await harness.find(talking.call.id)).sequence).toBe(sequence);
  });

  it.each([
    [MonitorMode.LISTEN, ['near: TALK']],
    [MonitorMode.WHISPER, ['near: TALK, whispers']],
    [MonitorMode.JOIN, ['near: TALK, whispers', 'own: VOICE', 'far: NOTHING, whispers']],
  ])('should be heard as %s says', async (mode, expected) => {
    await listening(mode);
    expect(ears()).toEqual(expected);
  });

  it('should let nobody hear themselves: what is heard of the talk goes to no ear on it', async () => {
    const { id } = await listening(MonitorMode.JOIN);
    const places = harness.gateway.sent('eavesdrop').map(({ request: { hears, conversationId } }) => [hears, conversationId]);
    expect(places).toEqual([
      ['TALK', id],
      ['VOICE', `${id}-voice`],
      ['NOTHING', `${id}-voice`],
    ]);
  });

  it('should change its mode without another ring, and each change be written down', async () => {
    const leg = await listening();
    await monitor(MonitorMode.JOIN);
    await untilEars(3);
    await monitor(MonitorMode.JOIN);
    await monitor(MonitorMode.WHISPER);
    await untilEars(1);
    expect(ears()).toEqual([
      'near: TALK',
      'near: TALK, whispers',
      'own: VOICE',
      'far: NOTHING, whispers',
      'near: TALK, whispers',
    ]);
    expect(harness.audit.map(({ facts }) => facts?.mode)).toEqual(['LISTEN', 'JOIN', 'WHISPER']);
    expect(harness.gateway.sent('dialLeg').map(({ request }) => request.legId)).toEqual([leg.id]);
  });

  it('should end with the supervisor, and leave the call alone', async () => {
    const leg = await listening(MonitorMode.JOIN);
    harness.gateway.end(leg.id);
    await untilEars(0);
    await until(async () => expect(await harness.gateway.liveConversations()).toEqual([talking.call.id]));
    expect(await harness.find(talking.call.id)).toMatchObject({ state: 'ANSWERED', onHold: false });
    expect(await harness.gateway.liveLegs()).toHaveLength(2);
  });

  it('should end with the call', async () => {
    await listening(MonitorMode.JOIN);
    harness.gateway.end(talking.far);
    await harness.untilCall(talking.call.id, { state: 'ENDED', hangup: { by: 'CUSTOMER' } });
    await harness.untilNothingIsLeft();
  });

  it('should be possible for two at once', async () => {
    const other = await harness.user(Role.ADMIN, '901');
    await listening();
    await monitor(MonitorMode.WHISPER, other);
    harness.gateway.answer((await phoneLeg(other.user.id)).id);
    await untilEars(2);
    harness.gateway.end((await phoneLeg(other.user.id)).id);
    await untilEars(1);
  });

  it('should follow the call to whom it is given', async () => {
    await listening(MonitorMode.WHISPER);
    await given.begun(talking.call.id, { agentId: given.colleague.user.id }, false);
    const target = await given.targetLeg(talking.call.id);
    harness.gateway.answer(target.id);
    await harness.untilCall(talking.call.id, { agentId: given.colleague.user.id });
    await untilEars(1);
    expect(ears({ near: talking.near, target: target.id })).toEqual(['near: TALK, whispers', 'target: TALK, whispers']);
  });

  it('should be heard by all three who talk', async () => {
    await listening(MonitorMode.JOIN);
    await given.begun(talking.call.id, { agentId: given.colleague.user.id }, true);
    const target = await given.targetLeg(talking.call.id);
    harness.gateway.answer(target.id);
    await harness.untilCall(talking.call.id, { transfer: { state: 'TALKING' } });
    await harness.transfers.join(given.agent, talking.call.id);
    await untilEars(4);
    expect(ears({ near: talking.near, far: talking.far, target: target.id }).slice(-4)).toEqual([
      'near: TALK, whispers',
      'own: VOICE',
      'far: NOTHING, whispers',
      'target: NOTHING, whispers',
    ]);
  });

  it('should go on over a restart, with the ear that was lost meanwhile', async () => {
    const leg = await listening();
    const [ear] = (await monitorLegs()).filter(({ dialString }) => dialString === null);
    await harness.restartApi();
    await untilEars(1);
    expect(harness.gateway.leg(ear?.id ?? '')).toBeDefined();
    await harness.restartApi(() => harness.gateway.endSilently(ear?.id ?? ''));
    await untilEars(1);
    expect(harness.gateway.leg(ear?.id ?? '')).toBeUndefined();
    expect(harness.gateway.leg(leg.id)?.conversationId).toBe(leg.id);
  });

  it('should be cleared away where the supervisor left meanwhile', async () => {
    const leg = await listening(MonitorMode.JOIN);
    await harness.restartApi(() => harness.gateway.endSilently(leg.id));
    await untilEars(0);
    await until(async () => expect(await harness.gateway.liveConversations()).toEqual([talking.call.id]));
    expect(await harness.find(talking.call.id)).toMatchObject({ state: 'ANSWERED' });
  });

  it.each([
    ['a place to listen', 'createConversation', 500],
    ['to ring', 'dialLeg', 500],
    ['to join', 'joinConversation', 500],
    ['an ear', 'eavesdrop', 500],
  ] as const)('should fail without harm where the engine refuses %s', async (_what, command, status) => {
    harness.gateway.failNext(command, status);
    await monitor(MonitorMode.LISTEN);
    const [leg] = await monitorLegs();
    if (leg && harness.gateway.leg(leg.id)) harness.gateway.answer(leg.id);
    await until(async () => expect((await monitorLegs()).every(({ endedAt }) => endedAt !== null)).toBe(true));
    expect(await harness.find(talking.call.id)).toMatchObject({ state: 'ANSWERED' });
    expect(await harness.gateway.liveLegs()).toHaveLength(2);
  });

  it('should show who listens to those who may listen, and the ears to nobody', async () => {
    await listening(MonitorMode.JOIN);
    const legs = await harness.legs(talking.call.id);
    // The first two were made in the same moment.
    const rolesFor = (principal: Principal) => visibleLegs(principal, legs).map(({ role }) => role);
    expect(rolesFor(supervisor).toSorted()).toEqual(['AGENT', 'CUSTOMER', 'SUPERVISOR']);
    expect(rolesFor(given.agent).toSorted()).toEqual(['AGENT', 'CUSTOMER']);
  });
});

describe('listening in that is refused', () => {
  it.each<[string, () => Promise<Principal>, string]>([
    ['who has no extension', () => harness.user(Role.SUPERVISOR), 'NO_EXTENSION'],
    [
      'whose phone is offline',
      async () => {
        const principal = await harness.user(Role.SUPERVISOR, '910');
        harness.online.delete(principal.user.id);
        return principal;
      },
      'AGENT_UNAVAILABLE',
    ],
    ['whose own call it is', async () => ({ ...given.agent, role: Role.SUPERVISOR }), 'INVALID_INPUT'],
  ])('should be so for somebody %s, and not be written down', async (_case, who, errorCode) => {
    expect(await monitor(MonitorMode.LISTEN, await who())).toMatchObject({ errorCode });
    expect(harness.audit).toEqual([]);
    expect(await monitorLegs()).toEqual([]);
  });

  it('should be so for a call that is not answered, and one that is over', async () => {
    await harness.service.hangUp(given.agent, talking.call.id);
    await harness.untilCall(talking.call.id, { state: 'ENDED' });
    expect(await monitor(MonitorMode.LISTEN)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
  });

  it('should be so where it can not be written down', async () => {
    await harness.whileAuditFails(async () => {
      await expect(monitor(MonitorMode.LISTEN)).rejects.toThrow('audit');
    });
    expect(await monitorLegs()).toEqual([]);
    expect(harness.gateway.commands).toEqual([]);
  });
});
