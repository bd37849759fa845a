import { ErrorCode, type OperationError, refuse } from '@app/common';
import { callerIdToSend, normalizeNumber } from '@app/dialplan';
import type { Trunk } from '@app/trunks';
import type { OriginateCallInput } from './call.inputs.js';

/** What `fromNumber` is decided by, whoever is online. */
export interface FromNumberFacts {
  fromNumber: string;
  toNumber: string;
  /** The user whose extension it is, if one has it. */
  agentId: string | undefined;
  /** The trunks that the call may take. */
  trunks: readonly Pick<Trunk, 'callerId' | 'allowedCallerIds'>[];
  /** Whether the caller has the right to ring a telephone first. */
  mayRingPhone: boolean;
}

/**
 * Who `fromNumber` is, the first that fits:
 * 1. an agent's extension: that agent is rung;
 * 2. a caller ID that a trunk of this call may send: it is sent, and the caller's own phone is rung;
 * 3. another valid number, not the one to be called, where the caller may: that telephone is rung first;
 * 4. CALLER_ID_NOT_ALLOWED.
 */
export function decideFrom(facts: FromNumberFacts): Pick<OriginateCallInput, 'from' | 'connect'> | OperationError {
  const { fromNumber, toNumber, agentId, trunks, mayRingPhone } = facts;
  if (agentId !== undefined) return { connect: { agentId } };
  if (trunks.some((trunk) => callerIdToSend(fromNumber, trunk) !== undefined)) return { from: fromNumber };

  const number = normalizeNumber(fromNumber);
  if (mayRingPhone && number !== null && number !== normalizeNumber(toNumber)) return { connect: { phone: fromNumber } };
  return refuse(
    ErrorCode.CALLER_ID_NOT_ALLOWED,
    "fromNumber must be an agent's extension, a caller ID of the trunk, or a telephone that you may have rung first.",
    'fromNumber',
  );
}
