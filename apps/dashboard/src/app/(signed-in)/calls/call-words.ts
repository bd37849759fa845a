import type { Tone } from '@/components/ui/status';
import type { CallFieldsFragment, CallOutcome, CallState } from '@/gql/graphql';

export const stateTones: Record<CallState, Tone> = { DIALING: 'busy', RINGING: 'warn', ANSWERED: 'good', ENDED: 'idle' };

const outcomeTones: Record<CallOutcome, Tone> = {
  COMPLETED: 'good',
  BUSY: 'warn',
  NO_ANSWER: 'warn',
  ABANDONED: 'warn',
  REJECTED: 'warn',
  CANCELED: 'idle',
  INVALID_NUMBER: 'bad',
  FAILED: 'bad',
};

/** The colour of a call: its outcome's once it has one. */
export function toneOf(call: Pick<CallFieldsFragment, 'state' | 'outcome'>): Tone {
  return call.outcome ? outcomeTones[call.outcome] : stateTones[call.state];
}

/** The number of the far party, for a person of ours. */
export function farNumber(call: Pick<CallFieldsFragment, 'direction' | 'from' | 'to'>): string | null {
  return call.direction === 'INBOUND' ? call.from : call.to;
}
