import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingCall } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { control, controlledCall, sendDtmf } from './control-operations.js';
import { expectEnded } from './expect-call.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenCall, type GivenTrunk } from './given.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let agent: GivenAgent;
let call: GivenCall;
let atAgent: IncomingCall;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk();
});
afterAll(() => stack?.stop());

beforeEach(async () => {
  agent = await given.agentPhone();
  call = await given.answeredCall(trunk, agent);
  const [seen] = agent.phone.calls;
  if (!seen) throw new Error('The phone was not rung');
  atAgent = seen;
  await theyTalk();
});
afterEach(async () => {
  await given.hangUp(call.id);
  await given.untilCallIs(call.id, 'ENDED');
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
});

const theyTalk = () =>
  until(() => expect([call.seen.media.hears(agentsTone), atAgent.media.hears(customersTone)]).toEqual([true, true]));

/** Something that is not the agent, for long enough to be no remainder. */
async function customerHearsMusic(): Promise<void> {
  await until(() => expect(call.seen.media.hears(agentsTone, 0.1)).toBe(false));
  const { audible } = call.seen.media;
  await until(() => expect(call.seen.media.audible).toBeGreaterThan(audible + 25));
  expect(call.seen.media.hears(agentsTone, 0.1)).toBe(false);
}

describe('a call on hold', { timeout: 60_000 }, () => {
  it('should give the customer music and the agent nothing, twice over', async () => {
    expect(await control(agent.client, 'holdCall', call.id)).toMatchObject({ onHold: true, state: 'ANSWERED' });
    expect(await control(agent.client, 'holdCall', call.id)).toMatchObject({ onHold: true });
    await customerHearsMusic();
    await until(() => expect(atAgent.media.hears(customersTone, 0.1)).toBe(false));
    expect(await control(agent.client, 'resumeCall', call.id)).toMatchObject({ onHold: false });
    await theyTalk();
  });

  it('should be muted and held in any order', async () => {
    await control(agent.client, 'muteCall', call.id);
    await until(() => expect(call.seen.media.hears(agentsTone, 0.1)).toBe(false));
    await until(() => expect(atAgent.media.hears(customersTone)).toBe(true));
    await control(agent.client, 'holdCall', call.id);
    await customerHearsMusic();
    await control(agent.client, 'resumeCall', call.id);
    await until(() => expect(atAgent.media.hears(customersTone)).toBe(true));
    expect(call.seen.media.hears(agentsTone, 0.1)).toBe(false);
    await control(agent.client, 'unmuteCall', call.id);
    await theyTalk();
  });

  it('should be the phone’s own too, with music once', async () => {
    await atAgent.reinvite('sendonly');
    await until(async () => expect(await controlledCall(stack.admin, call.id)).toMatchObject({ onHold: true }));
    await customerHearsMusic();
    const { received } = call.seen.media;
    const begun = performance.now();
    await until(() => expect(call.seen.media.received).toBeGreaterThan(received + 50));
    // One stream of 50 packets a second.
    expect(performance.now() - begun).toBeGreaterThan(800);
    await atAgent.reinvite('sendrecv');
    await until(async () => expect(await controlledCall(stack.admin, call.id)).toMatchObject({ onHold: false }));
    await theyTalk();
  });

  it('should end with its customer, as always', async () => {
    await control(agent.client, 'holdCall', call.id);
    await customerHearsMusic();
    await call.seen.hangUp();
    const states = ['DIALING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, call.id, call.seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    expect(await controlledCall(stack.admin, call.id)).toMatchObject({ onHold: false });
  });

  it('should be found on hold by an api that was killed, and taken back', async () => {
    await control(agent.client, 'muteCall', call.id);
    await control(agent.client, 'holdCall', call.id);
    await customerHearsMusic();
    await stack.killApi();
    await customerHearsMusic();
    await stack.startApiAgain();
    expect(await controlledCall(stack.admin, call.id)).toMatchObject({ onHold: true, muted: true, state: 'ANSWERED' });
    await customerHearsMusic();
    await control(stack.admin, 'resumeCall', call.id);
    await until(() => expect(atAgent.media.hears(customersTone)).toBe(true));
    await control(stack.admin, 'unmuteCall', call.id);
    await theyTalk();
  });
});

describe('digits', () => {
  it('should arrive at the carrier as keys, and not in the voice', async () => {
    expect(await sendDtmf(agent.client, call.id, '0123456789*#AD')).toMatchObject({ id: call.id });
    await until(() => expect(call.seen.media.keys.join('')).toBe('0123456789*#AD'), { timeoutMs: 15_000 });
    expect(await sendDtmf(agent.client, call.id, '12&34')).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'digits' });
    await theyTalk();
    expect(call.seen.media.keys).toHaveLength(14);
  });
});
