import { problemOfSipCode, TrunkProblem } from '@app/trunks';
import { CallDirection, CallOutcome, HangupParty } from './call-state.js';

/** Why our side ended a leg. */
export type EndReason =
  /** hangupCall. */
  | 'CANCELED'
  /** The agent, or the telephone that was rung first, hung up. */
  | 'AGENT_LEFT'
  | 'RING_TIMEOUT'
  /** Nothing at all came from the trunk, not even a 100. */
  | 'TRUNK_DEAD'
  /** Neither a ring nor an answer came from the trunk. */
  | 'TRUNK_SILENT'
  | 'ANNOUNCEMENT_DONE'
  | 'ANNOUNCEMENT_FAILED'
  /** The engine could not dial it. */
  | 'NOT_DIALLED'
  /** The engine refused a command that the call can't do without. */
  | 'ENGINE_FAILED'
  /** The agent gave the call away. */
  | 'TRANSFERRED'
  /** A transfer's target, when it came to nothing. */
  | 'TRANSFER_OVER'
  /** Another of those who were rung was first. */
  | 'ANSWERED_ELSEWHERE'
  /** Two calls were joined, and the other one is over. */
  | 'PARTNER_LEFT'
  /** Somebody who listened in, or an ear of theirs. */
  | 'MONITOR_OVER'
  /** A transfer failed, and the agent could not be rung again. */
  | 'NOBODY_BACK'
  /** Nobody of ours could be rung, or answered in time. */
  | 'NOBODY_ANSWERED'
  /** The agent's phone was gone without a word, and none came back. */
  | 'AGENT_LOST'
  /** It went while nobody listened, and how is not known. */
  | 'INTERRUPTED'
  /** It went while nobody listened, and the party that it talked to was still there. */
  | 'LEFT_UNSEEN';

/** How a far party's leg ended. */
export interface LegEnd {
  direction: CallDirection;
  answered: boolean;
  /** It gave a 180 or 183. */
  rang: boolean;
  endedBy: 'US' | 'THEM';
  /** Set only where our side ended it. */
  ourReason?: EndReason | undefined;
  /** Q.850. */
  cause?: number | undefined;
  sipCode?: number | undefined;
  /** The far side's own words with sipCode. */
  sipReason?: string | undefined;
}

export interface Verdict {
  outcome: CallOutcome;
  /** A technical failure before anything rang: another trunk may do better. */
  tryNextTrunk: boolean;
}

interface Row {
  outcome: CallOutcome;
  tryNextTrunk?: true;
  reasons?: readonly EndReason[];
  /** Decide alone where there is one; the cause is then only Asterisk's translation of it. */
  sipCodes?: readonly number[];
  causes?: readonly number[];
  when?: (end: LegEnd) => boolean;
}

const NORMAL_CLEARING = 16;
/** Asterisk's cause where no audio came for the endpoint's rtp_timeout: the line is dead. */
const NO_SOUND = 44;

/** ASTERISK.md's table of outcomes: the first row that fits. */
const rows: readonly Row[] = [
  { outcome: CallOutcome.FAILED, reasons: ['INTERRUPTED', 'ANNOUNCEMENT_FAILED', 'ENGINE_FAILED'] },
  { outcome: CallOutcome.COMPLETED, when: ({ answered }) => answered },
  // A caller whom nobody answered was given up by us, or gave up.
  { outcome: CallOutcome.ABANDONED, reasons: ['LEFT_UNSEEN'], when: isInbound },
  { outcome: CallOutcome.NO_ANSWER, when: (end) => isInbound(end) && end.endedBy === 'US' },
  { outcome: CallOutcome.ABANDONED, when: isInbound },
  { outcome: CallOutcome.NO_ANSWER, reasons: ['RING_TIMEOUT'] },
  { outcome: CallOutcome.FAILED, tryNextTrunk: true, reasons: ['TRUNK_DEAD', 'TRUNK_SILENT', 'NOT_DIALLED'] },
  { outcome: CallOutcome.CANCELED, reasons: ['CANCELED', 'AGENT_LEFT', 'ANNOUNCEMENT_DONE'] },
  { outcome: CallOutcome.CANCELED, when: ({ endedBy, cause }) => endedBy === 'US' && cause === NORMAL_CLEARING },
  { outcome: CallOutcome.BUSY, sipCodes: [486, 600], causes: [17] },
  { outcome: CallOutcome.NO_ANSWER, sipCodes: [480, 487], causes: [18, 19, 20] },
  { outcome: CallOutcome.NO_ANSWER, sipCodes: [408], when: ({ rang }) => rang },
  // Cause 21 without a SIP code comes from Asterisk's own records.
  { outcome: CallOutcome.REJECTED, sipCodes: [603, 607], causes: [21] },
  { outcome: CallOutcome.INVALID_NUMBER, sipCodes: [404, 410, 484, 604], causes: [1, 22, 28] },
  // The rest of 6xx is said for every trunk (RFC 3261, 21.6).
  { outcome: CallOutcome.FAILED, when: ({ sipCode }) => sipCode !== undefined && sipCode >= 600 },
  // 401, 402, 403, 407 about our account; no response, other 4xx, 5xx, not allocated.
  { outcome: CallOutcome.FAILED, tryNextTrunk: true },
];

function isInbound({ direction }: LegEnd): boolean {
  return direction === CallDirection.INBOUND;
}

/** What a call comes to whose far party's last leg ended so, and whether the next trunk is tried first. */
export function verdictOf(end: LegEnd): Verdict {
  const row = rows.find((candidate) => fits(candidate, end));
  if (!row) throw new Error('The last row fits every end.');
  return { outcome: row.outcome, tryNextTrunk: row.tryNextTrunk === true && !end.rang && !end.answered };
}

function fits({ reasons, sipCodes, causes, when }: Row, end: LegEnd): boolean {
  if (reasons && !(end.ourReason && reasons.includes(end.ourReason))) return false;
  if (sipCodes && end.sipCode !== undefined && !sipCodes.includes(end.sipCode)) return false;
  if (sipCodes && end.sipCode === undefined && !(end.cause !== undefined && causes?.includes(end.cause))) return false;
  return when?.(end) ?? true;
}

const partyOfReason: Record<EndReason, HangupParty> = {
  CANCELED: HangupParty.AGENT,
  AGENT_LEFT: HangupParty.AGENT,
  RING_TIMEOUT: HangupParty.SYSTEM,
  TRUNK_DEAD: HangupParty.SYSTEM,
  TRUNK_SILENT: HangupParty.SYSTEM,
  ANNOUNCEMENT_DONE: HangupParty.SYSTEM,
  ANNOUNCEMENT_FAILED: HangupParty.SYSTEM,
  NOT_DIALLED: HangupParty.SYSTEM,
  ENGINE_FAILED: HangupParty.SYSTEM,
  TRANSFERRED: HangupParty.AGENT,
  TRANSFER_OVER: HangupParty.AGENT,
  ANSWERED_ELSEWHERE: HangupParty.SYSTEM,
  PARTNER_LEFT: HangupParty.AGENT,
  MONITOR_OVER: HangupParty.SYSTEM,
  NOBODY_BACK: HangupParty.SYSTEM,
  NOBODY_ANSWERED: HangupParty.SYSTEM,
  AGENT_LOST: HangupParty.SYSTEM,
  INTERRUPTED: HangupParty.SYSTEM,
  LEFT_UNSEEN: HangupParty.CUSTOMER,
};

/** Outcomes that the far party itself brings about; the others are the provider's or the network's. */
const farPartyOutcomes: readonly CallOutcome[] = [
  CallOutcome.COMPLETED,
  CallOutcome.BUSY,
  CallOutcome.NO_ANSWER,
  CallOutcome.ABANDONED,
  CallOutcome.REJECTED,
];

/** Who ended a call whose far party's last leg ended so. */
export function endedByWhom(end: LegEnd, outcome: CallOutcome): HangupParty {
  if (end.ourReason) return partyOfReason[end.ourReason];
  if (end.endedBy === 'US') return HangupParty.SYSTEM;
  return farPartyOutcomes.includes(outcome) ? HangupParty.CUSTOMER : HangupParty.SYSTEM;
}

const words: Record<EndReason, string | null> = {
  CANCELED: null,
  AGENT_LEFT: 'The agent hung up.',
  RING_TIMEOUT: 'Nobody answered within the ring time.',
  TRUNK_DEAD: 'Nothing came back from the provider.',
  TRUNK_SILENT: 'The trunk gave no sign of ringing.',
  ANNOUNCEMENT_DONE: 'The announcement was played.',
  ANNOUNCEMENT_FAILED: 'The announcement could not be played.',
  NOT_DIALLED: 'Asterisk could not dial the number.',
  ENGINE_FAILED: 'Asterisk refused a command.',
  TRANSFERRED: 'The call was given to somebody else.',
  TRANSFER_OVER: 'The transfer was over.',
  ANSWERED_ELSEWHERE: 'Somebody else answered.',
  PARTNER_LEFT: 'The party that it was joined to hung up.',
  MONITOR_OVER: 'The listening was over.',
  NOBODY_BACK: 'The transfer failed, and the agent could not be rung again.',
  NOBODY_ANSWERED: 'Nobody could be reached.',
  AGENT_LOST: "The agent's phone was lost and did not come back in time.",
  INTERRUPTED: 'Interrupted: the connection to Asterisk was lost and the call ended meanwhile.',
  LEFT_UNSEEN: 'Ended while the connection to Asterisk was lost.',
};

export function wordsFor(reason: EndReason): string | null {
  return words[reason];
}

/** What happened, in words; null where outcome and party say it all. */
export function reasonInWords(end: LegEnd, outcome: CallOutcome): string | null {
  if (end.ourReason) return words[end.ourReason];
  if (end.endedBy === 'US' && end.answered)
    return end.cause === NO_SOUND
      ? 'Asterisk ended the call: nothing more came from the far party.'
      : 'Asterisk ended the call: it had reached its longest time.';
  if (end.endedBy === 'US') return 'Asterisk ended the call.';
  const { sipCode, sipReason } = end;
  if (!providersOutcomes.includes(outcome) || (outcome !== CallOutcome.FAILED && !sipReason)) return null;
  if (sipCode === undefined) return 'The call could not be set up.';
  // Asterisk's own, where nothing came in time: there are no words with it.
  if (sipCode === 408 && !sipReason) return 'The provider did not answer.';
  return sipReason ? `The provider answered ${sipCode}: ${inOneSentence(sipReason)}` : `The provider answered ${sipCode}.`;
}

/** Where the provider's words say more than the outcome does. */
const providersOutcomes: readonly CallOutcome[] = [CallOutcome.FAILED, CallOutcome.REJECTED, CallOutcome.INVALID_NUMBER];

const inOneSentence = (words: string): string => words.replace(/[\s.]*$/, '.');

/** What an administrator could do something about, where an attempt failed for a technical reason; null where it did not, or where it is not known. */
export function attemptProblem(end: LegEnd): TrunkProblem | null {
  if (end.ourReason === 'TRUNK_DEAD') return TrunkProblem.NO_ANSWER;
  // It is there: it said that it was trying.
  if (end.ourReason === 'TRUNK_SILENT') return TrunkProblem.PROVIDER_FAILED;
  if (end.ourReason || end.sipCode === undefined || verdictOf(end).outcome !== CallOutcome.FAILED) return null;
  return problemOfSipCode(end.sipCode);
}

/** What happened to one attempt: our reason for ending it, or the provider's own words, or ours for what they did not say. */
export function attemptReason(end: LegEnd): string | null {
  if (end.ourReason) return words[end.ourReason];
  return end.sipReason ?? reasonInWords(end, verdictOf(end).outcome);
}
