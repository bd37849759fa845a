import type { AgentPhone } from '@app/agents';
import { Call, type Distribution } from '../src/call.entity.js';
import type { CallInProgress } from '../src/call-in-progress.js';
import { type CallLeg } from '../src/call-leg.entity.js';
import { CallDirection, CallState } from '../src/call-state.js';
import { agentLeg, newLeg } from '../src/new-call.js';

/** Seconds after the call came. */
export const second = (seconds: number): Date => new Date(1_700_000_000_000 + seconds * 1000);

export const aPhone = (userId: string): AgentPhone => ({
  userId,
  extension: userId,
  dialString: `PJSIP/${userId}`,
  online: true,
  autoAnswers: true,
});

export function aDistribution(more: Partial<Distribution> = {}): Distribution {
  return {
    routeId: 'route',
    stage: 'FIRST',
    groupId: null,
    step: 1,
    rungUserIds: [],
    stageUserIds: [],
    ringUntil: second(20).toISOString(),
    stageUntil: second(30).toISOString(),
    announcement: null,
    wrapUpSeconds: 0,
    ...more,
  };
}

/** A call that came in, with its caller's leg (`far`). */
export function inboundCall(call: Partial<Call> = {}, legs: CallLeg[] = [], far: Partial<CallLeg> = {}): CallInProgress {
  const row = Object.assign(new Call(), {
    id: 'call',
    direction: CallDirection.INBOUND,
    flow: 'INBOUND',
    from: '998901234567',
    to: '998712000000',
    agentId: null,
    state: CallState.RINGING,
    attempts: [],
    onHold: false,
    muted: false,
    transfer: null,
    agentConnected: true,
    distribution: aDistribution(),
    ringTimeoutSeconds: 0,
    createdAt: second(0),
    ringingAt: second(1),
    answeredAt: null,
    endedAt: null,
    ...call,
  });
  const times = { createdAt: second(0), dialledAt: second(0) };
  return { call: row, legs: [newLeg('call', { id: 'far', role: 'CUSTOMER', ...times, ...far }), ...legs] };
}

/** An agent's phone, by the id of its user, which is also the leg's. */
export function phoneLeg(userId: string, more: Partial<CallLeg> = {}): CallLeg {
  const made = agentLeg('call', { ...aPhone(userId), autoAnswers: false }, second(0), '998901234567');
  return Object.assign(made, { id: userId }, more);
}
