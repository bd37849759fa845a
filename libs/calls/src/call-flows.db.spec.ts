import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  admin = await harness.user(Role.ADMIN);
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
});

const announce = (input = {}) => harness.call(admin, { connect: { announcement: 'sound:hello-world' }, ...input });
const later = (ms: number) => new Date(Date.now() + ms);

describe('agent first', () => {
  it('should ring the agent, then the customer into the same conversation, and end when the customer hangs up', async () => {
    const { gateway } = harness;
    const call = await harness.call(agent);
    expect(call).toMatchObject({
      state: 'DIALING',
      to: '998901234567',
      from: '998712000000',
      agentId: agent.user.id,
      sequence: 1,
    });

    const toAgent = await harness.dialled(call.id, 'AGENT');
    expect(toAgent).toMatchObject({
      dialString: 'PJSIP/201',
      callerId: '998901234567',
      autoAnswer: true,
      timeoutSeconds: 10,
      maxSeconds: 7200,
    });
    gateway.ring(toAgent.legId);
    expect(gateway.sent('dialLeg')).toHaveLength(1);
    gateway.answer(toAgent.legId);

    const toCustomer = await harness.dialled(call.id, 'CUSTOMER');
    expect(toCustomer).toMatchObject({
      dialString: 'PJSIP/998901234567@BellUZ',
      callerId: '998712000000',
      conversationId: call.id,
      originatorLegId: toAgent.legId,
      maxSeconds: 7200,
    });
    expect(gateway.leg(toAgent.legId)?.conversationId).toBe(call.id);
    await harness.untilCall(call.id, { state: 'DIALING', attempts: [{ trunkName: 'BellUZ', endedAt: null }] });

    const [ringAt, answerAt, endAt] = [later(1000), later(3000), later(10_500)];
    gateway.ring(toCustomer.legId, ringAt);
    await harness.untilCall(call.id, { state: 'RINGING', ringingAt: ringAt });
    gateway.answer(toCustomer.legId, answerAt);
    await harness.untilCall(call.id, { state: 'ANSWERED', answeredAt: answerAt });
    gateway.end(toCustomer.legId, { cause: 16 }, endAt);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      endedAt: endAt,
      hangup: { by: 'CUSTOMER', cause: 16, sipCode: null },
      attempts: [{ endedAt: endAt, cause: 16 }],
    });
    await harness.untilNothingIsLeft();
  });

  it('should end with the agent', async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.answer(near.legId);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(far.legId);
    await harness.untilCall(call.id, { state: 'ANSWERED', ringingAt: null });
    harness.gateway.end(near.legId);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
    await harness.untilNothingIsLeft();
  });

  it('should be canceled when the agent hangs up while it rings', async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.answer(near.legId);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.ring(far.legId);
    harness.gateway.end(near.legId);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'CANCELED',
      hangup: { by: 'AGENT', reason: 'The agent hung up.' },
    });
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['declines', { cause: 21, sipCode: 603 }, "The agent's phone declined (603)."],
    ['is busy', { cause: 17, sipCode: 486 }, "The agent's phone was busy (486)."],
    ['does not answer', { cause: 19, sipCode: 480, endedBy: 'US' as const }, "The agent's phone did not answer in time."],
    ['goes away', { cause: 16 }, "The agent's phone declined."],
  ])('should be canceled when the agent %s', async (_case, end, reason) => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.end(near.legId, end);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED', attempts: [], hangup: { by: 'AGENT', reason } });
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
    await harness.untilNothingIsLeft();
  });

  it("should fail when the agent's phone can't be dialled", async () => {
    harness.gateway.failNext('dialLeg', 500);
    const call = await harness.call(agent);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'FAILED',
      hangup: { by: 'SYSTEM', reason: "The agent's phone could not be rung." },
    });
    await harness.untilNothingIsLeft();
  });

  it('should end when the agent hangs up at the moment that it is joined', async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.failNext('joinConversation', 404);
    harness.gateway.answer(near.legId);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
    harness.gateway.end(near.legId);
    await harness.untilNothingIsLeft();
  });

  it('should fail when the engine refuses a command', async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.failNext('joinConversation', 422);
    harness.gateway.answer(near.legId);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup: { reason: 'Asterisk refused a command.' } });
    await harness.untilNothingIsLeft();
  });
});

describe('a telephone first', () => {
  it('should ring the telephone through its trunk, then the customer', async () => {
    const call = await harness.call(admin, { connect: { phone: '93 555 00 00' } });
    const near = await harness.dialled(call.id, 'PHONE');
    expect(near).toMatchObject({ dialString: 'PJSIP/998935550000@BellUZ', callerId: '998712000000' });
    expect(near.autoAnswer).toBeUndefined();
    harness.gateway.answer(near.legId);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    expect(far).toMatchObject({ conversationId: call.id, originatorLegId: near.legId });
    harness.gateway.answer(far.legId);
    await harness.untilCall(call.id, { state: 'ANSWERED', agentId: null });
    harness.gateway.end(far.legId);
    await harness.untilCall(call.id, { outcome: 'COMPLETED' });
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['is busy', { cause: 17, sipCode: 486 }, { outcome: 'CANCELED', hangup: { by: 'AGENT' } }],
    [
      "can't be reached by the provider",
      { cause: 34, sipCode: 503 },
      { outcome: 'FAILED', hangup: { by: 'SYSTEM', sipCode: 503 } },
    ],
  ])('should end when the telephone %s', async (_case, end, expected) => {
    const call = await harness.call(admin, { connect: { phone: '998935550000' } });
    harness.gateway.end((await harness.dialled(call.id, 'PHONE')).legId, end);
    await harness.untilCall(call.id, { state: 'ENDED', attempts: [], ...expected });
    await harness.untilNothingIsLeft();
  });
});

describe('an announcement', () => {
  it('should be played to the customer, and end the call', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    expect(far.conversationId).toBeUndefined();
    harness.gateway.ring(far.legId);
    harness.gateway.answer(far.legId);
    const [play] = await until(() => {
      expect(harness.gateway.sent('play')).toHaveLength(1);
      return harness.gateway.sent('play');
    });
    expect(play).toMatchObject({ conversationId: call.id, media: 'sound:hello-world' });
    harness.gateway.played(play?.playId ?? '');
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      hangup: { by: 'SYSTEM', reason: 'The announcement was played.' },
    });
    expect((await harness.changes(call.id)).map(({ snapshot }) => snapshot.state)).toEqual([
      'DIALING',
      'RINGING',
      'ANSWERED',
      'ENDED',
    ]);
    await harness.untilNothingIsLeft();
  });

  it.each([
    ["can't be started", true],
    ["can't be played to its end", false],
  ])('should fail when it %s', async (_case, isRefused) => {
    if (isRefused) harness.gateway.failNext('play', 400);
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(far.legId);
    await harness.untilCall(call.id, { answeredAt: expect.any(Date) });
    if (!isRefused) {
      await until(() => expect(harness.gateway.sent('play')).toHaveLength(1));
      harness.gateway.played(harness.gateway.sent('play')[0]?.playId ?? '', false);
    }
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'FAILED',
      hangup: { reason: 'The announcement could not be played.' },
    });
    await harness.untilNothingIsLeft();
  });
});

describe('a number dialled on a phone of ours', () => {
  const arrive = (dialled: string, originId = '201', callId: string = randomUUID()) => {
    const legId = `asterisk-${randomUUID()}`;
    harness.gateway.arrive({ legId, origin: 'phone', originId, callId, dialled, callerId: '201' });
    return { legId, callId };
  };

  it('should be the same kind of call, and answer the phone when the customer answers', async () => {
    const { legId, callId } = arrive('998901234567', '201-desk');
    const far = await harness.dialled(callId, 'CUSTOMER');
    expect(far).toMatchObject({ conversationId: callId, originatorLegId: legId, callerId: '998712000000' });
    const order = harness.gateway.commands.map(({ command }) => command);
    expect(order).toEqual(['claimLeg', 'ringLeg', 'createConversation', 'dialLeg']);
    expect(await harness.find(callId)).toMatchObject({ agentId: agent.user.id, startedById: agent.user.id, state: 'DIALING' });

    harness.gateway.ring(far.legId);
    harness.gateway.answer(far.legId);
    await until(() => expect(harness.gateway.leg(legId)).toMatchObject({ state: 'ANSWERED', conversationId: callId }));
    harness.gateway.end(legId);
    await harness.untilCall(callId, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
    await harness.untilNothingIsLeft();
  });

  it("should tell the phone the customer's cause", async () => {
    const { legId, callId } = arrive('998901234567');
    const far = await harness.dialled(callId, 'CUSTOMER');
    harness.gateway.end(far.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(callId, { state: 'ENDED', outcome: 'BUSY', hangup: { by: 'CUSTOMER', sipCode: 486 } });
    await until(() => expect(harness.gateway.sent('hangUpLeg')).toContainEqual({ command: 'hangUpLeg', legId, cause: 17 }));
    await harness.untilNothingIsLeft();
  });

  it('should be canceled when the phone hangs up first', async () => {
    const { legId, callId } = arrive('998901234567');
    await harness.dialled(callId, 'CUSTOMER');
    harness.gateway.end(legId);
    await harness.untilCall(callId, { state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    await harness.untilNothingIsLeft();
  });

  it('should be canceled when the phone hangs up before it is claimed', async () => {
    harness.gateway.failNext('claimLeg', 404);
    const { legId, callId } = arrive('998901234567');
    await harness.untilCall(callId, { state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
    harness.gateway.end(legId);
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['a destination that is not allowed', '79161234567', '201'],
    ['the phone of nobody', '998901234567', '299'],
  ])('should refuse %s', async (_case, dialled, originId) => {
    const { legId } = arrive(dialled, originId);
    await until(() => expect(harness.gateway.sent('hangUpLeg')).toEqual([{ command: 'hangUpLeg', legId, cause: 21 }]));
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
    await harness.untilNothingIsLeft();
  });

  it('should refuse a call that comes in over a trunk, as long as it has no way', async () => {
    harness.gateway.arrive({
      legId: 'in-1',
      origin: 'trunk',
      originId: 'BellUZ',
      dialled: '998712000000',
      callerId: '998901234567',
    });
    await until(() => expect(harness.gateway.sent('hangUpLeg')).toEqual([{ command: 'hangUpLeg', legId: 'in-1', cause: 20 }]));
    await harness.untilNothingIsLeft();
  });
});

describe('events that come late, twice or out of order', () => {
  it('should count each once', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    const at = new Date();
    for (const type of ['ringing', 'ringing', 'earlyMedia', 'answered', 'ringing', 'answered'] as const) {
      await harness.conductor.tell(call.id, { type, at, legId: far.legId });
    }
    harness.gateway.end(far.legId);
    await harness.untilCall(call.id, { state: 'ENDED' });
    for (const type of ['answered', 'ringing'] as const) await harness.conductor.tell(call.id, { type, at, legId: far.legId });
    const changes = await harness.changes(call.id);
    expect(changes.map(({ sequence, snapshot }) => [sequence, snapshot.state])).toEqual([
      [1, 'DIALING'],
      [2, 'RINGING'],
      [3, 'ANSWERED'],
      [4, 'ENDED'],
    ]);
    await harness.untilNothingIsLeft();
  });

  it('should take events that come before the reply to the dial command', async () => {
    harness.gateway.onDial = ({ legId }) => {
      harness.gateway.ring(legId);
      harness.gateway.answer(legId);
      harness.gateway.end(legId);
    };
    const call = await announce();
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      ringingAt: expect.any(Date),
      answeredAt: expect.any(Date),
    });
    harness.gateway.onDial = undefined;
    await harness.untilNothingIsLeft();
  });

  it('should count early media as the first ring', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    const at = later(100);
    harness.gateway.earlyMedia(far.legId, at);
    await harness.untilCall(call.id, { state: 'RINGING', ringingAt: at });
    harness.gateway.end(far.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY' });
  });

  it('should hang up a leg that comes to life after its end was booked', async () => {
    harness.gateway.failNext('dialLeg', 504);
    const call = await announce();
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup: { reason: 'Asterisk refused a command.' } });
    await harness.untilNothingIsLeft();
  });
});

describe('hangUp', () => {
  const hangUp = (callId: string) => harness.service.hangUp(admin, callId);

  it('should cancel while the agent is rung: nobody is dialled', async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    expect(await hangUp(call.id)).toMatchObject({ state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    await until(() => expect(harness.gateway.leg(near.legId)).toBeUndefined());
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['DIALING', [], 'CANCELED'],
    ['RINGING', ['ring'], 'CANCELED'],
    ['ANSWERED', ['ring', 'answer'], 'COMPLETED'],
  ] as const)('should end a call that is %s', async (state, played, outcome) => {
    const call = await harness.call(agent);
    harness.gateway.answer((await harness.dialled(call.id, 'AGENT')).legId);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    for (const action of played) harness.gateway[action](far.legId);
    await harness.untilCall(call.id, { state });
    await hangUp(call.id);
    await harness.untilCall(call.id, { state: 'ENDED', outcome, hangup: { by: 'AGENT', cause: 16 } });
    await harness.untilNothingIsLeft();
    expect(await hangUp(call.id)).toMatchObject({ id: call.id, state: 'ENDED', outcome });
  });

  it("should keep the customer's own end where it was first", async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.end(far.legId, { cause: 17, sipCode: 486 });
    await hangUp(call.id);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY', hangup: { by: 'CUSTOMER' } });
  });
});
