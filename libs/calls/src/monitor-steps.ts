/**
 * Who listens in: the supervisor's phone has a conversation of its own, and in it a hidden ear on the agent's leg. To be heard by others, one more conversation
 * has an ear on the supervisor's own phone and one on each of theirs: in the first one they would hear themselves too, through the ear on the agent.
 * Which ears there should be follows from the books, so that they move with the call when it is given to somebody else. Nothing here ends a call. Pure.
 */
import type { Hearing } from '@app/telephony';
import { type CallInProgress, type Changes, farLeg, isAlive, isUp, nearLeg, voiceOf, withChanges } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import { CallState } from './call-state.js';
import { MonitorMode } from './call.results.js';
import type { Decision, Happening, Step } from './happenings.js';
import { hangUp, NORMAL_CLEARING } from './hang-up.js';
import { newLeg } from './new-call.js';

export type MonitorHappening =
  | { type: 'monitorRequested'; at: Date; leg: CallLeg }
  | { type: 'monitorModeRequested'; at: Date; supervisorId: string; mode: MonitorMode };

const types: readonly string[] = ['monitorRequested', 'monitorModeRequested'] satisfies MonitorHappening['type'][];

export function isOfMonitor<T extends { type: string }>(happening: T | MonitorHappening): happening is MonitorHappening {
  return types.includes(happening.type);
}

export function monitorSteps(_progress: CallInProgress, happening: MonitorHappening): Decision {
  if (happening.type === 'monitorModeRequested')
    return { legs: { [happening.supervisorId]: { monitorMode: happening.mode } }, steps: [] };
  const { leg } = happening;
  return {
    newLegs: [leg],
    steps: [
      { do: 'createConversation', conversationId: leg.id },
      { do: 'dial', legId: leg.id },
    ],
  };
}

/** The supervisor's phone picked up. An ear is up from the start. */
export function monitorLegAnswered(leg: CallLeg, at: Date): Decision {
  if (!isPhone(leg)) return { steps: [] };
  return {
    legs: { [leg.id]: { answeredAt: at } },
    steps: leg.hungUpAt ? [] : [{ do: 'join', legId: leg.id, conversationId: leg.id }],
  };
}

export function monitorLegEnded(leg: CallLeg, end: Partial<CallLeg>): Decision {
  return { legs: { [leg.id]: end }, steps: isPhone(leg) ? leave(leg) : [] };
}

/** A command of the listening failed: the listening ends, not the call. Undefined where it was another's. */
export function monitorStepFailed({ legs }: CallInProgress, step: Step, status: number, at: Date): Decision | undefined {
  const place = 'conversationId' in step ? step.conversationId : undefined;
  const supervisor = legs.find(
    (leg) =>
      isPhone(leg) &&
      isAlive(leg) &&
      ([leg.id, voiceOf(leg.id)].includes(place ?? '') || ('legId' in step && leg.id === step.legId)),
  );
  const isEar = step.do === 'eavesdrop';
  const ended = isEar ? { [step.legId]: { endedAt: at, endedBy: 'US' as const } } : {};
  // An ear whose party has just gone: who comes after it gets one.
  if (isEar && status === 404) return { legs: ended, steps: [] };
  if (!supervisor) return isEar ? { legs: ended, steps: [] } : undefined;
  const left = hangUp(supervisor, at, 'MONITOR_OVER', NORMAL_CLEARING);
  return { ...left, legs: { ...ended, ...left.legs } };
}

interface Ear {
  onLegId: string;
  hears: Hearing;
  whispers: boolean;
  conversationId: string;
}

/** What is decided, and what it means for those who listen in. */
export function withEars(progress: CallInProgress, happening: Happening, decision: Decision): Decision {
  if (![...progress.legs, ...(decision.newLegs ?? [])].some(({ part }) => part === 'MONITOR')) return decision;
  const after = withChanges(progress, decision);
  const supervisors = after.legs.filter((leg) => isPhone(leg) && (isAlive(leg) || decision.legs?.[leg.id]?.endedAt));
  if (after.call.state === CallState.ENDED) {
    const isNow = progress.call.state !== CallState.ENDED;
    return isNow ? { ...decision, steps: [...decision.steps, ...supervisors.flatMap(leave)] } : decision;
  }
  return supervisors.reduce((sofar, supervisor) => earsOfOne(progress, after, supervisor, happening, sofar), decision);
}

function earsOfOne(
  before: CallInProgress,
  after: CallInProgress,
  supervisor: CallLeg,
  { type, at }: Happening,
  decision: Decision,
): Decision {
  const present = after.legs.filter((leg) => isEarOf(leg, supervisor) && isAlive(leg) && !leg.hungUpAt);
  const wanted = earsFor(after, supervisor.id);
  const isSame = JSON.stringify(earsFor(before, supervisor.id)) === JSON.stringify(wanted);
  const isWhole = type !== 'recovered' || present.length === wanted.length;
  if (isSame && isWhole) return decision;

  const left = present.map((leg) => hangUp(leg, at, 'MONITOR_OVER', NORMAL_CLEARING));
  const made = after.legs.filter((leg) => isEarOf(leg, supervisor)).length;
  const ears = wanted.map((ear, n) => ({ ear, leg: earLeg(after.call.id, `${supervisor.id}-${made + n + 1}`, at) }));
  return {
    ...decision,
    legs: { ...decision.legs, ...Object.assign({}, ...left.map(({ legs }) => legs)) } as NonNullable<Changes['legs']>,
    newLegs: [...(decision.newLegs ?? []), ...ears.map(({ leg }) => leg)],
    steps: [
      ...decision.steps,
      ...left.flatMap(({ steps }) => steps),
      ...ears.flatMap(({ leg, ear }): Step[] => [
        ...(ear.hears === 'VOICE' ? [{ do: 'createConversation', conversationId: ear.conversationId } as const] : []),
        { do: 'eavesdrop', legId: leg.id, ...ear },
      ]),
    ],
  };
}

/** The ears that a supervisor should have. */
function earsFor(progress: CallInProgress, supervisorId: string): Ear[] {
  const supervisor = progress.legs.find(({ id }) => id === supervisorId);
  const near = nearLeg(progress);
  if (progress.call.state !== CallState.ANSWERED || !supervisor || !isUp(supervisor) || !near || !isUp(near)) return [];
  const mode = supervisor.monitorMode ?? MonitorMode.LISTEN;
  const far = farLeg(progress);
  const targets = progress.call.transfer?.isJoined ? progress.legs.filter((leg) => leg.part === 'TRANSFER' && isUp(leg)) : [];
  const others = mode === MonitorMode.JOIN ? [...(far && isUp(far) ? [far] : []), ...targets] : [];
  const atAgent: Ear = { onLegId: near.id, hears: 'TALK', whispers: mode !== MonitorMode.LISTEN, conversationId: supervisorId };
  if (others.length === 0) return [atAgent];
  const conversationId = voiceOf(supervisorId);
  return [
    atAgent,
    { onLegId: supervisorId, hears: 'VOICE', whispers: false, conversationId },
    ...others.map(({ id }): Ear => ({ onLegId: id, hears: 'NOTHING', whispers: true, conversationId })),
  ];
}

const leave = ({ id }: CallLeg): Step[] =>
  [id, voiceOf(id)].map((conversationId): Step => ({ do: 'endConversation', conversationId }));

/** The phone of somebody who listens in; the other legs of the kind are ears. */
const isPhone = (leg: CallLeg): boolean => leg.part === 'MONITOR' && leg.dialString !== null;

const isEarOf = (leg: CallLeg, supervisor: CallLeg): boolean =>
  leg.part === 'MONITOR' && !isPhone(leg) && leg.id.startsWith(`${supervisor.id}-`);

const earLeg = (callId: string, id: string, at: Date): CallLeg =>
  newLeg(callId, { id, role: 'SUPERVISOR', part: 'MONITOR', createdAt: at, dialledAt: at });
