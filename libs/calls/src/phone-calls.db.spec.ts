import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
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
});
