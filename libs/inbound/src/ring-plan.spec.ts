import { describe, expect, it } from 'vitest';
import { Presence, RingStrategy } from '@app/agents';
import { type RingCandidate, ringPlan } from './ring-plan.js';

const { AVAILABLE, AWAY, IN_CALL, WRAP_UP, OFFLINE } = Presence;
const { ALL, LONGEST_IDLE, IN_ORDER } = RingStrategy;
/** Idle since that minute. */
const agent = (userId: string, minute: number | null = 0, fields: Partial<RingCandidate> = {}): RingCandidate => ({
  userId,
  presence: AVAILABLE,
  hasPhone: true,
  idleSince: minute === null ? null : new Date(Date.UTC(2026, 10, 23, 10, minute)),
  ...fields,
});
/** `a+b 0-30` */
const shown = (strategy: RingStrategy, candidates: RingCandidate[], seconds: number) =>
  ringPlan(strategy, candidates, seconds).map(({ userIds, startsAt, endsAt }) => `${userIds.join('+')} ${startsAt}-${endsAt}`);

describe('ringPlan', () => {
  it.each<[what: string, strategy: RingStrategy, candidates: RingCandidate[], seconds: number, plan: string[]]>([
    ['all at once', ALL, [agent('a'), agent('b'), agent('c')], 30, ['a+b+c 0-30']],
    ['one after the other', IN_ORDER, [agent('b', 1), agent('a', 0), agent('c', 2)], 30, ['b 0-10', 'a 10-20', 'c 20-30']],
    ['longest idle first', LONGEST_IDLE, [agent('b', 9), agent('a', 3), agent('c', 5)], 30, ['a 0-10', 'c 10-20', 'b 20-30']],
    ['who never waited first', LONGEST_IDLE, [agent('b', 9), agent('a', null)], 30, ['a 0-15', 'b 15-30']],
    ['equals in the order of the group', LONGEST_IDLE, [agent('b', 1), agent('a', 1)], 30, ['b 0-15', 'a 15-30']],
    ['two who never waited, likewise', LONGEST_IDLE, [agent('b', null), agent('a', null)], 30, ['b 0-15', 'a 15-30']],
    ['one alone, for all the time', IN_ORDER, [agent('a')], 30, ['a 0-30']],
    ['whole seconds, and all of them', IN_ORDER, [agent('a'), agent('b'), agent('c')], 20, ['a 0-7', 'b 7-14', 'c 14-20']],
    ['as many as there is time for', IN_ORDER, [agent('a'), agent('b'), agent('c')], 12, ['a 0-6', 'b 6-12']],
    ['one, though there is little time', IN_ORDER, [agent('a'), agent('b')], 3, ['a 0-3']],
    ['nobody twice, all at once', ALL, [agent('a'), agent('b'), agent('a')], 30, ['a+b 0-30']],
    ['nobody twice, one after the other', IN_ORDER, [agent('a'), agent('b'), agent('a')], 30, ['a 0-15', 'b 15-30']],
    ['nobody of an empty group', ALL, [], 30, []],
    ['nobody when the time is over', ALL, [agent('a')], 0, []],
    ['nobody without a phone', ALL, [agent('a', 0, { hasPhone: false }), agent('b')], 30, ['b 0-30']],
    ['nobody at all', LONGEST_IDLE, [agent('a', 0, { hasPhone: false }), agent('b', 0, { presence: AWAY })], 30, []],
  ])('should ring %s (%s)', (_what, strategy, candidates, seconds, plan) => {
    expect(shown(strategy, candidates, seconds)).toEqual(plan);
  });

  it.each([AWAY, IN_CALL, WRAP_UP, OFFLINE])('should not ring who is %s', (presence) => {
    for (const strategy of Object.values(RingStrategy)) {
      expect(shown(strategy, [agent('a', 0, { presence }), agent('b')], 30)).toEqual(['b 0-30']);
    }
  });

  it('should fill every ring time exactly, without gaps, for any number of people', () => {
    for (let seconds = 5; seconds <= 300; seconds += 1) {
      for (const size of [1, 2, 3, 7, 50, 200]) {
        const people = Array.from({ length: size }, (_, index) => agent(`${index}`));
        const steps = ringPlan(IN_ORDER, people, seconds);
        expect(steps[0]?.startsAt).toBe(0);
        expect(steps.at(-1)?.endsAt).toBe(seconds);
        steps.forEach((step, index) => {
          if (index > 0) expect(step.startsAt).toBe(steps[index - 1]?.endsAt);
          expect(step.endsAt - step.startsAt).toBeGreaterThanOrEqual(5);
        });
      }
    }
  });
});
