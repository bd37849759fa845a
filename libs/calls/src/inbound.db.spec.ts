import type { AgentPhone } from '@app/agents';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { IncomingCalls } from '../testing/incoming-calls.js';

let harness: CallsHarness;
let calls: IncomingCalls;
let agents: Principal[];
let phones: AgentPhone[];

beforeAll(async () => {
  harness = await CallsHarness.start();
  calls = new IncomingCalls(harness);
  await harness.trunk('BellUZ');
  agents = [await harness.user(Role.AGENT, '201'), await harness.user(Role.AGENT, '202'), await harness.user(Role.AGENT, '203')];
  phones = await Promise.all(agents.map((agent) => harness.phone(agent)));
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
  harness.distribution.asked.length = 0;
  harness.presence.told.length = 0;
  Object.assign(harness.distribution, {
    number: '998712000000',
    hasRoute: true,
    steps: [phones],
    ringSeconds: 30,
    announcement: null,
    wrapUpSeconds: 0,
    waits: false,
  });
});
afterEach(() => harness.untilNothingIsLeft());

const comes = (more = {}) => calls.comes(more);
const callIdOf = (legId: string) => calls.callIdOf(legId);
const rung = (callId: string, count: number) => calls.rung(callId, count);
const ringing = (count = 3) => calls.ringing(count);
const causesOf = (legId: string) => calls.causesOf(legId);

async function talking() {
  harness.distribution.steps = [[phones[0]!]];
  const { far, id, near } = await ringing(1);
  harness.gateway.answer(near[0]!);
  await harness.untilCall(id, { state: 'ANSWERED' });
  await until(() => expect(harness.gateway.leg(near[0]!)?.conversationId).toBe(id));
  return { far, id, near: near[0]! };
}

const told = (id: string) =>
  harness.presence.of(id).map(({ userId, what }) => `${agents.findIndex(({ user }) => user.id === userId)} ${what}`);
const later = (ms: number) => new Date(Date.now() + ms);

describe('a call that comes in', () => {
  it('should be saved, ring the phones with its number, and not make them answer by themselves', async () => {
    const far = comes({ callerId: '+998 90 123 45 67', to: '<sip:998712000000@host>' });
    const id = await callIdOf(far);
    const requests = await rung(id, 3);
    expect(await harness.find(id)).toMatchObject({
      direction: 'INBOUND',
      from: '998901234567',
      to: '998712000000',
      trunkName: 'BellUZ',
      flow: 'INBOUND',
      state: 'DIALING',
      agentId: null,
      startedById: null,
      attempts: [],
      distribution: { step: 1, rungUserIds: agents.map(({ user }) => user.id) },
    });
    expect(harness.distribution.asked).toMatchObject([{ requestUri: '998712000000', to: '<sip:998712000000@host>' }]);
    for (const request of requests) {
      expect(request).toMatchObject({ callerId: '998901234567', autoAnswer: false, originatorLegId: far });
      expect(request.timeoutSeconds).toBeGreaterThanOrEqual(30);
      expect(request).not.toHaveProperty('conversationId');
    }
    const order = harness.gateway.commands.map(({ command }) => command);
    expect(order.slice(0, 3)).toEqual(['claimLeg', 'ringLeg', 'createConversation']);
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED' });
  });

  it('should be RINGING with the first phone, and ANSWERED by the first who answers: the others see that', async () => {
    const { far, id, near } = await ringing();
    const [rangAt, answeredAt] = [later(500), later(1500)];
    harness.gateway.ring(near[1]!, rangAt);
    await harness.untilCall(id, { state: 'RINGING', ringingAt: rangAt });
    harness.gateway.ring(near[0]!);
    harness.gateway.answer(near[1]!, answeredAt);
    await harness.untilCall(id, { state: 'ANSWERED', answeredAt, agentId: agents[1]!.user.id, agentConnected: true });
    await until(() => {
      expect(harness.gateway.leg(far)).toMatchObject({ state: 'ANSWERED', conversationId: id });
      expect(harness.gateway.leg(near[1]!)).toMatchObject({ conversationId: id });
      expect([causesOf(near[0]!), causesOf(near[2]!)]).toEqual([[26], [26]]);
    });
    await until(() => expect(told(id)).toEqual(['1 began']));
    harness.distribution.wrapUpSeconds = 0;
    harness.gateway.end(far, {}, later(9000));
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER', cause: 16 } });
    await until(() => expect(told(id)).toEqual(['1 began', '1 ended']));
    const legs = await harness.legs(id);
    expect(legs.filter(({ hungUpFor }) => hungUpFor === 'ANSWERED_ELSEWHERE')).toHaveLength(2);
  });

  it('should have one winner when two answer at once', async () => {
    const { id, near } = await ringing();
    harness.gateway.answer(near[0]!);
    harness.gateway.answer(near[2]!);
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[0]!.user.id });
    await until(() => expect(causesOf(near[2]!)).toContain(26));
    expect(harness.gateway.sent('joinConversation').map(({ legId }) => legId)).not.toContain(near[2]);
    harness.gateway.end(near[0]!);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
    expect(told(id)).toEqual(['0 began', '0 ended']);
  });

  it('should be ABANDONED when its caller gives up, and the phones stop', async () => {
    const { far, id, near } = await ringing();
    harness.gateway.ring(near[0]!);
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'ABANDONED', answeredAt: null, hangup: { by: 'CUSTOMER' } });
    await until(() => expect(near.every((legId) => !harness.gateway.leg(legId))).toBe(true));
    expect(told(id)).toEqual([]);
  });

  it('should be ABANDONED when its caller is gone before it is claimed', async () => {
    harness.gateway.failNext('claimLeg', 404);
    const far = comes();
    const id = await callIdOf(far);
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'ABANDONED' });
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
  });

  it.each(['answer first', 'hang up first'])(
    'should not be half connected when its caller leaves as an agent answers: %s',
    async (order) => {
      const { far, id, near } = await ringing();
      const both = [() => harness.gateway.answer(near[0]!), () => harness.gateway.end(far)];
      for (const act of order === 'answer first' ? both : both.reverse()) act();
      const outcome = order === 'answer first' ? 'COMPLETED' : 'ABANDONED';
      await harness.untilCall(id, { state: 'ENDED', outcome });
      expect((await harness.find(id)).answeredAt !== null).toBe(outcome === 'COMPLETED');
    },
  );

  it.each([
    ['one at a phone of ours', '201', 'AGENT'],
    ['an admin', null, 'AGENT'],
  ])('should end when %s ends it while it talks', async (_who, extension, by) => {
    const { id, near } = await talking();
    if (extension) harness.gateway.end(near);
    else await harness.service.hangUp(await harness.user(Role.ADMIN), id);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by } });
  });

  it('should count as not answered when somebody of ours ends it before', async () => {
    const { id } = await ringing();
    await harness.service.hangUp(await harness.user(Role.ADMIN), id);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'NO_ANSWER', hangup: { by: 'AGENT' } });
  });
});

describe('the next step', () => {
  it.each([
    ['declined', { cause: 21, sipCode: 603 }],
    ['were busy', { cause: 17, sipCode: 486 }],
  ])('should come at once when all %s, and not before', async (_what, end) => {
    harness.distribution.steps = [phones.slice(0, 2), phones.slice(2)];
    const { far, id, near } = await ringing(2);
    harness.gateway.end(near[0]!, end);
    await harness.untilLeg(near[0]!, { endedBy: 'THEM', ...end });
    expect(harness.gateway.sent('dialLeg')).toHaveLength(2);
    harness.gateway.end(near[1]!, end);
    const next = (await rung(id, 3))[2]!;
    expect(next).toMatchObject({ dialString: 'PJSIP/203' });
    harness.gateway.answer(next.legId);
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[2]!.user.id });
    harness.gateway.end(far);
    await harness.untilCall(id, { outcome: 'COMPLETED' });
  });

  it('should come when the time of a step is over', async () => {
    Object.assign(harness.distribution, { steps: phones.map((phone) => [phone]), ringSeconds: 0.3 });
    const far = comes();
    const id = await callIdOf(far);
    await harness.untilCall(id, {
      state: 'ENDED',
      outcome: 'NO_ANSWER',
      hangup: { by: 'SYSTEM', reason: 'Nobody could be reached.' },
    });
    const dialled = harness.gateway.sent('dialLeg').map(({ request }) => request.dialString);
    expect(dialled).toEqual(['PJSIP/201', 'PJSIP/202', 'PJSIP/203']);
    const legs = await harness.legs(id);
    expect(legs.filter(({ hungUpFor }) => hungUpFor === 'RING_TIMEOUT')).toHaveLength(3);
    expect(causesOf(far)).toEqual([20]);
  });

  it('should come at once when no phone can be rung, and one that fails keeps no other from ringing', async () => {
    harness.distribution.steps = [phones.slice(0, 2), phones.slice(2)];
    harness.gateway.failNext('dialLeg', 500);
    const far = comes();
    const id = await callIdOf(far);
    await until(() => expect(harness.gateway.sent('dialLeg')).toHaveLength(2));
    const { legId } = harness.gateway.sent('dialLeg')[1]!.request;
    await harness.untilLeg(legId, { endedAt: null });
    harness.gateway.answer(legId);
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[1]!.user.id });
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED' });
  });

  it('should be an announcement that does not answer', async () => {
    Object.assign(harness.distribution, { steps: [], announcement: 'sound:vm-nobodyavail' });
    const far = comes();
    const id = await callIdOf(far);
    const { playId } = await until(() => {
      const [play] = harness.gateway.sent('play');
      expect(play).toMatchObject({ conversationId: id, media: 'sound:vm-nobodyavail' });
      return play!;
    });
    const order = harness.gateway.commands.map(({ command }) => command);
    expect(order).toEqual(['claimLeg', 'createConversation', 'openEarlyMedia', 'joinConversation', 'play']);
    harness.gateway.played(playId);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'NO_ANSWER', answeredAt: null, hangup: { by: 'SYSTEM' } });
    expect(causesOf(far)).toEqual([20]);
  });

  it.each(['openEarlyMedia', 'play'] as const)('should be the end when the announcement fails: %s', async (command) => {
    Object.assign(harness.distribution, { steps: [], announcement: 'sound:none' });
    harness.gateway.failNext(command, 422);
    const id = await callIdOf(comes());
    if (command === 'openEarlyMedia') {
      await until(() => expect(harness.gateway.sent('play')).toHaveLength(1));
      harness.gateway.played(harness.gateway.sent('play')[0]!.playId, false);
    }
    await harness.untilCall(id, { state: 'ENDED', outcome: 'NO_ANSWER' });
  });

  it.each([
    ['nobody is there', { steps: [] }, '998712000000'],
    ['no route takes it', { hasRoute: false, number: '998712000009' }, '998712000009'],
    ['nobody can tell which number was called', { hasRoute: false, number: null }, 'unknown'],
  ])('should be 480 where %s, and the call be kept', async (_why, said, to) => {
    Object.assign(harness.distribution, said);
    const far = comes();
    const id = await callIdOf(far);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'NO_ANSWER', direction: 'INBOUND', to, answeredAt: null });
    expect(causesOf(far)).toEqual([20]);
    expect(harness.gateway.sent('ringLeg')).toEqual([]);
  });
});

describe('people', () => {
  it('should not be rung by two calls at once, and the second call wait until one is free', async () => {
    Object.assign(harness.distribution, { steps: [[phones[0]!]], waits: true });
    const first = await ringing(1);
    const second = comes();
    const secondId = await callIdOf(second);
    await harness.untilCall(secondId, { distribution: { step: 0, ringUntil: expect.any(String) } });
    expect(harness.gateway.sent('ringLeg').map(({ legId }) => legId)).toContain(second);
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
    harness.gateway.end(first.far);
    const [request] = await rung(secondId, 1);
    expect(request?.dialString).toBe('PJSIP/201');
    harness.gateway.end(second);
    await harness.untilCall(secondId, { outcome: 'ABANDONED' });
  });

  it('should be rung as soon as their presence lets them', async () => {
    Object.assign(harness.distribution, { steps: [], waits: true });
    const far = comes();
    const id = await callIdOf(far);
    await harness.untilCall(id, { distribution: { ringUntil: expect.any(String) } });
    harness.distribution.steps = [[phones[1]!]];
    await harness.presenceChanged(agents[1]!.user.id);
    await rung(id, 1);
    harness.gateway.end(far);
    await harness.untilCall(id, { outcome: 'ABANDONED' });
  });

  it('should be told to be in a call that they make, and out of it with its end', async () => {
    const call = await harness.call(agents[0]!);
    const near = await harness.dialled(call.id, 'AGENT');
    await until(() => expect(told(call.id)).toEqual(['0 began']));
    harness.gateway.end(near.legId, { cause: 21, sipCode: 603 });
    await harness.untilCall(call.id, { state: 'ENDED' });
    await until(() => expect(told(call.id)).toEqual(['0 began', '0 ended']));
  });

  it('should have the time for writing that the group gives', async () => {
    harness.distribution.wrapUpSeconds = 12;
    const { far, id } = await talking();
    const endedAt = later(2000);
    harness.gateway.end(far, {}, endedAt);
    await until(() =>
      expect(harness.presence.told.at(-1)).toMatchObject({ callId: id, what: 'ended', wrapUpSeconds: 12, at: endedAt }),
    );
  });
});
