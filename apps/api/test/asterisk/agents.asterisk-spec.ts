import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answer,
  answersAtOnce,
  earlyMedia,
  hangUp,
  pause,
  refuses,
  ring,
  ringsForEver,
  ringsThenAnswers,
  trying,
  vanish,
  type IncomingCall,
} from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectEnded } from './expect-call.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenTrunk } from './given.js';
import type { Refusal } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk({ callerId: '998712000000' });
});
afterAll(() => stack?.stop());

const lastCallOf = ({ phone }: GivenAgent): IncomingCall => {
  const call = phone.calls.at(-1);
  if (!call) throw new Error('The phone was not called');
  return call;
};

const untilTheyHearEachOther = (agent: IncomingCall, customer: IncomingCall): Promise<void> =>
  until(() => expect([agent.media.hears(customersTone), customer.media.hears(agentsTone)]).toEqual([true, true]));

describe('click to call', () => {
  it('should ring the agent first, asking the phone to answer by itself, and then let both hear each other', async ({
    annotate,
  }) => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent, ringsThenAnswers(300));
    const desk = lastCallOf(agent);
    expect(desk.asksAutoAnswer).toBe(true);
    expect(seen.callerId).toBe('998712000000');
    expect(seen.at('received INVITE')).toBeGreaterThanOrEqual(desk.at('sent 200') ?? Infinity);
    await annotate(
      `from the agent's answer to the customer's INVITE: ${(seen.at('received INVITE') ?? 0) - (desk.at('sent 200') ?? 0)} ms`,
    );
    await untilTheyHearEachOther(desk, seen);
    await given.hangUp(id, agent.client);
    const states = ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'AGENT', cause: 16, end: 'received BYE' });
    await until(() => expect(desk.endedBy).toBe('them'));
  });

  it('should leave `connect` out for the own phone', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    const { id } = await given.originated({ to: number, trunkName: trunk.name }, agent.client);
    const call = await given.untilCallIs(id, 'ANSWERED');
    expect(call.agent).toEqual({ id: agent.userId, extension: agent.extension });
    await given.hangUp(id);
  });

  it('should let the agent hear what the provider plays before the answer', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, trying, earlyMedia, pause(3_000), answer);
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
    await given.untilCallIs(id, 'RINGING');
    await until(() => expect(lastCallOf(agent).media.hears(customersTone)).toBe(true));
    expect((await given.call(id)).state).toBe('RINGING');
    await given.hangUp(id);
  });

  it('should let the agent hear the ringing', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const { id } = await given.originated({
      to: number,
      trunkName: trunk.name,
      connect: { agentId: agent.userId },
      record: false,
    });
    await until(() => expect(lastCallOf(agent).media.audible).toBeGreaterThan(10));
    await given.hangUp(id);
    await until(() => expect(lastCallOf(agent).progress).toBe('ended'));
  });

  it('should end when the customer hangs up, and the agent with it', async () => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent, [...ringsThenAnswers(50), pause(400), hangUp]);
    const states = ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', cause: 16, end: 'sent BYE' });
    await until(() => expect(lastCallOf(agent).endedBy).toBe('them'));
  });

  it('should end when the agent hangs up the phone, and the customer with it', async () => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent);
    await lastCallOf(agent).hangUp();
    await expectEnded(stack, id, seen, {
      states: ['DIALING', 'ANSWERED', 'ENDED'],
      outcome: 'COMPLETED',
      by: 'AGENT',
      end: 'received BYE',
    });
  });

  it('should be CANCELED when the agent hangs up while the customer is rung', async () => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
    await given.untilCallIs(id, 'RINGING');
    await lastCallOf(agent).hangUp();
    const seen = stack.carrier.callTo(number);
    const end = { states: ['DIALING', 'RINGING', 'ENDED'] as const, outcome: 'CANCELED', by: 'AGENT', end: 'received CANCEL' };
    await expectEnded(stack, id, seen, end);
  });

  it.each([
    ['declines', refuses(603)],
    ['is busy', refuses(486)],
  ])('should be CANCELED, and the customer not called, when the agent %s', async (_, habit) => {
    const agent = await given.agentPhone(...habit);
    const number = given.number();
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
    const call = await given.untilCallIs(id, 'ENDED');
    expect(call).toMatchObject({ outcome: 'CANCELED', attempts: [] });
    expect(stack.carrier.callsTo(number)).toEqual([]);
  });

  it('should be refused while the agent has no phone', async () => {
    const { id: userId } = await given.user('AGENT', '999');
    const refusal = await given.originate({ to: given.number(), trunkName: trunk.name, connect: { agentId: userId } });
    expect((refusal as Refusal).errorCode).toBe('AGENT_UNAVAILABLE');
  });

  it.each([
    [486, 'BUSY'],
    [404, 'INVALID_NUMBER'],
    [603, 'REJECTED'],
  ])('should free the agent when the customer answers %i', async (status, outcome) => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...refuses(status));
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome, hangup: { sipCode: status } });
    await until(() => expect(lastCallOf(agent).progress).toBe('ended'));
  });
});

// They wait for what does not come, so side by side.
describe.concurrent('click to call, with somebody who is not there:', { timeout: 120_000 }, () => {
  it('an agent who does not answer in time should make it CANCELED', async () => {
    const agent = await given.agentPhone(trying, ring);
    const number = given.number();
    const { id } = await given.originated({
      to: number,
      trunkName: trunk.name,
      connect: { agentId: agent.userId },
      ringTimeoutSeconds: 5,
    });
    expect(await given.untilCallIs(id, 'ENDED', 45_000)).toMatchObject({ outcome: 'CANCELED' });
    expect(lastCallOf(agent).isCancelled).toBe(true);
    expect(stack.carrier.callsTo(number)).toEqual([]);
  });

  it('a customer who vanishes without a word should end it after a minute of silence', async () => {
    const agent = await given.agentPhone();
    const { id } = await given.answeredCall(trunk, agent, [...answersAtOnce, vanish]);
    const call = await given.untilCallIs(id, 'ENDED', 75_000);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'SYSTEM', cause: 44 } });
    expect(call.talkSeconds).toBeGreaterThan(55);
    await until(() => expect(lastCallOf(agent).endedBy).toBe('them'));
  });

  it('an agent whose phone vanishes should be called back after a minute of silence, and waited for 20 s', async () => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent);
    lastCallOf(agent).vanish();
    agent.phone.whenCalled(...ringsForEver);
    const { length } = agent.phone.calls;
    await until(() => expect(agent.phone.calls).toHaveLength(length + 1), { timeoutMs: 75_000, everyMs: 100 });
    const lostAt = Date.now();
    expect(lastCallOf(agent).asksAutoAnswer).toBe(true);
    const { audible } = seen.media;
    await until(() => expect(seen.media.audible).toBeGreaterThan(audible + 25));
    expect(await given.untilCallIs(id, 'ENDED', 30_000)).toMatchObject({
      outcome: 'COMPLETED',
      hangup: { by: 'SYSTEM', reason: "The agent's phone was lost and did not come back in time." },
    });
    expect(Date.now() - lostAt).toBeGreaterThan(19_000);
    expect(seen.endedBy).toBe('them');
  });
});

describe('a call that rings a telephone first', () => {
  it('should ring it through the trunk, and then connect both', async () => {
    const [phone, number] = [given.number(), given.number()];
    stack.carrier.on(phone, ...ringsThenAnswers(100));
    stack.carrier.on(number, ...ringsThenAnswers(100));
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { phone }, record: false });
    await given.untilCallIs(id, 'ANSWERED');
    const [first, second] = [stack.carrier.callTo(phone), stack.carrier.callTo(number)];
    expect(second.at('received INVITE')).toBeGreaterThanOrEqual(first.at('sent 200') ?? Infinity);
    await until(() => expect([first, second].map(({ media }) => media.hears(customersTone))).toEqual([true, true]));
    await second.hangUp();
    const states = ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, id, second, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    await until(() => expect(first.endedBy).toBe('them'));
  });

  it('should be CANCELED, and the other not called, where it is busy', async () => {
    const [phone, number] = [given.number(), given.number()];
    stack.carrier.on(phone, ...refuses(486));
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { phone } });
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'CANCELED' });
    expect(stack.carrier.callsTo(number)).toEqual([]);
  });
});
