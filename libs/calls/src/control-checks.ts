import { ErrorCode, type OperationError, refuse } from '@app/common';
import { type CallInProgress, farLeg, isUp, nearLeg } from './call-in-progress.js';
import { CallState } from './call-state.js';
import type { ControlRequest } from './control-steps.js';
import { isOpen } from './transfer-state.js';

const notActive = (message: string): OperationError => refuse(ErrorCode.CALL_NOT_ACTIVE, message);

/** Why a call can't be controlled as it is now; undefined where it can. What is so already is no reason. */
export function whyNotControlled(progress: CallInProgress, request: ControlRequest): OperationError | undefined {
  return whyNotTalking(progress, request.type === 'digitsRequested') ?? whyNotNow(progress, request);
}

/** Everything that is done with a call needs its two parties. @param farAlone whether the customer is enough */
export function whyNotTalking(progress: CallInProgress, farAlone = false): OperationError | undefined {
  const { state } = progress.call;
  if (state === CallState.ENDED) return notActive('The call is over.');
  const far = farLeg(progress);
  if (state !== CallState.ANSWERED || !far || !isUp(far)) return notActive('The call is not answered.');
  const near = nearLeg(progress);
  return farAlone || (near && isUp(near)) ? undefined : notActive('Nobody of ours is in this call just now.');
}

function whyNotNow(progress: CallInProgress, request: ControlRequest): OperationError | undefined {
  if (request.type !== 'resumeRequested') return undefined;
  const { transfer } = progress.call;
  if (isOpen(transfer) && !transfer.isJoined) return notActive('The customer waits for a transfer: complete, cancel or join it.');
  return nearLeg(progress)?.isHolding ? notActive("The agent's phone itself holds the call: take it back there.") : undefined;
}

const DIGITS = /^[0-9*#A-D]{1,32}$/;

/** As they are sent, or why not. Small letters are the same keys. */
export function digitsToSend(text: string): string | OperationError {
  const digits = text.length <= 32 ? text.toUpperCase() : text;
  if (DIGITS.test(digits)) return digits;
  return refuse(ErrorCode.INVALID_INPUT, 'Digits are 0-9, *, # and A-D, from 1 to 32 of them.', 'digits');
}
