/** What is done with a call that came in: control, supervision, recording and presence go together as with one that went out. */
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, type IncomingCall, type OutgoingCall, ringsForEver, ringsThenAnswers } from '../sip/index.js';
import type { ApiClient } from '../support/graphql-client.js';
import { AsteriskStack } from './asterisk-stack.js';
import { control, controlledCall, monitor } from './control-operations.js';
import { agentsTone, customersTone, type GivenAgent } from './given.js';
import { GivenControls, lastCall, thirdTone, untilHeard, untilMusic } from './given-controls.js';
import { GivenInbound } from './given-inbound.js';
import { accepted } from './operations.js';
import { expectTone, sharesOf, sidesOf, untilRecorded } from './recorded-call.js';

/** After hold or a transfer Asterisk mixes, and on a busy machine a packet may come too late for it. */
const MIXED = 0.6;
/** How far the file and the books may lie apart on a machine that is busy with all sides of the call, seconds. */
const APART = 0.8;

interface InboundTalk {
  id: string;
  caller: OutgoingCall;
  agent: GivenAgent;
  atAgent: IncomingCall;
}

let stack: AsteriskStack;
let controls: GivenControls;
let inbound: GivenInbound;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  controls = await GivenControls.on(stack);
  inbound = new GivenInbound(stack, controls.given);
});
afterAll(() => stack?.stop());
afterEach(() => controls.untilQuiet());

/** A caller and the agent of a group, who hear each other. */
async function talk(group: Record<string, unknown> = {}): Promise<InboundTalk> {
  const agent = await controls.given.agentPhone();
  const number = await inbound.route({ groupId: await inbound.group([agent], group) });
  const caller = inbound.callIn(controls.trunk, { request: number });
  const { id } = await inbound.untilCallTo(number, 'ANSWERED');
  const atAgent = lastCall(agent);
  await untilHeard([caller, ['agent']], [atAgent, ['customer']]);
  return { id, caller, agent, atAgent };
}

/** Until so many packets of 20 ms more have come to that party. */
async function talkOn({ media }: OutgoingCall, packets: number): Promise<void> {
  const before = media.received;
  await until(() => expect(media.received).toBeGreaterThanOrEqual(before + packets), { timeoutMs: 20_000 });
}

async function rolesFor(client: ApiClient, id: string): Promise<string[]> {
  const query = 'query ($id: ID!) { call(id: $id) { legs { role } } }';
  const { call } = await client.ask<{ call: { legs: { role: string }[] } }>(query, { id });
  return call.legs.map(({ role }) => role);
}

describe('a call that came in', { timeout: 60_000 }, () => {
  it('should be one call and one recording over hold and a transfer to a group', async ({ annotate }) => {
    const { id, caller, agent } = await talk({ wrapUpSeconds: 60 });
    const [slow, quick] = [await controls.colleague(...ringsForEver), await controls.colleague(...ringsThenAnswers(300))];
    const groupId = await inbound.group([slow, quick]);
    await talkOn(caller, 75);
    expect(await control(agent.client, 'holdCall', id)).toMatchObject({ onHold: true });
    await untilMusic(caller);
    await control(agent.client, 'resumeCall', id);
    await untilHeard([caller, ['agent']]);
    await controls.transferred(agent.client, id, { groupId }, false);
    await controls.untilTransferIs(id, 'COMPLETED');
    await untilHeard([caller, ['third']], [lastCall(quick), ['customer']]);
    await inbound.untilPresenceIs(agent, 'WRAP_UP');
    await inbound.untilPresenceIs(quick, 'IN_CALL');
    await inbound.untilPresenceIs(slow, 'AVAILABLE');
    await talkOn(caller, 75);
    await caller.hangUp();
    expect(await controls.given.untilCallIs(id, 'ENDED')).toMatchObject({
      direction: 'INBOUND',
      outcome: 'COMPLETED',
      agent: { id: quick.userId },
      hangup: { by: 'CUSTOMER' },
    });
    await inbound.untilPresenceIs(quick, 'WRAP_UP');

    const legs = (await inbound.legs(id)).map(({ role, user, answeredAt }) => [role, user?.id ?? null, answeredAt !== null]);
    expect(legs).toHaveLength(4);
    expect(legs).toEqual(
      expect.arrayContaining([
        ['CUSTOMER', null, true],
        ['AGENT', agent.userId, true],
        ['AGENT', slow.userId, false],
        ['AGENT', quick.userId, true],
      ]),
    );
    const { talkSeconds, recording, recordings, recordingProblem } = await untilRecorded(stack.admin, id);
    await annotate(`talked ${talkSeconds} s, recorded ${recording.durationSeconds} s`);
    expect(Math.abs(recording.durationSeconds - (talkSeconds ?? 0))).toBeLessThan(APART);
    expect([recordings.length, recordingProblem]).toEqual([1, null]);
    const { customer, agent: ours } = await sidesOf(stack.admin, recording);
    const end = recording.durationSeconds - 0.3;
    expectTone(customersTone, customer, 0.3, end);
    expectTone(agentsTone, ours, 0.3, 1.3, MIXED);
    expectTone(thirdTone, ours, end - 1, end, MIXED);
  });

  it('should be listened to and joined without a trace for its agent or in its recording', async () => {
    const { id, caller, agent, atAgent } = await talk();
    const supervisor = await controls.given.deskPhone({ role: 'SUPERVISOR', toneHertz: thirdTone });
    accepted(await monitor(supervisor.client, id, 'JOIN'));
    await until(() => expect(supervisor.phone.calls).toHaveLength(1));
    await untilHeard(
      [lastCall(supervisor), ['agent', 'customer']],
      [atAgent, ['customer', 'third']],
      [caller, ['agent', 'third']],
    );
    await talkOn(caller, 75);
    expect(await rolesFor(agent.client, id)).toEqual(['CUSTOMER', 'AGENT']);
    expect(await rolesFor(supervisor.client, id)).toEqual(['CUSTOMER', 'AGENT', 'SUPERVISOR']);
    expect(await inbound.presenceOf(agent)).toBe('IN_CALL');
    await caller.hangUp();
    const { recording } = await untilRecorded(stack.admin, id);
    const { customer, agent: ours } = await sidesOf(stack.admin, recording);
    const end = recording.durationSeconds - 0.3;
    expectTone(customersTone, customer, 0.3, end);
    expectTone(agentsTone, ours, 0.3, end);
    for (const side of [customer, ours]) expect(Math.max(...sharesOf(thirdTone, side, 0.3, end))).toBeLessThan(0.05);
  });

  it('should be missed until its number is spoken with', async () => {
    const [agent, from] = [await controls.given.agentPhone(...ringsForEver), controls.given.number()];
    const number = await inbound.route({ agentId: agent.userId }, { ringTimeoutSeconds: 30 });
    const caller = inbound.callIn(controls.trunk, { request: number, from: from.slice(3) });
    await inbound.untilCallTo(number, 'RINGING');
    await caller.hangUp();
    const { id } = await inbound.untilCallTo(number, 'ENDED');
    const missed = async () => {
      const query = '{ missedCalls(first: 50) { items { id from legs { role user { id } } } } }';
      return (await stack.admin.ask<{ missedCalls: { items: { id: string }[] } }>(query)).missedCalls.items;
    };
    expect(await missed()).toMatchObject([
      { id, from, legs: [{ role: 'CUSTOMER' }, { role: 'AGENT', user: { id: agent.userId } }] },
    ]);
    agent.phone.whenCalled(...answersAtOnce);
    stack.carrier.on(from, ...answersAtOnce);
    const back = await controls.given.originated({ to: from, trunkName: controls.trunk.name }, agent.client);
    await controls.given.untilCallIs(back.id, 'ANSWERED');
    expect(await missed()).toEqual([]);
    await controls.given.hangUp(back.id);
    await controls.given.untilCallIs(back.id, 'ENDED');
    expect(await missed()).toEqual([]);
  });
});

describe('a phone that vanishes from a call that came in', { timeout: 150_000 }, () => {
  it('while it is held: the music goes on, and the agent comes back to a call on hold, in one recording', async () => {
    const { id, caller, agent, atAgent } = await talk();
    await control(agent.client, 'holdCall', id);
    await untilMusic(caller);
    atAgent.vanish();
    await until(() => expect(agent.phone.calls).toHaveLength(2), { timeoutMs: 90_000, everyMs: 100 });
    const back = lastCall(agent);
    await until(async () => expect((await inbound.legs(id)).filter(({ state }) => state === 'ANSWERED')).toHaveLength(2));
    await untilMusic(caller);
    expect(await controlledCall(stack.admin, id)).toMatchObject({ state: 'ANSWERED', onHold: true });
    expect(await inbound.presenceOf(agent)).toBe('IN_CALL');
    expect(back.media.audible).toBe(0);
    await control(agent.client, 'resumeCall', id);
    await untilHeard([caller, ['agent']], [back, ['customer']]);
    await talkOn(caller, 75);
    await caller.hangUp();
    const { talkSeconds, recording, recordings } = await untilRecorded(stack.admin, id);
    expect(recordings).toHaveLength(1);
    expect(Math.abs(recording.durationSeconds - (talkSeconds ?? 0))).toBeLessThan(APART);
    const { customer, agent: ours } = await sidesOf(stack.admin, recording);
    const end = recording.durationSeconds - 0.3;
    expectTone(customersTone, customer, 0.3, end);
    expectTone(agentsTone, ours, end - 1, end, MIXED);
  });

  it('while its agent talks to the target of a transfer: the target has the caller', async () => {
    const { id, caller, agent, atAgent } = await talk();
    const colleague = await controls.colleague(...answersAtOnce);
    await controls.transferred(agent.client, id, { agentId: colleague.userId }, true);
    await controls.untilTransferIs(id, 'TALKING');
    await untilHeard([atAgent, ['third']], [lastCall(colleague), ['agent']]);
    atAgent.vanish();
    await until(async () => expect(await controlledCall(stack.admin, id)).toMatchObject({ transfer: { state: 'COMPLETED' } }), {
      timeoutMs: 90_000,
      everyMs: 100,
    });
    await untilHeard([caller, ['third']], [lastCall(colleague), ['customer']]);
    expect(await controlledCall(stack.admin, id)).toMatchObject({ state: 'ANSWERED', agent: { id: colleague.userId } });
    await inbound.untilPresenceIs(agent, 'AVAILABLE');
    expect(agent.phone.calls).toHaveLength(1);
    await caller.hangUp();
    await controls.given.untilCallIs(id, 'ENDED');
  });
});
