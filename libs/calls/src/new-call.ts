import { randomUUID } from 'node:crypto';
import type { AgentPhone } from '@app/agents';
import type { Principal } from '@app/auth';
import type { CallPlan, PlannedAttempt } from '@app/dialplan';
import { Call, type CallFlow, type CallRequest } from './call.entity.js';
import { type CallInProgress, withChanges } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';
import { CallDirection, CallState } from './call-state.js';
import { storedPlan } from './stored-plan.js';

/** Whom the far party is connected to, once that is decided. */
export type NearEnd =
  | { flow: 'AGENT_FIRST'; phone: AgentPhone }
  | { flow: 'PHONE_FIRST'; attempt: PlannedAttempt; number: string }
  | { flow: 'ANNOUNCEMENT' }
  | { flow: 'DIALLED_BY_PHONE'; legId: string; userId: string; extension: string };

export interface NewCall {
  id: string;
  principal: Principal;
  request: CallRequest;
  plan: CallPlan;
  attempt: PlannedAttempt;
  near: NearEnd;
  at: Date;
}

/** The call and its legs as they are saved. The leg that is dialled at once is marked so; the far party's waits where somebody is rung first. */
export function newCall({ id, principal, request, plan, attempt, near, at }: NewCall): CallInProgress {
  const call = Object.assign(new Call(), {
    id,
    direction: CallDirection.OUTBOUND,
    from: attempt.callerId,
    to: plan.number ?? request.to,
    trunkName: attempt.trunk.name,
    agentId: agentOf(near),
    startedById: principal.user.id,
    apiTokenId: principal.apiTokenId ?? null,
    flow: near.flow,
    request,
    ringTimeoutSeconds: request.ringTimeoutSeconds ?? plan.ringTimeoutSeconds,
    record: request.record ?? plan.record,
    plan: storedPlan(plan),
    distribution: null,
    ...justBegun(at),
  } satisfies Call);
  const isFarFirst = isDialledAtOnce(near.flow);
  const far = customerLeg(call, attempt, { createdAt: at, dialledAt: isFarFirst ? at : null, attempt: 1 });
  return withChanges({ call, legs: near.flow === 'ANNOUNCEMENT' ? [far] : [nearLegOf(call, near, at), far] }, {});
}

/** Of a call with which nothing has been done. */
export function justBegun(at: Date) {
  return {
    state: CallState.DIALING,
    outcome: null,
    hangup: null,
    attempts: [],
    onHold: false,
    muted: false,
    transfer: null,
    agentConnected: true,
    timesExact: true,
    note: null,
    tags: [],
    createdAt: at,
    ringingAt: null,
    answeredAt: null,
    endedAt: null,
    recordingIds: [],
    recordingProblem: null,
    recordingPaused: false,
    sequence: 1,
  };
}

const isDialledAtOnce = (flow: CallFlow): boolean => flow === 'ANNOUNCEMENT' || flow === 'DIALLED_BY_PHONE';

/** A line of a trunk to the far party. */
export function customerLeg(
  call: Pick<Call, 'id' | 'to'>,
  attempt: PlannedAttempt,
  known: Pick<CallLeg, 'createdAt' | 'dialledAt' | 'attempt'>,
): CallLeg {
  return newLeg(call.id, { role: 'CUSTOMER', number: call.to, ...lineOf(attempt), ...known });
}

/** A phone of ours. @param callerId what it shows */
export function agentLeg(callId: string, phone: AgentPhone, at: Date, callerId: string | null = null): CallLeg {
  const { userId, extension, dialString, autoAnswers } = phone;
  return newLeg(callId, {
    role: 'AGENT',
    userId,
    number: extension,
    dialString,
    callerId,
    autoAnswers,
    createdAt: at,
    dialledAt: at,
  });
}

function nearLegOf(call: Call, near: Exclude<NearEnd, { flow: 'ANNOUNCEMENT' }>, at: Date): CallLeg {
  const times = { createdAt: at, dialledAt: at };
  switch (near.flow) {
    case 'AGENT_FIRST':
      return agentLeg(call.id, near.phone, at);
    case 'PHONE_FIRST':
      return newLeg(call.id, { role: 'PHONE', number: near.number, ...lineOf(near.attempt), ...times });
    case 'DIALLED_BY_PHONE':
      return newLeg(call.id, { id: near.legId, role: 'AGENT', userId: near.userId, number: near.extension, ...times });
  }
}

/** The leg is dialled with the caller ID as its provider wants it written. */
export function lineOf({ trunk, dialString, sentCallerId }: PlannedAttempt) {
  return { trunkId: trunk.id, trunkName: trunk.name, slotTrunkId: trunk.id, dialString, callerId: sentCallerId };
}

function agentOf(near: NearEnd): string | null {
  if (near.flow === 'AGENT_FIRST') return near.phone.userId;
  return near.flow === 'DIALLED_BY_PHONE' ? near.userId : null;
}

/** With nothing known of it but what is given. */
export function newLeg(callId: string, known: Partial<CallLeg> & Pick<CallLeg, 'role' | 'createdAt'>): CallLeg {
  return Object.assign(
    new CallLeg(),
    {
      id: randomUUID(),
      callId,
      part: 'MAIN',
      attempt: 1,
      userId: null,
      number: null,
      trunkId: null,
      trunkName: null,
      slotTrunkId: null,
      dialString: null,
      callerId: null,
      autoAnswers: false,
      isHolding: false,
      monitorMode: null,
      quality: null,
      dialledAt: null,
      ringingAt: null,
      answeredAt: null,
      hungUpAt: null,
      hungUpFor: null,
      endedAt: null,
      endedBy: null,
      cause: null,
      sipCode: null,
      sipReason: null,
    },
    known,
  );
}
