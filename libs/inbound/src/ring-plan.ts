import { Presence, RingStrategy } from '@app/agents';

/** Somebody who could be rung, in the group's order. */
export interface RingCandidate {
  userId: string;
  presence: Presence;
  /** Whether a phone of theirs is registered. */
  hasPhone: boolean;
  /** Null: never waited for a call. They come first. */
  idleSince: Date | null;
}

/** These people are rung together. Seconds from the beginning. */
export interface RingStep {
  userIds: string[];
  startsAt: number;
  endsAt: number;
}

/** Nobody gets to a phone in less. Who would be rung for a shorter time is not rung at all. */
export const SHORTEST_RING_SECONDS = 5;

/**
 * Who is rung, and when. Only those who are AVAILABLE and have a phone, nobody twice. ALL: together. LONGEST_IDLE and IN_ORDER: one after the other, each for
 * an equal part of the ring time, so that the last one's ends with it. Empty where there is nobody.
 *
 * Somebody who declines leaves time over: ask again, with those who have not been rung and the seconds that are left.
 * @param ringSeconds whole, of the route
 */
export function ringPlan(strategy: RingStrategy, candidates: readonly RingCandidate[], ringSeconds: number): RingStep[] {
  const userIds = inOrder(strategy, candidates.filter(canBeRung)).map(({ userId }) => userId);
  const people = [...new Set(userIds)];
  if (people.length === 0 || ringSeconds <= 0) return [];
  if (strategy === RingStrategy.ALL) return [{ userIds: people, startsAt: 0, endsAt: ringSeconds }];

  const turns = Math.max(1, Math.min(people.length, Math.floor(ringSeconds / SHORTEST_RING_SECONDS)));
  const startOf = (turn: number) => Math.ceil((turn * ringSeconds) / turns);
  return people
    .slice(0, turns)
    .map((userId, turn) => ({ userIds: [userId], startsAt: startOf(turn), endsAt: startOf(turn + 1) }));
}

function canBeRung({ presence, hasPhone }: RingCandidate): boolean {
  return presence === Presence.AVAILABLE && hasPhone;
}

/** Sorting is stable: equals, and those who never waited (NaN), stay in the group's order. */
function inOrder(strategy: RingStrategy, candidates: readonly RingCandidate[]): readonly RingCandidate[] {
  if (strategy !== RingStrategy.LONGEST_IDLE) return candidates;
  const since = ({ idleSince }: RingCandidate) => idleSince?.getTime() ?? Number.NEGATIVE_INFINITY;
  return [...candidates].sort((left, right) => since(left) - since(right) || 0);
}
