import { randomUUID } from 'node:crypto';
import type { DialLegRequest } from '@app/telephony';
import { Call } from './call.entity.js';
import { CallAttempt } from './call.results.js';
import { CallLeg } from './call-leg.entity.js';
import { CallDirection, CallState } from './call-state.js';
import { legEnd } from './leg-end.js';
import { attemptProblem, attemptReason } from './outcome.js';
import { asideOfRinging } from './transfer-state.js';

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
  return (
    legs
      // A caller's own leg was tried by nobody.
      .filter((leg) => leg.role === 'CUSTOMER' && leg.dialledAt && leg.dialString !== null)
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
      })
  );
}

export const isAlive = (leg: CallLeg): boolean => leg.endedAt === null;

/** Answered (one that came by itself is), and not on its way out. */
export const isUp = (leg: CallLeg): boolean =>
  isAlive(leg) && leg.hungUpAt === null && (leg.answeredAt !== null || leg.dialString === null);

/** The far party's leg that counts: the last one tried. */
export function farLeg({ legs }: CallInProgress): CallLeg | undefined {
  return legs.filter((leg) => leg.role === 'CUSTOMER').sort((left, right) => right.attempt - left.attempt)[0];
}

/** The other end: the agent's phone, or the telephone that is rung first. Of several, who talks, else who is rung, else the last. An announcement has none. */
export function nearLeg({ legs }: CallInProgress): CallLeg | undefined {
  const near = legs.filter((leg) => leg.role !== 'CUSTOMER' && leg.part === 'MAIN');
  return near.find(isUp) ?? near.find((leg) => isAlive(leg) && leg.hungUpAt === null) ?? near.at(-1);
}

/** Over, and nothing of it is left in the engine. */
export function isFinished({ call, legs }: CallInProgress): boolean {
  return call.state === CallState.ENDED && !legs.some(isAlive);
}

/** Legs of one call hear each other in the conversation of this id. A call that was joined to another one has that one's. */
export const conversationOf = ({ id, transfer }: Pick<Call, 'id' | 'transfer'>): string =>
  (transfer?.isGuest ? transfer.joinedCallId : undefined) ?? id;

/** Where the voice of this listener alone is, for those besides the agent who hear it. */
export const voiceOf = (supervisorId: string): string => `${supervisorId}-voice`;

/** A new one each time; the call is found by it. */
export const newPlayId = (call: Pick<Call, 'id'>): string => `${call.id}-${randomUUID().slice(0, 8)}`;
export const callIdOfPlay = (playId: string): string => playId.slice(0, 36);

/** A phone of ours shows who is called, or who calls. */
function shownTo({ call }: CallInProgress, leg: CallLeg): Pick<DialLegRequest, 'callerId'> {
  const number = call.direction === CallDirection.INBOUND ? call.from : call.to;
  return leg.role === 'AGENT' && number !== null && /^\d{1,32}$/.test(number) ? { callerId: number } : {};
}

function agentRing(
  progress: CallInProgress,
  leg: CallLeg,
): Pick<DialLegRequest, 'callerId' | 'timeoutSeconds' | 'autoAnswer' | 'originatorLegId'> {
  const { call } = progress;
  const { autoAnswers, dialledAt } = leg;
  const far = farLeg(progress);
  const until = call.answeredAt ? null : call.distribution?.ringUntil;
  const seconds = until && dialledAt ? Math.ceil((Date.parse(until) - dialledAt.getTime()) / 1000) + ENGINE_SPARE_SECONDS : null;
  return {
    ...shownTo(progress, leg),
    timeoutSeconds: Math.max(1, seconds ?? AGENT_RING_SECONDS),
    autoAnswer: autoAnswers,
    // A phone that is rung by a call that is under way speaks as its far party does.
    ...(far && isAlive(far) && far.dialledAt && { originatorLegId: far.id }),
  };
}

/** What the engine is told to dial. `legId` must be a leg of the call that is dialled by us. */
export function dialRequest(progress: CallInProgress, legId: string, maxSeconds: number): DialLegRequest {
  const { call, legs } = progress;
  const leg = legs.find(({ id }) => id === legId);
  if (!leg?.dialString) throw new Error(`The leg ${legId} has nothing to dial.`);
  const base = { legId, callId: call.id, dialString: leg.dialString, maxSeconds };
  if (leg.part === 'TRANSFER') return { ...base, ...shownTo(progress, leg), ...targetRequest(progress, leg) };
  if (leg.role === 'SUPERVISOR') return { ...base, timeoutSeconds: AGENT_RING_SECONDS, autoAnswer: leg.autoAnswers };
  if (leg.role === 'AGENT') return { ...base, ...agentRing(progress, leg) };

  const near = nearLeg(progress);
  return {
    ...base,
    ...(leg.callerId === null ? {} : { callerId: leg.callerId }),
    timeoutSeconds: Math.ceil(SILENCE_SECONDS) + call.ringTimeoutSeconds + ENGINE_SPARE_SECONDS,
    ...(leg.role === 'CUSTOMER' && near ? { conversationId: conversationOf(call), originatorLegId: near.id } : {}),
  };
}

/** A transfer's target answers by itself only by hand, and rings as long as customers do. */
function targetRequest(progress: CallInProgress, leg: CallLeg): Partial<DialLegRequest> & Pick<DialLegRequest, 'timeoutSeconds'> {
  const { transfer } = progress.call;
  const far = farLeg(progress);
  const conversationId = asideOfRinging(transfer);
  const silenceSeconds = leg.role === 'PHONE' ? Math.ceil(SILENCE_SECONDS) : 0;
  return {
    ...(leg.callerId === null ? {} : { callerId: leg.callerId }),
    timeoutSeconds: silenceSeconds + ringSecondsOf(progress, leg) + ENGINE_SPARE_SECONDS,
    ...(conversationId ? { conversationId } : {}),
    ...(far ? { originatorLegId: far.id } : {}),
  };
}

/** How long this leg may ring. */
export function ringSecondsOf({ call }: CallInProgress, leg: CallLeg): number {
  return (leg.part === 'TRANSFER' ? call.transfer?.ringTimeoutSeconds : undefined) ?? call.ringTimeoutSeconds;
}

/** Every conversation that may be a call's. */
export function conversationsOf({ call, legs }: CallInProgress): string[] {
  const aside = call.transfer?.conversationId;
  const listeners = legs.filter(({ part }) => part === 'MONITOR').flatMap(({ id }) => [id, voiceOf(id)]);
  return [conversationOf(call), ...(aside ? [aside] : []), ...listeners];
}
