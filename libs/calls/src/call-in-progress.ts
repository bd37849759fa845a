import { randomUUID } from 'node:crypto';
import type { DialLegRequest } from '@app/telephony';
import { Call } from './call.entity.js';
import { CallAttempt } from './call.results.js';
import { CallLeg } from './call-leg.entity.js';
import { CallState } from './call-state.js';
import { legEnd } from './leg-end.js';
import { attemptProblem, attemptReason } from './outcome.js';

/** A call with its legs: all that decisions are made from. Never changed in place, only replaced. */
export interface CallInProgress {
  readonly call: Readonly<Call>;
  readonly legs: readonly Readonly<CallLeg>[];
}

/** What changes: columns of the call, columns of legs by their id, and legs that are new. */
export interface Changes {
  call?: Partial<Call>;
  legs?: Readonly<Record<string, Partial<CallLeg>>>;
  newLegs?: readonly CallLeg[];
}

/** An agent's phone rings so long; the engine counts. */
export const AGENT_RING_SECONDS = 10;
/** No 18x for so long is a technical failure. Half a second more, so that Asterisk's own 408 (after 32 s) comes first and is kept. */
export const SILENCE_SECONDS = 32.5;
/** The engine's own limit lies behind ours: it is there for the case that we are not. */
const ENGINE_SPARE_SECONDS = 10;

/** The call after the changes, its attempts derived anew. A leg that has ended gives its trunk's line back. */
export function withChanges({ call, legs }: CallInProgress, changes: Changes): CallInProgress {
  const legsAfter = [...legs, ...(changes.newLegs ?? [])].map((leg) => {
    const change = changes.legs?.[leg.id];
    if (!change) return leg;
    const after = Object.assign(new CallLeg(), leg, change);
    return after.endedAt ? Object.assign(after, { slotTrunkId: null }) : after;
  });
  return { call: Object.assign(new Call(), call, changes.call, { attempts: attemptsOf(call, legsAfter) }), legs: legsAfter };
}

/** The trunks that were really tried: the far party's legs that were dialled. */
function attemptsOf(call: Pick<Call, 'direction'>, legs: readonly CallLeg[]): CallAttempt[] {
  return legs
    .filter((leg) => leg.role === 'CUSTOMER' && leg.dialledAt)
    .sort((left, right) => left.attempt - right.attempt)
    .map((leg) => {
      const { trunkId, trunkName, dialString, dialledAt, endedAt, sipCode, cause } = leg;
      return Object.assign(new CallAttempt(), {
        trunkId,
        trunkName: trunkName ?? '',
        dialString: dialString ?? '',
        startedAt: dialledAt,
        endedAt,
        sipCode,
        cause,
        reason: endedAt ? attemptReason(legEnd(call, leg)) : null,
        problem: endedAt ? attemptProblem(legEnd(call, leg)) : null,
      });
    });
}

export const isAlive = (leg: CallLeg): boolean => leg.endedAt === null;

/** The far party's leg that counts: the last one tried. */
export function farLeg({ legs }: CallInProgress): CallLeg | undefined {
  return legs.filter((leg) => leg.role === 'CUSTOMER').sort((left, right) => right.attempt - left.attempt)[0];
}

/** The other end: the agent's phone, or the telephone that is rung first. An announcement has none. */
export function nearLeg({ legs }: CallInProgress): CallLeg | undefined {
  return legs.find((leg) => leg.role !== 'CUSTOMER');
}

/** Over, and nothing of it is left in the engine. */
export function isFinished({ call, legs }: CallInProgress): boolean {
  return call.state === CallState.ENDED && !legs.some(isAlive);
}

/** Legs of one call hear each other in the conversation of this id. */
export const conversationOf = (call: Pick<Call, 'id'>): string => call.id;

/** A new one each time; the call is found by it. */
export const newPlayId = (call: Pick<Call, 'id'>): string => `${call.id}-${randomUUID().slice(0, 8)}`;
export const callIdOfPlay = (playId: string): string => playId.slice(0, 36);

/** What the engine is told to dial. `legId` must be a leg of the call that is dialled by us. */
export function dialRequest(progress: CallInProgress, legId: string, maxSeconds: number): DialLegRequest {
  const { call, legs } = progress;
  const leg = legs.find(({ id }) => id === legId);
  if (!leg?.dialString) throw new Error(`The leg ${legId} has nothing to dial.`);
  const base = { legId, callId: call.id, dialString: leg.dialString, maxSeconds };
  // The agent sees who is being called.
  if (leg.role === 'AGENT')
    return { ...base, callerId: call.to, timeoutSeconds: AGENT_RING_SECONDS, autoAnswer: leg.autoAnswers };

  const near = nearLeg(progress);
  return {
    ...base,
    ...(leg.callerId === null ? {} : { callerId: leg.callerId }),
    timeoutSeconds: Math.ceil(SILENCE_SECONDS) + call.ringTimeoutSeconds + ENGINE_SPARE_SECONDS,
    ...(leg.role === 'CUSTOMER' && near ? { conversationId: conversationOf(call), originatorLegId: near.id } : {}),
  };
}
