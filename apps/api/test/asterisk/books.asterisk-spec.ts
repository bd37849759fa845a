/** What happened while the api was away is booked from Asterisk's own records, with its times, causes and outcomes. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answersAtOnce, refuses, ringsForEver, ringsThenAnswers } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';
import { GivenInbound } from './given-inbound.js';
import type { CallView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let inbound: GivenInbound;
let trunk: GivenTrunk;
let agent: GivenAgent;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  inbound = new GivenInbound(stack, given);
  trunk = await given.trunk();
  agent = await given.agentPhone();
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  agent.phone.whenCalled(...answersAtOnce);
  // Calls can be made: what was found again is dealt with.
  await until(async () => expect((await fetch(`${stack.api.url}/health/ready`)).status).toBe(200), { timeoutMs: 10_000 });
});

/** ms between two times; how exact the books are. */
const apart = (one: string | null, other: number): number => Math.abs(Date.parse(one ?? '') - other);
const isExact = async (id: string): Promise<boolean> => {
  const { call } = await stack.admin.ask<{ call: { timesExact: boolean } }>('query ($id: ID!) { call(id: $id) { timesExact } }', {
    id,
  });
  return call.timesExact;
};

const ended = async (id: string): Promise<CallView> => {
  const call = await given.untilCallIs(id, 'ENDED', 20_000);
  expect(await isExact(id)).toBe(true);
  return call;
};
/** Whom the phone has called now, or who calls it. */
const phoneCall = () => agent.phone.calls.at(-1)!;

describe('a call of the api that ended while it was away', { timeout: 90_000 }, () => {
  it('by its customer should have that end, at its time', async () => {
    const { id, seen } = await given.answeredCall(trunk, agent);
    await stack.killApi();
    await seen.hangUp();
    const endedAt = Date.now();
    await stack.startApiAgain();
    const call = await ended(id);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER', cause: 16 } });
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
  });

  it('by its agent should have the end that the agent made, and the customer be let go', async () => {
    const { id, seen } = await given.answeredCall(trunk, agent);
    await stack.killApi();
    await phoneCall().hangUp();
    const endedAt = Date.now();
    await stack.startApiAgain();
    const call = await ended(id);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
    await until(() => expect(seen.endedBy).toBe('them'));
  });

  it('by both should have the first end', async () => {
    const { id, seen } = await given.answeredCall(trunk, agent);
    await stack.killApi();
    await phoneCall().hangUp();
    const endedAt = Date.now();
    // Asterisk has written down the one end before the other comes.
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^1 active channel/m));
    await seen.hangUp();
    await stack.startApiAgain();
    const call = await ended(id);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
  });

  it.each([
    ['refuses(486)', 486, 'BUSY', 17],
    ['refuses(404)', 404, 'INVALID_NUMBER', 1],
  ] as const)(
    'by a refusal should have its outcome and its cause (%s), and nobody be dialled late',
    async (_what, status, outcome, cause) => {
      const number = given.number();
      stack.carrier.on(number, ...ringsForEver);
      const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
      await given.untilCallIs(id, 'RINGING');
      await stack.killApi();
      stack.carrier.callTo(number).refuse(status);
      const endedAt = Date.now();
      await stack.startApiAgain();
      const call = await ended(id);
      expect(call).toMatchObject({ outcome, hangup: { cause }, attempts: [{ cause }] });
      expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
      await until(() => expect(phoneCall().progress).toBe('ended'));
    },
  );

  it('after an answer that nobody heard should have both times', async () => {
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
    await given.untilCallIs(id, 'RINGING');
    await stack.killApi();
    const seen = stack.carrier.callTo(number);
    await seen.answer();
    const answeredAt = Date.now();
    await until(() => expect(seen.media.audible).toBeGreaterThan(50));
    await seen.hangUp();
    const endedAt = Date.now();
    await stack.startApiAgain();
    const call = await ended(id);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
    expect(apart(call.answeredAt, answeredAt)).toBeLessThan(300);
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
  });
});

describe('a call that Asterisk made without the api', { timeout: 90_000 }, () => {
  const dial = (number: string) => agent.phone.dial(number);

  it.each([
    ['its customer', 'CUSTOMER'],
    ['its agent', 'AGENT'],
  ] as const)('should be booked as it was, ended by %s, with its recording', async (_who, by) => {
    const number = given.number();
    stack.carrier.on(number, ...ringsThenAnswers(100));
    await stack.killApi();
    const own = dial(number);
    const seen = await until(() => stack.carrier.callTo(number));
    await until(() => expect(seen.progress).toBe('answered'));
    const answeredAt = Date.now();
    await until(() => expect(seen.media.audible).toBeGreaterThan(100));
    await (by === 'AGENT' ? own : seen).hangUp();
    const endedAt = Date.now();
    await stack.startApiAgain();
    const call = await inbound.untilCallTo(number, 'ENDED', 20_000);
    expect(call).toMatchObject({
      direction: 'OUTBOUND',
      agent: { id: agent.userId },
      outcome: 'COMPLETED',
      hangup: { by, cause: 16 },
      attempts: [{ trunkName: call.trunkName }],
    });
    expect(apart(call.answeredAt, answeredAt)).toBeLessThan(500);
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
    const legs = await inbound.legs(call.id);
    expect(legs.map(({ role }) => role).sort()).toEqual(['AGENT', 'CUSTOMER']);
    await until(
      async () => {
        const { call: recorded } = await stack.admin.ask<{ call: { recording: { durationSeconds: number } | null } }>(
          'query ($id: ID!) { call(id: $id) { recording { durationSeconds } } }',
          { id: call.id },
        );
        expect(recorded.recording?.durationSeconds).toBeGreaterThan(1);
      },
      { timeoutMs: 70_000, everyMs: 500 },
    );
  });

  it('should have its outcome where it was busy, and be booked once', async () => {
    const number = given.number();
    stack.carrier.on(number, ...refuses(486));
    await stack.killApi();
    expect((await dial(number).finished).status).toBe(486);
    await stack.startApiAgain();
    expect(await inbound.untilCallTo(number, 'ENDED', 20_000)).toMatchObject({ outcome: 'BUSY', hangup: { cause: 17 } });
    await stack.killApi();
    await stack.startApiAgain();
    expect(await stack.query('select count(*)::int as count from calls where "to" = $1', [number])).toEqual([{ count: 1 }]);
  });

  it('should be booked when it is over, where the api is back in the middle of it', async () => {
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    await stack.killApi();
    const own = dial(number);
    const seen = await until(() => stack.carrier.callTo(number));
    await until(() => expect(seen.progress).toBe('answered'));
    await stack.startApiAgain();
    const heard = seen.media.audible;
    await until(() => expect(seen.media.audible).toBeGreaterThan(heard + 50));
    await own.hangUp();
    expect(await inbound.untilCallTo(number, 'ENDED', 25_000)).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });
});

describe('a call that came in without the api', { timeout: 90_000 }, () => {
  const routed = async (): Promise<string> => {
    const number = await inbound.route({ groupId: await inbound.group([agent]) });
    await until(async () => expect(await stack.asterisk.cli('dialplan show inbound')).toContain(number.slice(3)));
    return number;
  };

  it('should be booked with who answered it', async () => {
    agent.phone.whenCalled(...ringsThenAnswers(100));
    const number = await routed();
    await stack.killApi();
    const caller = inbound.callIn(trunk, { request: number, from: '901112233' });
    expect((await caller.finished).status).toBe(200);
    await until(() => expect(caller.media.audible).toBeGreaterThan(50));
    await caller.hangUp();
    const endedAt = Date.now();
    await stack.startApiAgain();
    const call = await inbound.untilCallTo(number, 'ENDED', 20_000);
    expect(call).toMatchObject({
      direction: 'INBOUND',
      from: '998901112233',
      trunkName: trunk.name,
      agent: { id: agent.userId },
      outcome: 'COMPLETED',
      hangup: { by: 'CUSTOMER' },
    });
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
  });

  it('should be among the missed ones where nobody answered', async () => {
    agent.phone.whenCalled(...refuses(603));
    const number = await routed();
    await stack.killApi();
    expect((await inbound.callIn(trunk, { request: number, from: '901112244' }).finished).status).toBe(480);
    await stack.startApiAgain();
    const call = await inbound.untilCallTo(number, 'ENDED', 20_000);
    expect(call).toMatchObject({
      direction: 'INBOUND',
      from: '998901112244',
      agent: null,
      outcome: 'NO_ANSWER',
      answeredAt: null,
    });
    expect((await inbound.legs(call.id)).map(({ role, number: of }) => [role, of])).toEqual([
      ['CUSTOMER', '998901112244'],
      ['AGENT', expect.any(String)],
    ]);
  });
});
