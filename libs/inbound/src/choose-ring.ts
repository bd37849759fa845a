import { Presence, RingStrategy } from '@app/agents';
import type { Distribution, RingChoice, RingingNow } from '@app/calls';
import { ringPlan } from './ring-plan.js';
import type { RingTarget } from './ring-targets.js';

/** What a route says of a call that nobody has answered yet. */
export interface RouteWays {
  ringTimeoutSeconds: number;
  fallbackAnnouncement: string | null;
  hasFallbackGroup: boolean;
}

/** What is to be done now in a stage; `next`: the stage is over. */
export type StageChoice = Extract<RingChoice, { do: 'ring' | 'wait' | 'nothing' }> | { do: 'next' };

/** An announcement that says nothing of its end is over by then. */
const LONGEST_ANNOUNCEMENT_SECONDS = 300;

/**
 * Whom of the present stage a call rings now. Nobody twice in a stage, and nobody whose phone another call rings. Where all who could be rung have had their turn the
 * stage is over at once; where somebody talks or writes up, and no other group could take the call, its caller waits for them as long as the stage lasts.
 */
export function chooseRing(
  distribution: Distribution,
  { strategy, wrapUpSeconds, candidates }: RingTarget,
  { at, ringingUserIds, busyUserIds }: RingingNow,
  hasOtherGroup: boolean,
): StageChoice {
  const stageEnd = Date.parse(distribution.stageUntil);
  const left = Math.round((stageEnd - at.getTime()) / 1000);
  const notRung = candidates.filter(({ userId }) => !distribution.stageUserIds.includes(userId));
  const free = notRung.filter(({ userId }) => !busyUserIds.has(userId));
  if (ringingUserIds.length > 0 && strategy !== RingStrategy.ALL) return { do: 'nothing' };

  const [step] = ringPlan(strategy, free, left);
  if (step) {
    const phones = step.userIds.flatMap((id) => free.find(({ userId }) => userId === id)?.phone ?? []);
    const end = Math.min(stageEnd, at.getTime() + (step.endsAt - step.startsAt) * 1000);
    return { do: 'ring', phones, distribution: rung(distribution, step.userIds, new Date(end), wrapUpSeconds) };
  }
  if (ringingUserIds.length > 0) return { do: 'nothing' };
  const mayComeFree = !hasOtherGroup && left > 0 && notRung.some((candidate) => isOccupied(candidate, busyUserIds));
  return mayComeFree ? { do: 'wait', distribution: { ...distribution, ringUntil: distribution.stageUntil } } : { do: 'next' };
}

function isOccupied({ userId, presence, hasPhone }: RingTarget['candidates'][number], busy: ReadonlySet<string>): boolean {
  const isBusy = presence === Presence.IN_CALL || presence === Presence.WRAP_UP;
  return hasPhone && (isBusy || (presence === Presence.AVAILABLE && busy.has(userId)));
}

function rung(before: Distribution, userIds: readonly string[], until: Date, wrapUpSeconds: number): Distribution {
  return {
    ...before,
    step: before.step + 1,
    rungUserIds: [...new Set([...before.rungUserIds, ...userIds])],
    stageUserIds: [...new Set([...before.stageUserIds, ...userIds])],
    ringUntil: until.toISOString(),
    wrapUpSeconds,
  };
}

/** The stage after the present one: the fallback group, the announcement, or none. */
export function nextStage(before: Distribution, route: RouteWays, at: Date): Distribution | undefined {
  const stage = { ...before, stageUserIds: [], ringUntil: null };
  const after = (seconds: number) => new Date(at.getTime() + seconds * 1000).toISOString();
  if (before.stage === 'FIRST' && route.hasFallbackGroup) {
    return { ...stage, stage: 'FALLBACK', stageUntil: after(route.ringTimeoutSeconds) };
  }
  if (before.stage === 'ANNOUNCEMENT' || route.fallbackAnnouncement === null) return undefined;
  const end = after(LONGEST_ANNOUNCEMENT_SECONDS);
  return { ...stage, stage: 'ANNOUNCEMENT', announcement: route.fallbackAnnouncement, stageUntil: end, ringUntil: end };
}
