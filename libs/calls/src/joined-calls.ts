/**
 * Two calls of one phone whose customers are given to each other: each stays a call of its own, with its books, lines and times; one is the other's guest,
 * and the end of either ends both. Pure.
 */
import { ErrorCode, type OperationError, refuse } from '@app/common';
import { type CallInProgress, farLeg, isAlive, nearLeg } from './call-in-progress.js';
import { CallDirection } from './call-state.js';
import { CallTransfer, CallTransferState } from './call.results.js';
import { hangUp, NORMAL_CLEARING } from './hang-up.js';
import type { Decision } from './happenings.js';
import { withSound } from './sound-plan.js';
import { whyNotTransferred } from './transfer-checks.js';

/** The other call, as this one has to know it. */
export interface PartyToJoin {
  callId: string;
  /** Its customer's, as the transfer shows it. */
  number: string;
}

export type JoinedHappening =
  /** @param isGuest whether this call's customer moves to the other's conversation */
  | { type: 'callsJoined'; at: Date; other: PartyToJoin; isGuest: boolean }
  /** The other call is over. */
  | { type: 'partnerLeft'; at: Date };

const types: readonly string[] = ['callsJoined', 'partnerLeft'] satisfies JoinedHappening['type'][];

export function isOfJoined<T extends { type: string }>(happening: T | JoinedHappening): happening is JoinedHappening {
  return types.includes(happening.type);
}

export function partyOf({ call }: CallInProgress): PartyToJoin {
  const number = call.direction === CallDirection.INBOUND ? call.from : call.to;
  return { callId: call.id, number: number ?? 'unknown' };
}

export const notItsPhone = refuse(ErrorCode.CALL_NOT_ACTIVE, 'No phone of an agent in this call asked for it.');

/** @param legId of the phone that asks */
export function whyNotJoined(progress: CallInProgress, legId: string): OperationError | undefined {
  return nearLeg(progress)?.id === legId ? whyNotTransferred(progress) : notItsPhone;
}

export function joinedSteps(progress: CallInProgress, happening: JoinedHappening): Decision {
  const { at } = happening;
  const far = farLeg(progress);
  if (happening.type === 'partnerLeft')
    return far && isAlive(far) ? hangUp(far, at, 'PARTNER_LEFT', NORMAL_CLEARING) : { steps: [] };

  const { other, isGuest } = happening;
  const { call } = progress;
  const near = nearLeg(progress);
  const leaves = near && isAlive(near) ? hangUp(near, at, 'TRANSFERRED', NORMAL_CLEARING) : { steps: [] };
  const transfer = Object.assign(new CallTransfer(), {
    to: other.number,
    attended: true,
    state: CallTransferState.COMPLETED,
    byUserId: call.agentId,
    targetUserIds: [],
    isJoined: false,
    number: null,
    ringTimeoutSeconds: call.ringTimeoutSeconds,
    conversationId: null,
    isReturning: false,
    joinedCallId: other.callId,
    isGuest,
  } satisfies CallTransfer);
  const changes = {
    call: { transfer, agentId: null, onHold: false, muted: false },
    ...(leaves.legs ? { legs: leaves.legs } : {}),
  };
  const heard = withSound(progress, changes);
  return { ...heard, steps: [...heard.steps, ...leaves.steps] };
}
