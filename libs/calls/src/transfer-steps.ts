/** The decisions of a transfer (transfer-state.ts has its drawing). Pure; next-steps.ts sends here. */
import type { Call } from './call.entity.js';
import { CallDirection } from './call-state.js';
import { type CallInProgress, type Changes, farLeg, isAlive, isUp, nearLeg } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import type { CallTransfer } from './call.results.js';
import { ANSWERED_ELSEWHERE, hangUp, NORMAL_CLEARING } from './hang-up.js';
import { legEnd } from './leg-end.js';
import type { Decision, Step } from './next-steps.js';
import { verdictOf } from './outcome.js';
import { withSound } from './sound-plan.js';
import { inPhase, isOpen, nextPhase, phaseOf, type TransferEvent, type TransferPhase } from './transfer-state.js';

/** What a person wants of a transfer that is under way; transfer-checks.ts has said that it may be. */
export interface TransferRequest {
  type: 'completeRequested' | 'cancelRequested' | 'joinRequested';
  at: Date;
}

export type TransferHappening =
  | TransferRequest
  /** Planned, and its legs have their lines. */
  | { type: 'transferRequested'; at: Date; transfer: CallTransfer; newLegs: readonly CallLeg[] }
  /** There is no other trunk to try for the target. */
  | { type: 'transferUnreachable'; at: Date }
  /** The agent who should have the call back has no phone any more. */
  | { type: 'nobodyBack'; at: Date }
  /** The api was away: a target that rings is not waited for. */
  | { type: 'transferInterrupted'; at: Date };

const types: readonly string[] = [
  'completeRequested',
  'cancelRequested',
  'joinRequested',
  'transferRequested',
  'transferUnreachable',
  'nobodyBack',
  'transferInterrupted',
] satisfies TransferHappening['type'][];

export function isOfTransfer<T extends { type: string }>(happening: T | TransferHappening): happening is TransferHappening {
  return types.includes(happening.type);
}

type LegChanges = NonNullable<Changes['legs']>;

const nothing: Decision = { steps: [] };
const eventOf = { completeRequested: 'completeAsked', cancelRequested: 'cancelAsked', joinRequested: 'joinAsked' } as const;

export function transferSteps(progress: CallInProgress, happening: TransferHappening): Decision {
  const { at } = happening;
  switch (happening.type) {
    case 'transferRequested':
      return begin(progress, happening.transfer, happening.newLegs, at);
    case 'completeRequested':
    case 'cancelRequested':
    case 'joinRequested':
      return advance(progress, eventOf[happening.type], at) ?? nothing;
    case 'transferUnreachable':
      return advance(progress, 'notReached', at) ?? nothing;
    case 'nobodyBack':
      return nobodyBack(progress, at);
    case 'transferInterrupted':
      return interrupted(progress, at);
  }
}

/** A leg that is the transfer's, or the agent's during one, has answered. Undefined where it is neither. */
export function transferLegAnswered(progress: CallInProgress, leg: CallLeg, at: Date): Decision | undefined {
  const { transfer } = progress.call;
  const legs = { [leg.id]: { answeredAt: at } };
  if (leg.part === 'TRANSFER') {
    if (leg.hungUpAt || isEnding(progress)) return { legs, steps: [] };
    return advance(progress, 'answered', at, legs, leg.id) ?? { legs, steps: [] };
  }
  if (!transfer?.isReturning || leg.role === 'CUSTOMER') return undefined;
  const back = Object.assign(inPhase(transfer, phaseOf(transfer)), { isReturning: false });
  return withSound(progress, { call: { transfer: back, onHold: false, muted: false }, legs });
}

/** Such a leg has ended. Undefined where its end is an ordinary one. @param end its columns */
export function transferLegEnded(progress: CallInProgress, leg: CallLeg, end: Partial<CallLeg>): Decision | undefined {
  const { transfer } = progress.call;
  const at = end.endedAt ?? progress.call.createdAt;
  const legs = { [leg.id]: end };
  const booked: Decision = { legs, steps: [] };
  if (leg.role === 'CUSTOMER' || !transfer) return undefined;
  if (isEnding(progress)) return leg.part === 'TRANSFER' ? booked : undefined;
  if (leg.part === 'TRANSFER') return targetEnded(progress, { ...leg, ...end }, leg.hungUpAt !== null, legs, at);
  // We sent it away, or hang up everybody.
  if (leg.hungUpFor === 'TRANSFERRED' || (isOpen(transfer) && leg.hungUpAt)) return booked;
  if (transfer.isReturning) return added(booked, nobodyBack(progress, at));
  return isOpen(transfer) ? (advance(progress, 'agentLeft', at, legs) ?? booked) : undefined;
}

/** A command of a transfer failed, and the call can do without it: the agent has the call again. Undefined where it was another's. */
export function transferStepFailed(progress: CallInProgress, step: Step, at: Date): Decision | undefined {
  const { call, legs } = progress;
  const isAside =
    'conversationId' in step && step.conversationId !== undefined && step.conversationId === call.transfer?.conversationId;
  const isTargets = 'legId' in step && legs.some(({ id, part }) => id === step.legId && part === 'TRANSFER');
  if (!isOpen(call.transfer) || !(isAside || isTargets)) return undefined;
  return advance(progress, 'notReached', at) ?? advance(progress, 'cancelAsked', at);
}

/** The customer is being hung up, and everything with it. */
const isEnding = (progress: CallInProgress): boolean => farLeg(progress)?.hungUpAt != null;

function begin(progress: CallInProgress, transfer: CallTransfer, newLegs: readonly CallLeg[], at: Date): Decision {
  const agent = transfer.attended ? undefined : nearLeg(progress);
  const leaves = agent ? hangUp(agent, at, 'TRANSFERRED', NORMAL_CLEARING) : nothing;
  const heard = withSound(progress, { call: { transfer, onHold: true }, newLegs, ...(leaves.legs ? { legs: leaves.legs } : {}) });
  return { ...heard, steps: [...heard.steps, ...leaves.steps, ...newLegs.map(({ id }): Step => ({ do: 'dial', legId: id }))] };
}

function targetEnded(progress: CallInProgress, target: CallLeg, wasLeft: boolean, legs: LegChanges, at: Date): Decision {
  const booked: Decision = { legs, steps: [] };
  const { transfer } = progress.call;
  const isRinging = isOpen(transfer) && ['BLIND', 'RINGING'].includes(phaseOf(transfer));
  const others = progress.legs.some((leg) => leg.part === 'TRANSFER' && leg.id !== target.id && isAlive(leg) && !leg.hungUpAt);
  if (isRinging && others) return booked;
  // A trunk that we gave up is hung up by us, and yet the next one is tried.
  const mayTry = verdictOf(legEnd({ direction: CallDirection.OUTBOUND }, target)).tryNextTrunk;
  if (isRinging && transfer.number !== null && mayTry) return { legs, steps: [{ do: 'dialNextTransferTrunk' }] };
  if (isRinging) return advance(progress, 'notReached', at, legs) ?? booked;
  return wasLeft ? booked : (advance(progress, 'targetLeft', at, legs) ?? booked);
}

function nobodyBack(progress: CallInProgress, at: Date): Decision {
  const far = farLeg(progress);
  return far && isAlive(far) ? hangUp(far, at, 'NOBODY_BACK', NORMAL_CLEARING) : nothing;
}

function interrupted(progress: CallInProgress, at: Date): Decision {
  const near = nearLeg(progress);
  const isBeingRung = near !== undefined && isAlive(near) && !near.hungUpAt;
  if (progress.call.transfer?.isReturning && !isBeingRung) return { steps: [{ do: 'ringBack' }] };
  return advance(progress, 'notReached', at) ?? nothing;
}

/**
 * To the transfer's next phase, with everything that goes with it. Undefined where the event changes nothing.
 * @param known what is known of legs by now
 * @param answeredId the target that has just answered
 */
function advance(
  progress: CallInProgress,
  event: TransferEvent,
  at: Date,
  known: LegChanges = {},
  answeredId?: string,
): Decision | undefined {
  const { transfer } = progress.call;
  const phase = transfer ? nextPhase(phaseOf(transfer), event) : undefined;
  if (!transfer || !phase) return undefined;
  const parties = partiesOf(progress, known, answeredId);
  const left = leavers(parties, phase, at);
  const isReturning = (phase === 'CANCELED' || phase === 'FAILED') && !parties.agent;
  const call: Partial<Call> = {
    transfer: Object.assign(inPhase(transfer, phase), { isReturning }),
    onHold: isReturning || phase === 'BLIND' || phase === 'ASIDE',
    ...(phase === 'COMPLETED' ? { agentId: parties.target?.userId ?? null, muted: false } : {}),
  };
  const stays: LegChanges = phase === 'COMPLETED' && parties.target ? { [parties.target.id]: { part: 'MAIN' } } : {};
  const heard = withSound(progress, { call, legs: mergedLegs(known, left.legs, stays) });
  return { ...heard, steps: [...heard.steps, ...left.steps, ...(isReturning ? [{ do: 'ringBack' } as const] : [])] };
}

interface Parties {
  /** Who is in the call for us, and not on the way out. */
  agent: CallLeg | undefined;
  /** Who answered. */
  target: CallLeg | undefined;
  /** Others who were rung for the transfer. */
  rung: readonly CallLeg[];
}

function partiesOf({ call, legs }: CallInProgress, known: LegChanges, answeredId: string | undefined): Parties {
  const after = legs.map((leg): CallLeg => ({ ...leg, ...known[leg.id] }));
  const near = nearLeg({ call, legs: after });
  const targets = after.filter((leg) => leg.part === 'TRANSFER' && isAlive(leg) && !leg.hungUpAt);
  const target = targets.find(({ id }) => id === answeredId) ?? targets.find(isUp);
  return {
    agent: near && isUp(near) ? near : undefined,
    target,
    rung: targets.filter((leg) => leg !== target),
  };
}

/** Who has to go in that phase. */
function leavers({ agent, target, rung }: Parties, phase: TransferPhase, at: Date): Decision {
  const agentGoes =
    agent && (phase === 'COMPLETED' || phase === 'BLIND') ? [hangUp(agent, at, 'TRANSFERRED', NORMAL_CLEARING)] : [];
  const isOver = phase === 'CANCELED' || phase === 'FAILED';
  const targetsGo = isOver
    ? [...(target ? [target] : []), ...rung].map((leg) => hangUp(leg, at, 'TRANSFER_OVER', NORMAL_CLEARING))
    : [];
  const losersGo = target && !isOver ? rung.map((leg) => hangUp(leg, at, 'ANSWERED_ELSEWHERE', ANSWERED_ELSEWHERE)) : [];
  return [...agentGoes, ...targetsGo, ...losersGo].reduce(added, nothing);
}

function added(one: Decision, other: Decision): Decision {
  return { ...one, legs: mergedLegs(one.legs, other.legs), steps: [...one.steps, ...other.steps] };
}

function mergedLegs(...changes: readonly (LegChanges | undefined)[]): LegChanges {
  const merged: Record<string, Partial<CallLeg>> = {};
  for (const [id, change] of changes.flatMap((each) => Object.entries(each ?? {}))) merged[id] = { ...merged[id], ...change };
  return merged;
}
