import { registerEnumType } from '@nestjs/graphql';
import type { TelephonyEvent } from '@app/telephony';

export enum CallState {
  DIALING = 'DIALING',
  RINGING = 'RINGING',
  ANSWERED = 'ANSWERED',
  ENDED = 'ENDED',
}
registerEnumType(CallState, {
  name: 'CallState',
  description:
    "DIALING -> RINGING -> ANSWERED -> ENDED. Any state may go straight to ENDED; RINGING may be skipped; a state never goes back. OUTBOUND: the far party's state; while only the agent's own phone rings, the call is DIALING.",
});

export enum CallDirection {
  OUTBOUND = 'OUTBOUND',
  INBOUND = 'INBOUND',
  INTERNAL = 'INTERNAL',
}
registerEnumType(CallDirection, { name: 'CallDirection', description: 'Who called whom.' });

export enum CallOutcome {
  COMPLETED = 'COMPLETED',
  BUSY = 'BUSY',
  NO_ANSWER = 'NO_ANSWER',
  ABANDONED = 'ABANDONED',
  REJECTED = 'REJECTED',
  CANCELED = 'CANCELED',
  INVALID_NUMBER = 'INVALID_NUMBER',
  FAILED = 'FAILED',
}
registerEnumType(CallOutcome, {
  name: 'CallOutcome',
  description: 'Why the call ended.',
  valuesMap: {
    COMPLETED: { description: 'The parties talked.' },
    BUSY: { description: 'The far party was busy.' },
    NO_ANSWER: { description: 'Nobody answered in time.' },
    ABANDONED: { description: 'Inbound only: the caller hung up before a person of ours answered.' },
    REJECTED: { description: 'The far party or the provider declined.' },
    CANCELED: {
      description: "Outbound only: ended on our side before the far party answered, also when the agent's phone did not answer.",
    },
    INVALID_NUMBER: { description: 'The provider says that there is no such number.' },
    FAILED: { description: 'Trunk, network, Asterisk or provider error.' },
  },
});

export enum HangupParty {
  AGENT = 'AGENT',
  CUSTOMER = 'CUSTOMER',
  SYSTEM = 'SYSTEM',
}
registerEnumType(HangupParty, { name: 'HangupParty', description: 'Who ended the call.' });

/**
 * The far party's state. It never goes back; after failover it stays RINGING.
 *
 *     DIALING ──180, 183──> RINGING ──200──> ANSWERED
 *        │ └────────────200────│───────────────^ │
 *        └──────────┬──────────┴─────────────────┘
 *                   v
 *                 ENDED
 */
export const transitions: Record<CallState, readonly CallState[]> = {
  [CallState.DIALING]: [CallState.RINGING, CallState.ANSWERED, CallState.ENDED],
  [CallState.RINGING]: [CallState.ANSWERED, CallState.ENDED],
  [CallState.ANSWERED]: [CallState.ENDED],
  [CallState.ENDED]: [],
};

/** What the far party's leg tells of the call's state. Early media is a ring: most providers send a 183 in place of the 180. */
const stateAfter = {
  ringing: CallState.RINGING,
  earlyMedia: CallState.RINGING,
  answered: CallState.ANSWERED,
  ended: CallState.ENDED,
} as const satisfies Partial<Record<TelephonyEvent['type'], CallState>>;

export type FarEvent = keyof typeof stateAfter;

/** The state that the event leads to, or undefined where it comes late or twice and changes nothing. */
export function nextState(from: CallState, event: FarEvent): CallState | undefined {
  const to = stateAfter[event];
  return transitions[from].includes(to) ? to : undefined;
}
