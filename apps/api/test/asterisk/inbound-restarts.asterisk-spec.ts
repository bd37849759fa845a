/** Calls that come in while the api dies, is away and comes back; and an agent's phone that is gone without a word. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answersAtOnce, type OutgoingCall, type Phone, refuses, ringsForEver, ringsThenAnswers, vanish } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenTrunk } from './given.js';
import { GivenInbound } from './given-inbound.js';

let stack: AsteriskStack;
let given: Given;
let inbound: GivenInbound;
let trunk: GivenTrunk;
let agent: GivenAgent;
let second: GivenAgent;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  inbound = new GivenInbound(stack, given);
  trunk = await given.trunk();
  [agent, second] = [await given.agentPhone(), await given.agentPhone()];
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  for (const { phone } of [agent, second]) phone.whenCalled(...ringsForEver);
  await untilNoChannels();
  for (const each of [agent, second]) await inbound.untilPresenceIs(each, 'AVAILABLE');
});

const untilNoChannels = (): Promise<void> =>
  until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m), {
    timeoutMs: 10_000,
  });
const ringing = (phone: Phone) => phone.calls.filter(({ progress }) => progress !== 'ended');
const hearEachOther = (caller: OutgoingCall, phone: Phone): Promise<void> =>
  until(() => expect([caller.media.hears(agentsTone), phone.calls.at(-1)?.media.hears(customersTone)]).toEqual([true, true]));

describe('the api, killed', { timeout: 90_000 }, () => {
  it('while phones ring: they ring on, and who answers after it is back has the call', async () => {
    const number = await inbound.route({ groupId: await inbound.group([agent, second]) });
    const caller = inbound.callIn(trunk, { request: number });
    const { id } = await inbound.untilCallTo(number, 'RINGING');
    await stack.killApi();
    expect([agent, second].map(({ phone }) => ringing(phone).length)).toEqual([1, 1]);
    await stack.startApiAgain();
    await agent.phone.calls.at(-1)?.answer();
    expect(await given.untilCallIs(id, 'ANSWERED')).toMatchObject({ agent: { id: agent.userId } });
    await hearEachOther(caller, agent.phone);
    await until(() => expect(ringing(second.phone)).toEqual([]));
    await caller.hangUp();
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'COMPLETED' });
  });

  it('while phones ring, and one answers before it is back', async () => {
    const number = await inbound.route({ groupId: await inbound.group([agent, second]) });
    const caller = inbound.callIn(trunk, { request: number });
    const { id } = await inbound.untilCallTo(number, 'RINGING');
    await stack.killApi();
    await agent.phone.calls.at(-1)?.answer();
    await stack.startApiAgain();
    expect(await given.untilCallIs(id, 'ANSWERED')).toMatchObject({ agent: { id: agent.userId } });
    await hearEachOther(caller, agent.phone);
    await caller.hangUp();
    await given.untilCallIs(id, 'ENDED');
  });

  it('while phones ring, and the caller gives up before it is back', async () => {
    const number = await inbound.route({ groupId: await inbound.group([agent, second]) });
    const caller = inbound.callIn(trunk, { request: number });
    const { id } = await inbound.untilCallTo(number, 'RINGING');
    await stack.killApi();
    await caller.hangUp();
    await stack.startApiAgain();
    expect(await given.untilCallIs(id, 'ENDED', 15_000)).toMatchObject({ outcome: 'ABANDONED', answeredAt: null });
    await until(() => expect([agent, second].flatMap(({ phone }) => ringing(phone))).toEqual([]));
  });

  it('while they talk: they talk on, and the call is found again', async () => {
    agent.phone.whenCalled(...answersAtOnce);
    const number = await inbound.route({ agentId: agent.userId });
    const caller = inbound.callIn(trunk, { request: number });
    const { id } = await inbound.untilCallTo(number, 'ANSWERED');
    // Saved, then done: a call that is said to be answered is joined a moment later.
    await hearEachOther(caller, agent.phone);
    await stack.killApi();
    const heard = caller.media.audible;
    await until(() => expect(caller.media.audible).toBeGreaterThan(heard + 25));
    await stack.startApiAgain();
    await inbound.untilPresenceIs(agent, 'IN_CALL');
    await given.hangUp(id);
    await until(() => expect(caller.endedBy).toBe('them'));
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });
});

describe('with the api away', { timeout: 90_000 }, () => {
  const recordings = join('asterisk', 'spool', 'recording');
  const sizes = async (): Promise<number[]> => {
    const folder = join(stack.folder, recordings);
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  };
  const untilRuns = (text: string): Promise<void> =>
    until(async () => expect(await stack.asterisk.cli('dialplan show inbound')).toContain(text));

  it.each([
    ['the request', (number: string) => ({ request: number })],
    ['To', (number: string) => ({ to: `+${number}` })],
    ['P-Called-Party-ID', (number: string) => ({ calledParty: number })],
  ])("should ring the route's phones by the number in %s, connect and record", async (_place, calledAs) => {
    agent.phone.whenCalled(...ringsThenAnswers(100));
    const number = await inbound.route({ groupId: await inbound.group([agent]) });
    await untilRuns(number.slice(3));
    await stack.killApi();
    const before = (await sizes()).length;
    const caller = inbound.callIn(trunk, calledAs(number));
    expect((await caller.finished).status).toBe(200);
    await hearEachOther(caller, agent.phone);
    await caller.hangUp();
    await untilNoChannels();
    const after = await sizes();
    expect(after).toHaveLength(before + 1);
    expect(Math.max(...after)).toBeGreaterThan(2_000);
    await stack.startApiAgain();
  });

  it('should ring the fallback group then, and say 480 where nobody answers', async () => {
    agent.phone.whenCalled(...refuses(603));
    second.phone.whenCalled(...refuses(486));
    const fallbackGroupId = await inbound.group([second]);
    const number = await inbound.route({ agentId: agent.userId }, { fallbackGroupId });
    await untilRuns(number.slice(3));
    const calls = second.phone.calls.length;
    await stack.killApi();
    expect((await inbound.callIn(trunk, { request: number }).finished).status).toBe(480);
    expect(second.phone.calls).toHaveLength(calls + 1);
    expect((await inbound.callIn(trunk, { request: inbound.did() }).finished).status).toBe(503);
    await stack.startApiAgain();
  });
});

describe("an agent's phone that is gone without a word", { timeout: 150_000 }, () => {
  it('should be called back when its sound is missed, and the customer hear music meanwhile', async ({ annotate }) => {
    agent.phone.whenCalled(...answersAtOnce, vanish);
    const number = await inbound.route({ agentId: agent.userId });
    const caller = inbound.callIn(trunk, { request: number });
    const { id } = await inbound.untilCallTo(number, 'ANSWERED');
    agent.phone.whenCalled(...ringsForEver);
    const calls = agent.phone.calls.length;
    await until(() => expect(agent.phone.calls).toHaveLength(calls + 1), { timeoutMs: 90_000, everyMs: 100 });
    const [call] = (await stack.query('select "agentConnected", "answeredAt" from calls where id = $1', [id])) as {
      agentConnected: boolean;
      answeredAt: Date;
    }[];
    expect(call?.agentConnected).toBe(false);
    await annotate(`called back ${Date.now() - (call?.answeredAt.getTime() ?? 0)} ms after the answer`);
    const back = agent.phone.calls.at(-1)!;
    expect(back.asksAutoAnswer).toBe(true);
    const silent = caller.media.audible;
    await until(() => expect(caller.media.audible).toBeGreaterThan(silent + 25));
    expect(caller.media.hears(agentsTone)).toBe(false);
    await back.answer();
    await hearEachOther(caller, agent.phone);
    await back.hangUp();
    await until(() => expect(caller.endedBy).toBe('them'));
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });
});
