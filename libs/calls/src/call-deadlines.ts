import { returnDeadline } from './agent-return-steps.js';
import type { CallLeg } from './call-leg.entity.js';
import { AGENT_RING_SECONDS, type CallInProgress, isAlive, ringSecondsOf, SILENCE_SECONDS } from './call-in-progress.js';
import { isWaiting, ringingLegs } from './inbound-steps.js';
import type { Happening } from './next-steps.js';

/** How long the engine may take to end a leg that we hung up, before it is asked again. */
const END_SECONDS = 5;
/** The engine counts an agent's ring itself, and a leg's longest time: ours come later, for the case that its word never comes. */
const AGENT_SPARE_SECONDS = 3;
const LONGEST_SPARE_SECONDS = 60;

/** When something must have happened, and what it means if it has not. */
export interface Deadline {
  at: Date;
  happening: Happening;
}

/**
 * The next time that a call must not pass, or undefined where it waits for nothing. It comes from stored times alone, so it holds over a restart.
 * @param maxCallSeconds after which the engine itself ends a leg
 */
export function nextDeadline(progress: CallInProgress, maxCallSeconds: number): Deadline | undefined {
  const ringing = new Set(ringingLegs(progress).map(({ id }) => id));
  return progress.legs
    .filter((leg) => isAlive(leg) && !ringing.has(leg.id))
    .map((leg) => deadlineOf(leg, ringSecondsOf(progress, leg), maxCallSeconds))
    .concat(ringStepEnd(progress), agentsReturn(progress))
    .filter((deadline) => deadline !== undefined)
    .sort((left, right) => left.at.getTime() - right.at.getTime())[0];
}

/** Those who are rung together share one time. */
function ringStepEnd(progress: CallInProgress): Deadline | undefined {
  const until = isWaiting(progress) ? progress.call.distribution?.ringUntil : null;
  return until ? { at: new Date(until), happening: { type: 'ringStepOver', at: new Date(until) } } : undefined;
}

function agentsReturn(progress: CallInProgress): Deadline | undefined {
  const at = returnDeadline(progress);
  return at && { at, happening: { type: 'agentGone', at } };
}

function deadlineOf(leg: CallLeg, ringTimeoutSeconds: number, maxCallSeconds: number): Deadline | undefined {
  const { id: legId, dialledAt, ringingAt, answeredAt, hungUpAt } = leg;
  const due = (since: Date, seconds: number, type: 'ringTimedOut' | 'trunkSilent' | 'endOverdue'): Deadline => {
    const at = new Date(since.getTime() + seconds * 1000);
    return { at, happening: { type, at, legId } };
  };
  if (hungUpAt) return due(hungUpAt, END_SECONDS, 'endOverdue');
  if (!dialledAt) return undefined;
  if (answeredAt || !leg.dialString) {
    const at = new Date((answeredAt ?? dialledAt).getTime() + (maxCallSeconds + LONGEST_SPARE_SECONDS) * 1000);
    return { at, happening: { type: 'endOverdue', at, legId } };
  }
  if (leg.part === 'TRANSFER' && leg.role === 'AGENT') return due(dialledAt, ringTimeoutSeconds, 'ringTimedOut');
  if (leg.role === 'AGENT' || leg.role === 'SUPERVISOR')
    return due(dialledAt, AGENT_RING_SECONDS + AGENT_SPARE_SECONDS, 'ringTimedOut');
  return ringingAt ? due(ringingAt, ringTimeoutSeconds, 'ringTimedOut') : due(dialledAt, SILENCE_SECONDS, 'trunkSilent');
}
