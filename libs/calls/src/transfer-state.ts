import { CallTransfer, CallTransferState } from './call.results.js';

/**
 * A transfer, from the agent's wish to its end. The call itself stays ANSWERED, with the customer in it.
 *
 *     blind      BLIND ──answered──────────────────────────────> COMPLETED
 *                  ^  └──not reached──> FAILED, and the agent is rung again
 *                  │ the agent leaves, complete
 *     attended   RINGING ──answered──> ASIDE ──agent leaves, complete──> COMPLETED
 *                  │                     │ └──join──> JOINED ──agent leaves, complete──> COMPLETED
 *                  │                     │              └──target leaves, cancel──> CANCELED
 *                  │                     └──target leaves, cancel──> CANCELED
 *                  ├──cancel──> CANCELED
 *                  └──not reached──> FAILED
 *
 * A blind one may be canceled too: the agent is then rung again. The customer who leaves ends the call, and every transfer.
 */
export type TransferPhase =
  /** The customer hears music, the target is rung, the agent is gone. */
  | 'BLIND'
  /** The customer hears music, the target is rung, and the agent waits for it. */
  | 'RINGING'
  /** The customer hears music, the agent and the target talk. */
  | 'ASIDE'
  /** All three talk. */
  | 'JOINED'
  | 'COMPLETED'
  | 'CANCELED'
  | 'FAILED';

export type TransferEvent =
  'answered' | 'notReached' | 'completeAsked' | 'cancelAsked' | 'joinAsked' | 'agentLeft' | 'targetLeft' | 'customerLeft';

export const transferTable: Record<TransferPhase, Partial<Record<TransferEvent, TransferPhase>>> = {
  BLIND: { answered: 'COMPLETED', notReached: 'FAILED', cancelAsked: 'CANCELED', customerLeft: 'CANCELED' },
  RINGING: {
    answered: 'ASIDE',
    notReached: 'FAILED',
    completeAsked: 'BLIND',
    agentLeft: 'BLIND',
    cancelAsked: 'CANCELED',
    customerLeft: 'CANCELED',
  },
  ASIDE: {
    completeAsked: 'COMPLETED',
    agentLeft: 'COMPLETED',
    cancelAsked: 'CANCELED',
    targetLeft: 'CANCELED',
    customerLeft: 'CANCELED',
    joinAsked: 'JOINED',
  },
  JOINED: {
    completeAsked: 'COMPLETED',
    agentLeft: 'COMPLETED',
    cancelAsked: 'CANCELED',
    targetLeft: 'CANCELED',
    customerLeft: 'COMPLETED',
  },
  COMPLETED: {},
  CANCELED: {},
  FAILED: {},
};

/** Undefined where the event changes nothing. */
export const nextPhase = (from: TransferPhase, event: TransferEvent): TransferPhase | undefined => transferTable[from][event];

export function phaseOf({ state, attended, isJoined }: CallTransfer): TransferPhase {
  if (state === CallTransferState.RINGING) return attended ? 'RINGING' : 'BLIND';
  if (state === CallTransferState.TALKING) return isJoined ? 'JOINED' : 'ASIDE';
  return state;
}

export function inPhase(transfer: CallTransfer, phase: TransferPhase): CallTransfer {
  return Object.assign(new CallTransfer(), transfer, columnsOf[phase]);
}

const columnsOf: Record<TransferPhase, Partial<CallTransfer>> = {
  BLIND: { state: CallTransferState.RINGING, attended: false },
  RINGING: { state: CallTransferState.RINGING, attended: true },
  ASIDE: { state: CallTransferState.TALKING, isJoined: false },
  JOINED: { state: CallTransferState.TALKING, isJoined: true },
  COMPLETED: { state: CallTransferState.COMPLETED, isJoined: false },
  CANCELED: { state: CallTransferState.CANCELED, isJoined: false },
  FAILED: { state: CallTransferState.FAILED, isJoined: false },
};

/**
 * Where a target that is rung for a waiting agent is dialled into, so that the agent hears it ring. Several at once are not: their sounds would mix, and
 * the agent hears music.
 */
export function asideOfRinging(transfer: CallTransfer | null): string | null {
  return transfer && phaseOf(transfer) === 'RINGING' && transfer.targetUserIds.length <= 1 ? transfer.conversationId : null;
}

/** Whether it still goes on. */
export const isOpen = (transfer: CallTransfer | null): transfer is CallTransfer =>
  transfer !== null && Object.keys(transferTable[phaseOf(transfer)]).length > 0;

/** The transfer of a call that is over. */
export function settled(transfer: CallTransfer | null): CallTransfer | null {
  if (!transfer) return null;
  const phase = nextPhase(phaseOf(transfer), 'customerLeft') ?? phaseOf(transfer);
  return Object.assign(inPhase(transfer, phase), { isReturning: false });
}
