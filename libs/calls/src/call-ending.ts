/** How a call comes to its end: pure, like next-steps.ts, which decides when. */
import type { CallLeg } from './call-leg.entity.js';
import type { Call } from './call.entity.js';
import { type CallInProgress, type Changes, farLeg, isAlive } from './call-in-progress.js';
import { CallOutcome, CallState, HangupParty } from './call-state.js';
import { legEnd } from './leg-end.js';
import type { Decision, Step } from './next-steps.js';
import { settled } from './transfer-state.js';
import { endedByWhom, type EndReason, reasonInWords, verdictOf, wordsFor } from './outcome.js';

const NORMAL_CLEARING = 16;

type LegChanges = NonNullable<Changes['legs']>;
type Ending = Pick<Call, 'outcome' | 'hangup' | 'endedAt'>;

/** By its far party's last leg. */
export function endCall(progress: CallInProgress, far: CallLeg, legs: LegChanges): Decision {
  const end = legEnd(progress.call, far);
  const { outcome } = verdictOf(end);
  const hangup = {
    by: endedByWhom(end, outcome),
    cause: far.cause,
    sipCode: far.sipCode,
    reason: reasonInWords(end, outcome),
  };
  // A phone of ours that dialled the number itself is told why, so that it can say so.
  const cause = far.answeredAt ? NORMAL_CLEARING : (far.cause ?? NORMAL_CLEARING);
  return ended(progress, { outcome, hangup, endedAt: endOf(far) }, legs, cause);
}

/** Who left an answered call has ended it then, though the far party was let go only when somebody was there to do so. */
function endOf({ endedAt, hungUpAt, hungUpFor }: CallLeg): Date | null {
  return hungUpFor === 'AGENT_LEFT' && hungUpAt && endedAt && hungUpAt < endedAt ? hungUpAt : endedAt;
}

/** Every trunk has failed: by the last one that was tried. */
export function endWithoutTrunk(progress: CallInProgress, at: Date): Decision {
  const far = farLeg(progress);
  return far ? endCall(progress, { ...far, endedAt: far.endedAt ?? at }, {}) : failCall(progress, at, 'NOT_DIALLED');
}

/**
 * Before the far party was dialled.
 * @param near how the near leg ended, if it did; without it a person ended the call
 */
export function endBeforeDialling(progress: CallInProgress, near: CallLeg | undefined, legs: LegChanges, at?: Date): Decision {
  const endedAt = near?.endedAt ?? at ?? progress.call.createdAt;
  if (!near) {
    const hangup = { by: HangupParty.AGENT, cause: NORMAL_CLEARING, sipCode: null, reason: null };
    return ended(progress, { outcome: CallOutcome.CANCELED, hangup, endedAt }, legs);
  }
  const end = legEnd(progress.call, near);
  const verdict = verdictOf({ ...end, answered: false });
  const isOurPhone = near.role === 'AGENT' && end.ourReason !== 'NOT_DIALLED';
  const isFailure = verdict.outcome === CallOutcome.FAILED && !(isOurPhone && !end.ourReason) && !near.answeredAt;
  const hangup = {
    by: isFailure ? HangupParty.SYSTEM : HangupParty.AGENT,
    cause: near.cause,
    sipCode: near.sipCode,
    reason: isFailure ? nearFailure(near, end.ourReason) : nearRefusal(near),
  };
  return ended(progress, { outcome: isFailure ? CallOutcome.FAILED : CallOutcome.CANCELED, hangup, endedAt }, legs);
}

/** At once and by ourselves: what is left of it in the engine is hung up. */
export function failCall(progress: CallInProgress, at: Date, reason: EndReason): Decision {
  const hangup = {
    by: HangupParty.SYSTEM,
    cause: null,
    sipCode: null,
    reason: wordsFor(reason),
  };
  return ended(progress, { outcome: CallOutcome.FAILED, hangup, endedAt: at }, {});
}

/** Books the end, lets go of legs that were never dialled, and clears the engine of the others. */
function ended(progress: CallInProgress, ending: Ending, legs: LegChanges, cause = NORMAL_CLEARING): Decision {
  const rest = progress.legs.filter((leg) => isAlive(leg) && !legs[leg.id]?.endedAt);
  const living = rest.filter((leg) => leg.dialledAt);
  const waiting = rest.filter((leg) => !leg.dialledAt);
  const at = ending.endedAt;
  const changes: LegChanges = Object.fromEntries([
    ...Object.entries(legs),
    ...waiting.map((leg) => [leg.id, { ...legs[leg.id], endedAt: at }] as const),
    ...living.map((leg) => [leg.id, { ...legs[leg.id], hungUpAt: leg.hungUpAt ?? at }] as const),
  ]);
  const hangUps = living.map((leg): Step => ({ do: 'hangUp', legId: leg.id, cause }));
  const transfer = settled(progress.call.transfer);
  const aside = transfer?.conversationId ?? undefined;
  return {
    call: { state: CallState.ENDED, onHold: false, muted: false, transfer, ...ending },
    legs: changes,
    steps: [
      ...hangUps,
      { do: 'endConversation' },
      ...(aside ? [{ do: 'endConversation', conversationId: aside } as const] : []),
      ...(transfer?.joinedCallId ? [{ do: 'endPartner', callId: transfer.joinedCallId } as const] : []),
    ],
  };
}

const nameOf = (near: CallLeg) => (near.role === 'AGENT' ? "The agent's phone" : 'The telephone that was to be connected');

function nearRefusal(near: CallLeg): string {
  const who = nameOf(near);
  const code = near.sipCode === null ? '' : ` (${near.sipCode})`;
  if (near.answeredAt) return `${who} hung up before the number was dialled.`;
  if (near.sipCode === 486 || near.sipCode === 600 || near.cause === 17) return `${who} was busy${code}.`;
  if (near.hungUpFor === 'RING_TIMEOUT' || near.cause === 19 || near.cause === 18) return `${who} did not answer in time.`;
  return near.role === 'AGENT' || near.sipCode === 603 ? `${who} declined${code}.` : `${who} could not be reached${code}.`;
}

function nearFailure(near: CallLeg, ourReason: EndReason | undefined): string | null {
  if (ourReason === 'INTERRUPTED') return wordsFor(ourReason);
  const said = near.sipReason ? ` (${near.sipReason})` : '';
  return `${nameOf(near)} could not be rung${near.sipCode === null ? '' : `: the provider answered ${near.sipCode}${said}`}.`;
}
