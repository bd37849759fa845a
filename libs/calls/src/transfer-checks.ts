import { ErrorCode, type OperationError, refuse } from '@app/common';
import type { CallInProgress } from './call-in-progress.js';
import { whyNotTalking } from './control-checks.js';
import type { TransferTargetInput } from './transfer.inputs.js';
import { isOpen, phaseOf, type TransferPhase } from './transfer-state.js';
import type { TransferRequest } from './transfer-steps.js';

const notActive = (message: string): OperationError => refuse(ErrorCode.CALL_NOT_ACTIVE, message);

/** Longer than any number as people write it. */
const LONGEST_TEXT = 80;

/** What is wrong with a target whatever the call is. */
export function checkTarget({ agentId, groupId, phone }: TransferTargetInput): OperationError | undefined {
  if ([agentId, groupId, phone].filter((value) => value != null).length !== 1)
    return refuse(ErrorCode.INVALID_INPUT, 'Give exactly one of agentId, groupId and phone.', 'input.to');
  if (phone != null && phone.length > LONGEST_TEXT)
    return refuse(ErrorCode.INVALID_INPUT, `At most ${LONGEST_TEXT} characters.`, 'input.to.phone');
  return undefined;
}

/** Why no transfer can begin now. */
export function whyNotTransferred(progress: CallInProgress): OperationError | undefined {
  // First: in a blind one nobody of ours is in the call, and that is not the reason.
  if (isOpen(progress.call.transfer)) return notActive('A transfer of this call is under way: complete or cancel it first.');
  return whyNotTalking(progress);
}

/** The phase that a wish leads to: who wishes twice is answered with the call. */
const phaseAfter: Record<TransferRequest['type'], readonly TransferPhase[]> = {
  completeRequested: ['COMPLETED', 'BLIND'],
  cancelRequested: ['CANCELED'],
  joinRequested: ['JOINED'],
};

/** Why a transfer can't be completed, canceled or joined. */
export function whyNotAdvanced(progress: CallInProgress, { type }: TransferRequest): OperationError | undefined {
  const { transfer } = progress.call;
  if (transfer && phaseAfter[type].includes(phaseOf(transfer))) return whyNotTalking(progress, true);
  if (!isOpen(transfer)) return whyNotTalking(progress, true) ?? notActive('No transfer of this call is under way.');
  const isRinging = ['BLIND', 'RINGING'].includes(phaseOf(transfer));
  if (type === 'joinRequested' && isRinging) return notActive('The target has not answered yet.');
  return whyNotTalking(progress, true);
}
