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

  it('should fail, and leave the phone alone, when there can be no conversation', async () => {
    harness.gateway.failNext('createConversation', 500);
    const call = await harness.call(agent);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup: { reason: 'Asterisk refused a command.' } });
    const [near] = harness.gateway.sent('dialLeg');
    expect(harness.gateway.sent('hangUpLeg')).toMatchObject([{ legId: near?.request.legId }]);
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

  it("should end with the engine's own time when the customer hangs up at the moment that the sound is to begin", async () => {
    harness.gateway.failNext('joinConversation', 404);
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(far.legId);
    await until(() => expect(harness.gateway.sent('joinConversation')).toHaveLength(1));
    const at = later(-50);
    harness.gateway.end(far.legId, {}, at);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      endedAt: at,
      hangup: { by: 'CUSTOMER', cause: 16 },
    });
    await harness.untilNothingIsLeft();
  });

  it('should be played once more when the engine does not say in time whether it plays', async () => {
    harness.gateway.failNext('play', 504);
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(far.legId);
    const played = await until(() => harness.gateway.sent('play')[0] ?? Promise.reject(new Error('It has not been played yet.')));
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    harness.gateway.played(played.playId);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED' });
    await harness.untilNothingIsLeft();
  });

  it('should fail when the engine does not say so twice', async () => {
    harness.gateway.failNext('play', 504);
    harness.gateway.failNext('play', 504);
    const call = await announce();
    harness.gateway.answer((await harness.dialled(call.id, 'CUSTOMER')).legId);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED' });
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
