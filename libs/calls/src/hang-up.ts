/** The end of a leg as a decision: shared by the files that decide. Pure. */
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, farLeg, isAlive } from './call-in-progress.js';
import type { Decision } from './next-steps.js';
import type { EndReason } from './outcome.js';

/** Q.850. */
export const NORMAL_CLEARING = 16;
export const NO_ANSWER = 19;
/** Subscriber absent: the provider hears that nobody can be reached (480), not that the number is wrong. */
export const NOBODY_THERE = 20;
/** The phone shows no missed call. */
export const ANSWERED_ELSEWHERE = 26;

export const nothing: Decision = { steps: [] };

/** The first reason stands: what comes after it is its consequence. */
export function hangUp(leg: CallLeg, at: Date, reason: EndReason, cause: number): Decision {
  return {
    legs: { [leg.id]: { hungUpAt: at, hungUpFor: leg.hungUpFor ?? reason } },
    steps: [{ do: 'hangUp', legId: leg.id, cause }],
  };
}

export function hangUpFar(progress: CallInProgress, at: Date, reason: EndReason, cause = NORMAL_CLEARING): Decision {
  const far = farLeg(progress);
  return far && isAlive(far) ? hangUp(far, at, reason, cause) : nothing;
}

/** One after the other. Where two change the same column the later one stands. */
export function together(...decisions: readonly Decision[]): Decision {
  const legs: Record<string, Partial<CallLeg>> = {};
  for (const decision of decisions)
    for (const [id, change] of Object.entries(decision.legs ?? {})) legs[id] = { ...legs[id], ...change };
  const calls = decisions.flatMap(({ call }) => (call ? [call] : []));
  const newLegs = decisions.flatMap((decision) => decision.newLegs ?? []);
  return {
    ...(calls.length > 0 && { call: Object.assign({}, ...calls) as NonNullable<Decision['call']> }),
    legs,
    ...(newLegs.length > 0 && { newLegs }),
    steps: decisions.flatMap(({ steps }) => steps),
  };
}
