import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAndHangsUpAfter, refuses, ringsThenAnswers, ringsThenRefuses, ringsForEver, type Step } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectInOrder, statesOf, tolerance } from './expect-call.js';
import { Given, longSound, shortSound, type GivenTrunk } from './given.js';
import { inParallel } from './in-parallel.js';
import { operations, type CallView, type Refusal } from './operations.js';

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
    const rings: number[] = [];
    const drifts: number[] = [];
    for (const { id, number, habit } of calls) {
      const updates = stack.updatesOf(id);
      const seen = stack.carrier.callTo(number);
      const views = updates.map(({ call }) => call);
      expectInOrder(views);
      expect([statesOf(views), views.at(-1)?.outcome], JSON.stringify(views.at(-1)?.hangup)).toEqual([
        habit.states,
        habit.outcome,
      ]);
      const last = views.at(-1);
      const times: [string | null | undefined, string][] = [
        [last?.ringingAt, 'sent 180'],
        [last?.answeredAt, 'sent 200'],
        [last?.endedAt, habit.end],
      ];
      for (const [time, what] of times) {
        const at = seen.at(what);
        if (time && at !== undefined) drifts.push(Math.abs(Date.parse(time) - at));
      }
      const ringing = updates.find(({ call }) => call.state === 'RINGING');
      if (ringing) rings.push(ringing.at - (seen.at('sent 180') ?? 0));
    }
    rings.sort((a, b) => a - b);
    drifts.sort((a, b) => a - b);
    await annotate(
      `the carrier's 180 to RINGING at a subscriber: median ${rings[rings.length >> 1]} ms, worst ${rings.at(-1)} ms`,
    );
    await annotate(`times of the call against the carrier's: median ${drifts[drifts.length >> 1]} ms, worst ${drifts.at(-1)} ms`);
    expect(rings[rings.length >> 1]).toBeLessThan(100);
    expect(drifts.at(-1)).toBeLessThanOrEqual(tolerance);
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
    const { let: passed } = await storm(10, trunk, number);
    expect(passed).toHaveLength(3);
    const { trunk: shown } = await stack.admin.ask<{ trunk: { activeCalls: number } }>(operations.trunk, { id: trunk.id });
    expect(shown.activeCalls).toBe(3);
    await Promise.all(passed.map(({ id }) => given.hangUp(id)));
    await until(async () => {
      const { trunk: now } = await stack.admin.ask<{ trunk: { activeCalls: number } }>(operations.trunk, { id: trunk.id });
      expect(now.activeCalls).toBe(0);
    });
  });
});
