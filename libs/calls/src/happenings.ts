/** What may happen to a call, and what may be done about it: the words that next-steps.ts decides in. */
import type { AgentPhone } from '@app/agents';
import type { Hearing, TelephonyEvent } from '@app/telephony';
import type { Changes } from './call-in-progress.js';
import type { ControlHappening } from './control-steps.js';
import type { JoinedHappening } from './joined-calls.js';
import type { MonitorHappening } from './monitor-steps.js';
import type { TransferHappening } from './transfer-steps.js';

export type EventOf<Type extends TelephonyEvent['type']> = Extract<TelephonyEvent, { type: Type }>;

/** Something that happened to one leg. */
export type LegHappening =
  | EventOf<'ringing'>
  | EventOf<'earlyMedia'>
  /** `isEstimated`: nobody heard it, and nothing is written down. */
  | (EventOf<'answered'> & { isEstimated?: true })
  | EventOf<'silent'>
  | EventOf<'held'>
  | EventOf<'resumed'>
  | EventOf<'transferAsked'>
  /** `isLate`: read in the engine's records afterwards, so that nobody is dialled because of it. */
  | (EventOf<'ended'> & { isLate?: true })
  /** A time of ours is over (call-deadlines.ts). */
  | { type: 'ringTimedOut' | 'trunkSilent' | 'endOverdue'; at: Date; legId: string }
  /** The phone is not registered any more. */
  | { type: 'phoneLost'; at: Date; legId: string }
  /** The engine does not have the leg any more, and nobody heard it go. */
  | { type: 'lost'; at: Date; legId: string; because: 'INTERRUPTED' | 'LEFT_UNSEEN' }
  /** dialLeg threw. `status` as TelephonyError has it; 0 where it was not even tried, because a step before it failed. */
  | { type: 'notDialled'; at: Date; legId: string; status: number };

/** Something that a call has to answer to. */
export type Happening =
  | LegHappening
  /** It has been saved, and may be dialled. */
  | { type: 'begun'; at: Date }
  | { type: 'played'; at: Date; ok: boolean }
  /** A person wants it to end. */
  | { type: 'hangUpRequested'; at: Date }
  /** The call can't go on after a time without connection. */
  | { type: 'interrupted'; at: Date }
  /** A command other than dialLeg threw, one that the call can't do without. */
  | { type: 'stepFailed'; at: Date; step: Step; status: number }
  /** Whether an announcement came to its end while nobody listened is not known: it is played again. */
  | { type: 'soundLost'; at: Date }
  /** There is no other trunk to try. */
  | { type: 'noTrunkLeft'; at: Date }
  /** Somebody became free, or what was rung before an interruption may be gone: whom to ring is looked at once more. */
  | { type: 'peopleChanged'; at: Date }
  /** Times of ours are over (call-deadlines.ts). */
  | { type: 'ringStepOver' | 'agentGone'; at: Date }
  /** A phone of a lost agent's is there. */
  | { type: 'phoneBack'; at: Date; phone: AgentPhone }
  /** After an interruption: a lost agent's phone may have come meanwhile; two who were being connected may not be. */
  | { type: 'phoneSought' | 'halfConnected'; at: Date }
  | ControlHappening
  | TransferHappening
  | JoinedHappening
  | MonitorHappening;

/** A command to the engine, or `dialNextTrunk`: plan again, take that trunk's line, dial. Without a conversation the call's own is meant. */
export type Step =
  | { do: 'createConversation' | 'endConversation'; conversationId?: string }
  /** `isAgain`: after one that was not answered in time. */
  | { do: 'play'; isAgain?: true }
  | { do: 'dialNextTrunk' }
  /** Likewise for a transfer's target; and: find the agent's phone, who shall have the call back, and ring it. */
  | { do: 'dialNextTransferTrunk' | 'ringBack' }
  /** Choose whom to ring for a caller, and dial; and: is a phone of the lost agent's there? */
  | { do: 'ringNext' | 'lookForPhone' }
  | { do: 'dial' | 'claim' | 'ring' | 'answer' | 'openEarlyMedia'; legId: string }
  | { do: 'lookFor'; legId: string }
  /** Beside each other: none needs another, and one that fails keeps none from being done. */
  | { do: 'atOnce'; steps: readonly Step[] }
  | { do: 'join'; legId: string; conversationId?: string }
  | { do: 'hangUp'; legId: string; cause: number }
  | { do: 'startMusic' | 'stopMusic'; conversationId: string }
  | { do: 'silence'; legId: string; what: 'voice' | 'all' }
  | { do: 'unsilence'; legId: string }
  | { do: 'sendDigits'; legId: string; digits: string }
  | { do: 'eavesdrop'; legId: string; onLegId: string; hears: Hearing; whispers: boolean; conversationId: string }
  /** The call that this one was joined to ends with it. */
  | { do: 'endPartner'; callId: string };

/** Saved first, then done in order. */
export interface Decision extends Changes {
  steps: readonly Step[];
}
