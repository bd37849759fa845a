import type { CallFieldsFragment } from '@/gql/graphql';

/**
 * How a transfer stands, for the agent who gave the call away: `blind` and `ringing` (the target is rung; in the first the agent is out already), `aside`
 * (agent and target talk, the customer waits), `joined` (all three talk), `failed` (the agent has the call again).
 */
export type TransferPhase = 'blind' | 'ringing' | 'aside' | 'joined' | 'failed';

/** Undefined where none was, or where it is over and well. In `joined` the customer hears no music, which tells it from `aside`. */
export function transferPhase({
  state,
  transfer,
  onHold,
}: Pick<CallFieldsFragment, 'state' | 'transfer' | 'onHold'>): TransferPhase | undefined {
  if (!transfer || state !== 'ANSWERED') return undefined;
  if (transfer.state === 'RINGING') return transfer.attended ? 'ringing' : 'blind';
  if (transfer.state === 'TALKING') return onHold ? 'aside' : 'joined';
  return transfer.state === 'FAILED' ? 'failed' : undefined;
}

export function isUnderWay(phase: TransferPhase | undefined): boolean {
  return phase !== undefined && phase !== 'failed';
}
