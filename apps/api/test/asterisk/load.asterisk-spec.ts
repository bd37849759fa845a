import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAndHangsUpAfter, refuses, ringsThenAnswers, ringsThenRefuses, ringsForEver, type Step } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectInOrder, statesOf, tolerance } from './expect-call.js';
import { Given, longSound, shortSound, type GivenTrunk } from './given.js';
import { inParallel } from './in-parallel.js';
import { inWords, median, percentile } from './statistics.js';
import { operations, type CallView, type Refusal, type TrunkView } from './operations.js';

let stack: AsteriskStack;
let given: Given;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
});
afterAll(() => stack?.stop());

/** What each hundredth customer does, and what must come of it. */
const habits: { steps: Step[]; outcome: string; states: CallView['state'][]; end: string }[] = [
  {
    steps: answersAndHangsUpAfter(100),
    outcome: 'COMPLETED',
    states: ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'],
    end: 'sent BYE',
  },
  { steps: refuses(486), outcome: 'BUSY', states: ['DIALING', 'ENDED'], end: 'sent 486' },
  { steps: ringsThenRefuses(60, 603), outcome: 'REJECTED', states: ['DIALING', 'RINGING', 'ENDED'], end: 'sent 603' },
  { steps: ringsThenAnswers(80), outcome: 'COMPLETED', states: ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'], end: 'received BYE' },
];

describe('200 calls, 20 at once', () => {
  it('should lose no event and put none out of order, and agree with the carrier', { timeout: 120_000 }, async ({ annotate }) => {
    const trunk = await given.trunk();
    const begin = Date.now();
    const calls = await inParallel(200, 20, async (n) => {
      const habit = habits[n % habits.length];
      if (!habit) throw new Error('unreachable');
      const number = given.number();
      stack.carrier.on(number, ...habit.steps);
      const { id } = await given.originated({
        to: number,
        trunkName: trunk.name,
        connect: { announcement: shortSound },
        record: false,
      });
      await until(() => expect(stack.updatesOf(id).at(-1)?.call.state).toBe('ENDED'), { timeoutMs: 20_000 });
      return { id, number, habit };
    });
    await annotate(`200 calls took ${Date.now() - begin} ms`);
    const latencies: number[] = [];
    const differences: Record<'ringingAt' | 'answeredAt' | 'endedAt', number[]> = { ringingAt: [], answeredAt: [], endedAt: [] };
    for (const { id, number, habit } of calls) {
      const updates = stack.updatesOf(id);
      const seen = stack.carrier.callTo(number);
      const views = updates.map(({ call }) => call);
      const last = views.at(-1);
      expectInOrder(views);
      expect([statesOf(views), last?.outcome], JSON.stringify(last?.hangup)).toEqual([habit.states, habit.outcome]);
      for (const [field, what] of [
        ['ringingAt', 'sent 180'],
        ['answeredAt', 'sent 200'],
        ['endedAt', habit.end],
      ] as const) {
        const [time, at] = [last?.[field], seen.at(what)];
        if (time && at !== undefined) differences[field].push(Math.abs(Date.parse(time) - at));
      }
      const ringing = updates.find(({ call }) => call.state === 'RINGING');
      if (ringing) latencies.push(ringing.at - (seen.at('sent 180') ?? 0));
    }
    await annotate(`the carrier's 180 to RINGING at a subscriber: ${inWords(latencies)}`);
    for (const [field, each] of Object.entries(differences))
      await annotate(`${field} against what the carrier saw: ${inWords(each)}`);
    expect(median(latencies)).toBeLessThan(100);
    for (const each of Object.values(differences)) expect(percentile(each, 99)).toBeLessThanOrEqual(tolerance);
    const { activeCalls } = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
    expect(activeCalls).toEqual([]);
  });
});

describe('limits', () => {
  /** @returns how many of so many originates at once were let through, and the codes of the others */
  async function storm(count: number, trunk: GivenTrunk, number: string): Promise<{ let: CallView[]; codes: Set<string> }> {
    const input = { to: number, trunkName: trunk.name, connect: { announcement: longSound }, record: false };
    const answers = await Promise.all(Array.from({ length: count }, () => given.originate(input)));
    const refused = answers.filter((answer): answer is Refusal => 'errorCode' in answer);
    return {
      let: answers.filter((answer): answer is CallView => !('errorCode' in answer)),
      codes: new Set(refused.map(({ errorCode }) => errorCode)),
    };
  }

  it('should let 50 originates at once on maxChannels = 1 make one INVITE', async () => {
    const trunk = await given.trunk({ maxChannels: 1 });
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const { let: passed, codes } = await storm(50, trunk, number);
    expect(passed).toHaveLength(1);
    expect([...codes].every((code) => ['TRUNK_UNAVAILABLE', 'CALL_LIMIT_REACHED'].includes(code))).toBe(true);
    await given.untilCallIs(passed[0]?.id ?? '', 'RINGING');
    expect(stack.carrier.callsTo(number)).toHaveLength(1);
    await given.hangUp(passed[0]?.id ?? '');
    await given.untilCallIs(passed[0]?.id ?? '', 'ENDED');
    const again = await storm(1, trunk, number);
    expect(again.let).toHaveLength(1);
    await given.hangUp(again.let[0]?.id ?? '');
  });

  it('should count what runs through a trunk', async () => {
    const trunk = await given.trunk({ maxChannels: 3 });
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const told = await stack.admin.subscribe<{ trunkUpdated: TrunkView }>(operations.trunkUpdated, { id: trunk.id });
    const lastTold = () => told.items.at(-1)?.trunkUpdated.activeCalls;
    const { let: passed } = await storm(10, trunk, number);
    expect(passed).toHaveLength(3);
    const { trunk: shown } = await stack.admin.ask<{ trunk: { activeCalls: number } }>(operations.trunk, { id: trunk.id });
    expect(shown.activeCalls).toBe(3);
    await until(() => expect(lastTold()).toBe(3));
    await Promise.all(passed.map(({ id }) => given.hangUp(id)));
    await until(() => expect(lastTold()).toBe(0));
    await until(async () => {
      const { trunk: now } = await stack.admin.ask<{ trunk: { activeCalls: number } }>(operations.trunk, { id: trunk.id });
      expect(now.activeCalls).toBe(0);
    });
  });
});
