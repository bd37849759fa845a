/**
 * The lost phone: an agent's phone that is gone without a BYE (a page that reloads, a network that fails) does not end the call. Pure, like next-steps.ts, which
 * leads here.
 *
 *     talking ── phone lost: music, its leg hung up ── a phone is back within 20 s: rung, answers by itself, joined, music off ── talking
 *                                                  └── nobody is back: the end, by SYSTEM
 */
import type { AgentPhone } from '@app/agents';
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, type Changes, farLeg, isAlive } from './call-in-progress.js';
import { CallDirection, CallState } from './call-state.js';
import { hangUp, hangUpFar, NORMAL_CLEARING, nothing, together } from './hang-up.js';
import { agentLeg } from './new-call.js';
import type { Decision, LegHappening, Step } from './happenings.js';
import { withSound } from './sound-plan.js';
import { isOpen } from './transfer-state.js';

/** The customer hears music for so long. */
export const RETURN_SECONDS = 20;

/** Whether the agent is lost and may still come back: the call talks without it. */
export function isAgentAwaited(progress: CallInProgress): boolean {
  const far = farLeg(progress);
  const { state, agentConnected } = progress.call;
  return state === CallState.ANSWERED && !agentConnected && far !== undefined && isAlive(far) && !far.hungUpAt;
}

/** The leg that was lost last. */
export function lostLeg({ legs }: CallInProgress): Readonly<CallLeg> | undefined {
  return legs
    .filter((leg) => leg.hungUpFor === 'AGENT_LOST' && leg.role === 'AGENT')
    .sort((left, right) => (right.hungUpAt?.getTime() ?? 0) - (left.hungUpAt?.getTime() ?? 0))[0];
}

/** Until when its agent may come back; undefined where none is lost. From stored times, so that it holds over a restart. */
export function returnDeadline(progress: CallInProgress): Date | undefined {
  const since = isAgentAwaited(progress) ? lostLeg(progress)?.hungUpAt : undefined;
  return since ? new Date(since.getTime() + RETURN_SECONDS * 1000) : undefined;
}

/** The agent's phone that the far party talks to. */
export function talkingPhone({ call, legs }: CallInProgress): Readonly<CallLeg> | undefined {
  if (call.state !== CallState.ANSWERED) return undefined;
  return legs.find((leg) => isAgents(leg) && isAlive(leg) && leg.answeredAt !== null && !leg.hungUpAt);
}

/** A phone of the agent whose call it is. */
export const isAgents = ({ role, part }: CallLeg): boolean => role === 'AGENT' && part === 'MAIN';

/** What happened to a phone of the agent's once the far party has answered; undefined where it is not for this file to decide. */
export function returnSteps(progress: CallInProgress, leg: CallLeg, happening: LegHappening): Decision | undefined {
  if (progress.call.state !== CallState.ANSWERED || !isAgents(leg)) return undefined;
  const { at, type } = happening;
  // A transfer goes on without its agent (transfer-steps.ts).
  const isLost = isTalking(progress, leg) && !isOpen(progress.call.transfer);
  if (type === 'phoneLost') return isLost ? lose(progress, leg, at, {}) : nothing;
  return type === 'answered' && isCalledBack(progress, leg) ? comeBack(progress, leg, at) : undefined;
}

const isTalking = (progress: CallInProgress, leg: CallLeg): boolean => talkingPhone(progress)?.id === leg.id;

/** A phone that is rung so that its agent comes back. */
function isCalledBack({ call }: CallInProgress, leg: CallLeg): boolean {
  return !call.agentConnected && leg.answeredAt === null && !leg.hungUpAt;
}

/** The end of a phone's leg; undefined where it is the end of the talk. */
export function phoneEnded(progress: CallInProgress, leg: CallLeg, end: Partial<CallLeg>): Decision | undefined {
  if (progress.call.state !== CallState.ANSWERED || !isAgents(leg)) return undefined;
  const legs: NonNullable<Changes['legs']> = { [leg.id]: end };
  if (leg.hungUpFor === 'AGENT_LOST' || (!progress.call.agentConnected && leg.answeredAt === null)) return { legs, steps: [] };
  return isTalking(progress, leg) && isWithoutBye(end)
    ? lose(progress, leg, end.endedAt ?? progress.call.createdAt, end)
    : undefined;
}

/** The engine ended it, and not because of its longest time: no sound came any more, or the phone did not answer to anything. */
function isWithoutBye({ endedBy, cause, hungUpFor }: Partial<CallLeg>): boolean {
  return endedBy === 'US' && cause != null && cause !== NORMAL_CLEARING && hungUpFor === undefined;
}

function lose(progress: CallInProgress, leg: CallLeg, at: Date, end: Partial<CallLeg>): Decision {
  const far = farLeg(progress);
  if (!far || !isAlive(far) || far.hungUpAt) return { legs: { [leg.id]: end }, steps: [] };
  const isGone = end.endedAt !== undefined;
  const after: Step = isGone ? { do: 'lookForPhone' } : { do: 'hangUp', legId: leg.id, cause: NORMAL_CLEARING };
  const lost: Partial<CallLeg> = { ...end, hungUpAt: at, hungUpFor: 'AGENT_LOST' };
  const heard = withSound(progress, { call: { agentConnected: false }, legs: { [leg.id]: lost } });
  return { ...heard, steps: [...heard.steps, after] };
}

/** A phone of the agent's is there (again): it is rung, unless one rings already. */
export function phoneBack(progress: CallInProgress, phone: AgentPhone, at: Date): Decision {
  const rings = progress.legs.some((leg) => isAgents(leg) && isAlive(leg) && isCalledBack(progress, leg));
  if (!isAgentAwaited(progress) || lostLeg(progress)?.userId !== phone.userId || rings) return nothing;
  const { call } = progress;
  const leg = agentLeg(call.id, phone, at, call.direction === CallDirection.INBOUND ? call.from : call.to);
  return { newLegs: [leg], steps: [{ do: 'atOnce', steps: [{ do: 'dial', legId: leg.id }] }] };
}

function comeBack(progress: CallInProgress, leg: CallLeg, at: Date): Decision {
  const legs = { [leg.id]: { answeredAt: at } };
  if (!isAgentAwaited(progress)) return together({ legs, steps: [] }, hangUp(leg, at, 'AGENT_LOST', NORMAL_CLEARING));
  return withSound(progress, { call: { agentConnected: true }, legs });
}

/** Nobody came back. */
export function agentGone(progress: CallInProgress, at: Date): Decision {
  return isAgentAwaited(progress) ? hangUpFar(progress, at, 'AGENT_LOST') : nothing;
}
