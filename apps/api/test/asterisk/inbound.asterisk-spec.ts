import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answer, header, hangUp, pause, refuses, ring, ringsForEver, ringsThenAnswers, trying } from '../sip/index.js';
import type { OutgoingCall, Phone } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectInOrder, statesOf } from './expect-call.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenTrunk } from './given.js';
import { GivenInbound } from './given-inbound.js';

let stack: AsteriskStack;
let given: Given;
let inbound: GivenInbound;
let trunk: GivenTrunk;
let agents: GivenAgent[];

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  inbound = new GivenInbound(stack, given);
  trunk = await given.trunk({ callerId: '998712000000' });
  agents = [await given.agentPhone(), await given.agentPhone(), await given.agentPhone()];
});
afterAll(() => stack?.stop());
afterEach(async () => {
  for (const { phone } of agents) phone.whenCalled(...ringsForEver);
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m), {
    timeoutMs: 10_000,
  });
  for (const agent of agents) await inbound.untilPresenceIs(agent, 'AVAILABLE');
});

const rings = (phone: Phone) => phone.calls.filter(({ progress }) => progress !== 'ended');
const lastCallOf = (phone: Phone) => phone.calls.at(-1)!;
const hearEachOther = (caller: OutgoingCall, phone: Phone): Promise<void> =>
  until(() => expect([caller.media.hears(agentsTone), lastCallOf(phone).media.hears(customersTone)]).toEqual([true, true]));
const outcomeOf = async (number: string) => {
  const call = await inbound.untilCallTo(number, 'ENDED', 15_000);
  const changes = stack.updatesOf(call.id).map(({ call: each }) => each);
  expectInOrder(changes);
  return { ...call, states: statesOf(changes) };
};

describe('a call that comes in to a group that rings all', { timeout: 60_000 }, () => {
  it('should ring every phone with the caller’s number, and connect the first who answers', async () => {
    agents[0]!.phone.whenCalled(...ringsForEver);
    agents[1]!.phone.whenCalled(...ringsThenAnswers(500));
    const number = await inbound.route({ groupId: await inbound.group(agents.slice(0, 2)) });
    const caller = inbound.callIn(trunk, { request: number, from: '901234567' });
    await until(() => expect(agents.slice(0, 2).map(({ phone }) => rings(phone).length)).toEqual([1, 1]));
    expect(caller.provisional).toContain(180);
    for (const { phone } of agents.slice(0, 2)) {
      expect(lastCallOf(phone).callerId).toBe('998901234567');
      expect(lastCallOf(phone).asksAutoAnswer).toBe(false);
    }
    expect((await caller.finished).status).toBe(200);
    await hearEachOther(caller, agents[1]!.phone);
    const call = await inbound.untilCallTo(number, 'ANSWERED');
    expect(call).toMatchObject({
      direction: 'INBOUND',
      from: '998901234567',
      trunkName: trunk.name,
      agent: { id: agents[1]!.userId },
      attempts: [],
    });
    await inbound.untilPresenceIs(agents[1]!, 'IN_CALL');
    expect(await inbound.presenceOf(agents[0]!)).toBe('AVAILABLE');

    const other = lastCallOf(agents[0]!.phone);
    await until(() => expect(other.isCancelled).toBe(true));
    const cancel = other.message('received CANCEL');
    expect(cancel && header(cancel, 'Reason')).toMatch(/Call completed elsewhere/i);

    await caller.hangUp();
    expect(await outcomeOf(number)).toMatchObject({
      outcome: 'COMPLETED',
      states: ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'],
      hangup: { by: 'CUSTOMER' },
    });
    const ended = { state: 'ENDED', endedAt: expect.any(String) };
    const [far, ...phones] = await inbound.legs(call.id);
    expect(far).toMatchObject({ role: 'CUSTOMER', number: '998901234567', trunkName: trunk.name, user: null, ...ended });
    const legOf = (agent: GivenAgent) => phones.find(({ user }) => user?.id === agent.userId);
    const rang = { role: 'AGENT', trunkName: null, ringingAt: expect.any(String), ...ended };
    expect(legOf(agents[0]!)).toMatchObject({ ...rang, number: agents[0]!.extension, answeredAt: null });
    expect(legOf(agents[1]!)).toMatchObject({ ...rang, answeredAt: call.answeredAt });
    expect(phones).toHaveLength(2);
  });

  it('should be ended by the agent’s phone', async () => {
    agents[0]!.phone.whenCalled(trying, ring, answer, pause(300), hangUp);
    const number = await inbound.route({ agentId: agents[0]!.userId });
    const caller = inbound.callIn(trunk, { request: number });
    await until(() => expect(caller.endedBy).toBe('them'));
    expect(await outcomeOf(number)).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });

  it('should skip a phone that is busy or declines, and ring on', async () => {
    agents[0]!.phone.whenCalled(...refuses(486));
    agents[1]!.phone.whenCalled(...refuses(603));
    agents[2]!.phone.whenCalled(...ringsThenAnswers(800));
    const number = await inbound.route({ groupId: await inbound.group(agents) });
    const caller = inbound.callIn(trunk, { request: number });
    expect((await caller.finished).status).toBe(200);
    await caller.hangUp();
    const { id } = await outcomeOf(number);
    expect((await inbound.legs(id)).map(({ sipCode, user }) => [user?.id ?? null, sipCode])).toEqual(
      expect.arrayContaining([
        [agents[0]!.userId, 486],
        [agents[1]!.userId, 603],
      ]),
    );
  });

  it('should be 480 at once when all decline', async () => {
    for (const { phone } of agents) phone.whenCalled(...refuses(603));
    const number = await inbound.route({ groupId: await inbound.group(agents) });
    const began = Date.now();
    expect((await inbound.callIn(trunk, { request: number }).finished).status).toBe(480);
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await outcomeOf(number)).toMatchObject({ outcome: 'NO_ANSWER', answeredAt: null });
  });

  it('should be ABANDONED when the caller gives up, and the phones fall silent', async () => {
    const number = await inbound.route({ groupId: await inbound.group(agents) });
    const caller = inbound.callIn(trunk, { request: number });
    await until(() => expect(agents.flatMap(({ phone }) => rings(phone))).toHaveLength(3));
    await inbound.untilCallTo(number, 'RINGING');
    await caller.hangUp();
    expect(await outcomeOf(number)).toMatchObject({
      outcome: 'ABANDONED',
      states: ['DIALING', 'RINGING', 'ENDED'],
      hangup: { by: 'CUSTOMER' },
    });
    await until(() => expect(agents.flatMap(({ phone }) => rings(phone))).toEqual([]));
  });

  it('should ring who becomes free while it rings, and not who is away', async () => {
    const setPresence = (agent: GivenAgent, presence: string) =>
      agent.client.ask('mutation ($input: SetPresenceInput!) { setPresence(input: $input) { __typename } }', {
        input: { presence },
      });
    await setPresence(agents[1]!, 'AWAY');
    await inbound.untilPresenceIs(agents[1]!, 'AWAY');
    const before = agents[1]!.phone.calls.length;
    const number = await inbound.route({ groupId: await inbound.group(agents.slice(0, 2)) });
    const caller = inbound.callIn(trunk, { request: number });
    await until(() => expect(rings(agents[0]!.phone)).toHaveLength(1));
    expect(agents[1]!.phone.calls).toHaveLength(before);
    await setPresence(agents[1]!, 'AVAILABLE');
    await until(() => expect(rings(agents[1]!.phone)).toHaveLength(1));
    await caller.hangUp();
    await outcomeOf(number);
  });
});

describe('a group that rings one after the other', { timeout: 60_000 }, () => {
  it('should ring in the order of its members, each for its part of the time', async () => {
    const members = [agents[2]!, agents[0]!];
    const number = await inbound.route(
      { groupId: await inbound.group(members, { strategy: 'IN_ORDER' }) },
      { ringTimeoutSeconds: 10 },
    );
    const caller = inbound.callIn(trunk, { request: number });
    await until(() => expect(rings(agents[2]!.phone)).toHaveLength(1));
    expect(rings(agents[0]!.phone)).toEqual([]);
    await until(() => expect(rings(agents[0]!.phone)).toHaveLength(1), { timeoutMs: 8_000 });
    await until(() => expect(rings(agents[2]!.phone)).toEqual([]));
    expect((await caller.finished).status).toBe(480);
    const call = await outcomeOf(number);
    expect(call).toMatchObject({ outcome: 'NO_ANSWER', hangup: { by: 'SYSTEM' } });
    const seconds = (Date.parse(call.endedAt ?? '') - Date.parse(call.createdAt)) / 1000;
    expect(seconds).toBeGreaterThan(9.5);
    expect(seconds).toBeLessThan(11);
  });

  it('should ring who has waited longest', async () => {
    const [first, second] = [agents[0]!, agents[1]!];
    first.phone.whenCalled(trying, ring, answer, pause(200), hangUp);
    const own = await inbound.route({ agentId: first.userId });
    await inbound.callIn(trunk, { request: own }).finished;
    await outcomeOf(own);
    await inbound.untilPresenceIs(first, 'AVAILABLE');
    first.phone.whenCalled(...ringsForEver);
    second.phone.whenCalled(...ringsThenAnswers(200));
    const before = first.phone.calls.length;
    const number = await inbound.route({ groupId: await inbound.group([first, second], { strategy: 'LONGEST_IDLE' }) });
    const caller = inbound.callIn(trunk, { request: number });
    expect((await caller.finished).status).toBe(200);
    expect((await inbound.untilCallTo(number, 'ANSWERED')).agent?.id).toBe(second.userId);
    expect(first.phone.calls).toHaveLength(before);
    await caller.hangUp();
    await outcomeOf(number);
  });
});
