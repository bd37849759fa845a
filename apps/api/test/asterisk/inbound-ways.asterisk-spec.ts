/** Where calls that come in go, by how the provider addresses them, and what follows when nobody answers. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuses, ringsForEver, ringsThenAnswers } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';
import { type CalledAs, GivenInbound } from './given-inbound.js';

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
  [agent, second] = [await given.agentPhone(...ringsThenAnswers(50)), await given.agentPhone(...ringsThenAnswers(50))];
});
afterAll(() => stack?.stop());

describe('the number that was called', { timeout: 30_000 }, () => {
  it.each<[string, (number: string) => CalledAs]>([
    ['the request', (number) => ({ request: number })],
    ['the request, with a +', (number) => ({ request: `+${number}` })],
    ['the request, in nine digits', (number) => ({ request: number.slice(3) })],
    ['To, where the request goes to our login', (number) => ({ to: `+${number}` })],
    ['P-Called-Party-ID, where both do', (number) => ({ calledParty: `+${number}` })],
  ])('should be taken from %s', async (_place, calledAs) => {
    const number = await inbound.route({ agentId: agent.userId });
    const caller = inbound.callIn(trunk, calledAs(number));
    expect((await caller.finished).status).toBe(200);
    await inbound.untilCallTo(number, 'ANSWERED');
    await caller.hangUp();
    await inbound.untilCallTo(number, 'ENDED');
    await inbound.untilPresenceIs(agent, 'AVAILABLE');
  });

  it('should be 480, and in the books, where no route takes it', async () => {
    const number = inbound.did();
    expect((await inbound.callIn(trunk, { request: number }).finished).status).toBe(480);
    expect(await inbound.untilCallTo(number, 'ENDED')).toMatchObject({
      direction: 'INBOUND',
      outcome: 'NO_ANSWER',
      answeredAt: null,
    });
  });

  it('should be unknown where nobody can tell', async () => {
    expect((await inbound.callIn(trunk, {}).finished).status).toBe(480);
    expect(await inbound.untilCallTo('unknown', 'ENDED')).toMatchObject({ outcome: 'NO_ANSWER', trunkName: trunk.name });
  });
});

describe("the caller's number", { timeout: 30_000 }, () => {
  it.each<[string, CalledAs]>([
    ['anonymous', { from: '<sip:anonymous@anonymous.invalid>' }],
    ['withheld by Privacy', { from: '998901112233', headers: [{ name: 'Privacy', value: 'id' }] }],
  ])('should be neither kept nor shown where it is %s', async (_case, calledAs) => {
    const number = await inbound.route({ agentId: agent.userId });
    const caller = inbound.callIn(trunk, { request: number, ...calledAs });
    expect((await caller.finished).status).toBe(200);
    expect(await inbound.untilCallTo(number, 'ANSWERED')).toMatchObject({ from: null });
    expect(agent.phone.calls.at(-1)?.callerId).toBe('anonymous');
    await caller.hangUp();
    await inbound.untilCallTo(number, 'ENDED');
    await inbound.untilPresenceIs(agent, 'AVAILABLE');
  });
});

describe('when nobody answers', { timeout: 60_000 }, () => {
  it('should ring the fallback group', async () => {
    agent.phone.whenCalled(...refuses(603));
    const fallbackGroupId = await inbound.group([second]);
    const number = await inbound.route({ agentId: agent.userId }, { fallbackGroupId });
    const caller = inbound.callIn(trunk, { request: number });
    expect((await caller.finished).status).toBe(200);
    expect((await inbound.untilCallTo(number, 'ANSWERED')).agent?.id).toBe(second.userId);
    await caller.hangUp();
    await inbound.untilCallTo(number, 'ENDED');
    await inbound.untilPresenceIs(second, 'AVAILABLE');
  });

  it('should play the announcement to the caller, without an answer', async () => {
    agent.phone.whenCalled(...refuses(603));
    const number = await inbound.route({ agentId: agent.userId }, { fallbackAnnouncement: 'sound:vm-goodbye' });
    const caller = inbound.callIn(trunk, { request: number });
    await until(() => expect(caller.media.audible).toBeGreaterThan(20));
    expect(caller.provisional).toContain(183);
    expect((await caller.finished).status).toBe(480);
    expect(await inbound.untilCallTo(number, 'ENDED')).toMatchObject({ outcome: 'NO_ANSWER', answeredAt: null });
  });

  it('should be 480 at once where nobody is there', async () => {
    const nobody = await inbound.route({ groupId: await inbound.group([]) });
    expect((await inbound.callIn(trunk, { request: nobody }).finished).status).toBe(480);
    await agent.phone.unregister();
    await inbound.untilPresenceIs(agent, 'OFFLINE');
    const number = await inbound.route({ agentId: agent.userId });
    expect((await inbound.callIn(trunk, { request: number }).finished).status).toBe(480);
    await agent.phone.register();
    await inbound.untilPresenceIs(agent, 'AVAILABLE');
  });
});

describe('the limit of a trunk', { timeout: 30_000 }, () => {
  it('should refuse one call too many as busy', async () => {
    agent.phone.whenCalled(...ringsForEver);
    const narrow = await given.trunk({ maxChannels: 1 });
    const number = await inbound.route({ agentId: agent.userId });
    const first = inbound.callIn(narrow, { request: number });
    await inbound.untilCallTo(number, 'RINGING');
    expect((await inbound.callIn(narrow, { request: number }).finished).status).toBe(486);
    await first.hangUp();
    await inbound.untilCallTo(number, 'ENDED');
  });
});
