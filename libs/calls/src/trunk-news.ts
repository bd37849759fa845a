/** What becomes of a leg says something of its trunk: whether it works. Pure. */
import type { CallLeg } from './call-leg.entity.js';
import type { CallInProgress } from './call-in-progress.js';
import { CallDirection } from './call-state.js';
import { legEnd } from './leg-end.js';
import { verdictOf } from './outcome.js';

export interface TrunkNews {
  trunkId: string;
  /** False: a technical failure on which nothing rang, by the table of outcomes. */
  works: boolean;
  at: Date;
}

/**
 * A trunk works where a leg of it rings or is answered (told then, not at the end of a long call), or where a person or the provider says no. What our own
 * side ended says nothing.
 */
export function trunkNews(before: CallInProgress, after: CallInProgress): TrunkNews[] {
  return after.legs.flatMap((leg) => {
    const works =
      leg.trunkId &&
      whatIsNew(
        after,
        before.legs.find(({ id }) => id === leg.id),
        leg,
      );
    return leg.trunkId && works ? [{ trunkId: leg.trunkId, ...works }] : [];
  });
}

function whatIsNew({ call }: CallInProgress, before: CallLeg | undefined, leg: CallLeg): Omit<TrunkNews, 'trunkId'> | undefined {
  // A caller's: what becomes of it is not the trunk's doing.
  if (call.direction === CallDirection.INBOUND && leg.dialString === null) return undefined;
  const signAt = leg.ringingAt ?? leg.answeredAt;
  if (signAt) return before?.ringingAt || before?.answeredAt ? undefined : { works: true, at: signAt };
  // One that was never dialled says nothing.
  if (!leg.dialledAt || !leg.endedAt || before?.endedAt) return undefined;
  const end = legEnd(call, leg);
  if (verdictOf(end).tryNextTrunk) return { works: false, at: leg.endedAt };
  return end.endedBy === 'THEM' ? { works: true, at: leg.endedAt } : undefined;
}
