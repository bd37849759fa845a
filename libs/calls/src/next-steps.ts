/**
 * The decisions of a call, all of them, as one pure function: from the call and what has happened to what changes and what the engine is told.
 *
 *     AGENT_FIRST, PHONE_FIRST   begun: dial near ── answered: join near, dial far into the conversation ── far answered: they talk
 *     ANNOUNCEMENT               begun: dial far ── answered: join, play ── played: hang up
 *     DIALLED_BY_PHONE           begun: claim and ring near, dial far into the conversation ── far answered: answer near, join it
 *     INBOUND                    begun: claim far, ring phones ── one answered: answer far, join both (inbound-steps.ts)
 *     every flow                 far ended: next trunk, or the call's end · near ended: hang up far, whose end is the call's end
 *                                near lost: music until its agent is back (agent-return-steps.ts)
 *
 * *Far* is the customer's leg, *near* the agent's phone or the telephone that is rung first.
 */
import { agentGone, phoneBack, phoneEnded, returnSteps } from './agent-return-steps.js';
import { begin, connectFar, playAgain } from './begin-and-connect.js';
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, type Changes, farLeg, isAlive } from './call-in-progress.js';
import { endBeforeDialling, endCall, endWithoutTrunk, failCall } from './call-ending.js';
import { CallDirection, CallState, nextState } from './call-state.js';
import { controlSteps, heldByPhone, isControl } from './control-steps.js';
import { hangUp, hangUpFar, NO_ANSWER, NORMAL_CLEARING, nothing } from './hang-up.js';
import type { Decision, EventOf, Happening, LegHappening } from './happenings.js';
import { connectAgain, isRingerOf, isWaiting, nobodyAnswered, ringerEnded, ringerSteps, ringStepOver } from './inbound-steps.js';
import { isOfJoined, joinedSteps } from './joined-calls.js';
import { isOfMonitor, monitorLegAnswered, monitorLegEnded, monitorSteps, monitorStepFailed, withEars } from './monitor-steps.js';
import { isOfTransfer, transferLegAnswered, transferLegEnded, transferStepFailed, transferSteps } from './transfer-steps.js';
import { legEnd } from './leg-end.js';
import { verdictOf } from './outcome.js';

export type { Decision, Happening, Step } from './happenings.js';

/** As call_legs has it. */
const LONGEST_REASON = 200;

export function nextSteps(progress: CallInProgress, happening: Happening): Decision {
  return withEars(progress, happening, withDoubt(happening, decide(progress, happening)));
}

/** An end or an answer that nobody heard and nobody wrote down is estimated. */
function withDoubt(happening: Happening, decision: Decision): Decision {
  const isEstimated = happening.type === 'lost' || (happening.type === 'answered' && happening.isEstimated);
  const { state } = decision.call ?? {};
  if (!isEstimated || (state !== CallState.ENDED && state !== CallState.ANSWERED)) return decision;
  return { ...decision, call: { ...decision.call, timesExact: false } };
}

function decide(progress: CallInProgress, happening: Happening): Decision {
  if ('legId' in happening) {
    const leg = progress.legs.find(({ id }) => id === happening.legId);
    return leg && isAlive(leg) ? ofLeg(progress, leg, happening) : nothing;
  }
  const { at } = happening;
  const isOver = progress.call.state === CallState.ENDED;
  if (isOfTransfer(happening)) return isOver ? nothing : transferSteps(progress, happening);
  if (isOfMonitor(happening)) return isOver ? nothing : monitorSteps(progress, happening);
  if (isOfJoined(happening)) return isOver ? nothing : joinedSteps(progress, happening);
  if (isControl(happening)) return isOver ? nothing : controlSteps(progress, happening);
  switch (happening.type) {
    case 'begun':
      return isOver ? nothing : begin(progress);
    case 'hangUpRequested':
      return isOver ? nothing : hangUpAll(progress, at);
    case 'interrupted':
      return isOver ? nothing : failCall(progress, at, 'INTERRUPTED');
    case 'noTrunkLeft':
      return isOver ? nothing : endWithoutTrunk(progress, at);
    case 'stepFailed':
      return isOver ? nothing : stepFailed(progress, happening);
    case 'peopleChanged':
      return isWaiting(progress) ? { steps: [{ do: 'ringNext' }] } : nothing;
    case 'ringStepOver':
      return ringStepOver(progress, at);
    case 'agentGone':
      return agentGone(progress, at);
    case 'phoneBack':
      return phoneBack(progress, happening.phone, at);
    case 'phoneSought':
      return isOver ? nothing : { steps: [{ do: 'lookForPhone' }] };
    case 'halfConnected':
      return connectAgain(progress);
    case 'played':
      if (progress.call.flow === 'INBOUND') return nobodyAnswered(progress, at);
      return hangUpFar(progress, at, happening.ok ? 'ANNOUNCEMENT_DONE' : 'ANNOUNCEMENT_FAILED');
    case 'soundLost':
      return playAgain(progress);
  }
}

function ofLeg(progress: CallInProgress, leg: CallLeg, happening: LegHappening): Decision {
  const { at } = happening;
  const special = returnSteps(progress, leg, happening) ?? ringerSteps(progress, leg, happening);
  if (special) return special;
  switch (happening.type) {
    case 'ringing':
    case 'earlyMedia':
      return isGivenUp(leg) ? nothing : legRings(progress, leg, happening);
    case 'answered':
      return isGivenUp(leg) ? nothing : legAnswered(progress, leg, at);
    case 'ended': {
      const { endedBy, cause, sipCode = null, sipReason = null } = happening;
      const end = {
        endedAt: at,
        endedBy,
        cause,
        sipCode,
        sipReason: sipReason?.slice(0, LONGEST_REASON) ?? null,
      };
      return legEnded(progress, leg, end, happening.isLate);
    }
    case 'lost':
      return legEnded(progress, leg, { endedAt: at, endedBy: 'US', hungUpFor: leg.hungUpFor ?? happening.because });
    case 'notDialled':
      return notDialled(progress, leg, happening);
    case 'ringTimedOut':
      return leg.answeredAt ? nothing : hangUp(leg, at, 'RING_TIMEOUT', NO_ANSWER);
    // Only of a phone that talks is it the end (agent-return-steps.ts).
    case 'phoneLost':
      return nothing;
    case 'held':
    case 'resumed':
      return heldByPhone(progress, leg, happening.type === 'held');
    // phone-transfers.ts hears of it first: it needs a plan.
    case 'transferAsked':
      return nothing;
    case 'silent':
      // A phone of ours has its own, short time.
      return leg.role === 'AGENT' || leg.role === 'SUPERVISOR' || gaveASign(leg)
        ? nothing
        : hangUp(leg, at, 'TRUNK_DEAD', NO_ANSWER);
    case 'trunkSilent':
      return gaveASign(leg) ? nothing : hangUp(leg, at, 'TRUNK_SILENT', NO_ANSWER);
    case 'endOverdue':
      return { legs: { [leg.id]: { hungUpAt: at } }, steps: [{ do: 'lookFor', legId: leg.id }] };
  }
}

const gaveASign = ({ ringingAt, answeredAt }: CallLeg): boolean => ringingAt !== null || answeredAt !== null;

/** Left for the next trunk: what still comes from it comes too late. */
const isGivenUp = ({ hungUpFor }: CallLeg): boolean => hungUpFor === 'TRUNK_DEAD' || hungUpFor === 'TRUNK_SILENT';

function legRings({ call }: CallInProgress, leg: CallLeg, { type, at }: EventOf<'ringing'> | EventOf<'earlyMedia'>): Decision {
  const legs = leg.ringingAt ? {} : { [leg.id]: { ringingAt: at } };
  const state = leg.role === 'CUSTOMER' ? nextState(call.state, type) : undefined;
  return state ? { call: { state, ringingAt: at }, legs, steps: [] } : { legs, steps: [] };
}

function legAnswered(progress: CallInProgress, leg: CallLeg, at: Date): Decision {
  if (leg.answeredAt) return nothing;
  const answered = { [leg.id]: { answeredAt: at } };
  if (leg.role === 'CUSTOMER') return farAnswered(progress, leg, at);
  if (leg.part === 'MONITOR') return monitorLegAnswered(leg, at);
  const transferred = transferLegAnswered(progress, leg, at);
  if (transferred) return transferred;

  const far = farLeg(progress);
  const goesOn = far && isAlive(far) && !far.dialledAt && !leg.hungUpAt;
  if (!goesOn) return { legs: answered, steps: [] };
  return {
    legs: { ...answered, [far.id]: { dialledAt: at } },
    steps: [
      { do: 'join', legId: leg.id },
      { do: 'dial', legId: far.id },
    ],
  };
}

function farAnswered(progress: CallInProgress, far: CallLeg, at: Date): Decision {
  const { call } = progress;
  const state = nextState(call.state, 'answered');
  if (!state) return nothing;
  const changes = { call: { state, answeredAt: at }, legs: { [far.id]: { answeredAt: at } } };
  if (far.hungUpAt) return { ...changes, steps: [] };
  return { ...changes, steps: connectFar(progress, far) };
}

function legEnded(progress: CallInProgress, leg: CallLeg, end: Partial<CallLeg>, isLate = false): Decision {
  const { call } = progress;
  const at = end.endedAt ?? call.createdAt;
  const legs = { [leg.id]: end };
  if (call.state === CallState.ENDED) return { legs, steps: [] };
  if (leg.role === 'CUSTOMER') {
    if (call.direction === CallDirection.INBOUND) return endCall(progress, { ...leg, ...end }, legs);
    const { tryNextTrunk } = verdictOf(legEnd(call, { ...leg, ...end }));
    // Who names a trunk wants no other; for an emergency any will do.
    const mayTry = tryNextTrunk && !isLate && (call.request.trunkName === null || call.plan?.isEmergency === true);
    return mayTry ? { legs, steps: [{ do: 'dialNextTrunk' }] } : endCall(progress, { ...leg, ...end }, legs);
  }
  if (leg.part === 'MONITOR') return monitorLegEnded(leg, end);
  const transferred = transferLegEnded(progress, leg, end);
  if (transferred) return transferred;
  const ofPhone = phoneEnded(progress, leg, end) ?? (isRingerOf(progress, leg) ? ringerEnded(progress, leg, legs) : undefined);
  if (ofPhone) return ofPhone;
  const far = farLeg(progress);
  if (!far?.dialledAt || !isAlive(far)) return endBeforeDialling(progress, { ...leg, ...end }, legs);
  const left = hangUp(far, at, 'AGENT_LEFT', NORMAL_CLEARING);
  return { ...left, legs: { ...legs, ...left.legs } };
}

/** 409: it lives already, because the command was sent twice. 503 and 504: no other trunk would do better, and the leg may yet come to life. */
function notDialled(
  progress: CallInProgress,
  leg: CallLeg,
  { at, status }: Extract<Happening, { type: 'notDialled' }>,
): Decision {
  if (status === 409) return nothing;
  const isEngineGone = status === 503 || status === 504;
  const hungUpFor = leg.hungUpFor ?? (isEngineGone || status === 0 ? 'ENGINE_FAILED' : 'NOT_DIALLED');
  const decision = legEnded(progress, leg, { endedAt: at, endedBy: 'US', hungUpFor });
  return isEngineGone
    ? { ...decision, steps: [{ do: 'hangUp', legId: leg.id, cause: NORMAL_CLEARING }, ...decision.steps] }
    : decision;
}

function stepFailed(progress: CallInProgress, { at, step, status }: Extract<Happening, { type: 'stepFailed' }>): Decision {
  const monitored = monitorStepFailed(progress, step, status, at);
  if (monitored) return monitored;
  const leg = 'legId' in step ? progress.legs.find(({ id }) => id === step.legId) : undefined;
  // The leg has just gone. The far one's end is the call's: the engine's word of it, with the exact time, is on its way; if it does not come, the
  // leg is looked for.
  if (leg?.role === 'CUSTOMER' && status === 404 && isAlive(leg))
    return { legs: { [leg.id]: { hungUpAt: leg.hungUpAt ?? at } }, steps: [] };
  // For another leg this is its end, and the event of it changes nothing more.
  if (leg && status === 404) {
    return isAlive(leg) ? legEnded(progress, leg, { endedAt: at, endedBy: 'THEM', cause: NORMAL_CLEARING }) : nothing;
  }
  // The engine is away: what is heard is put right when it is back (sound-plan.ts).
  if (status === 503 && step.do === 'join' && progress.call.state === CallState.ANSWERED) return nothing;
  const transferred = transferStepFailed(progress, step, at);
  if (transferred) return transferred;
  if (step.do !== 'play') return failCall(progress, at, 'ENGINE_FAILED');
  // Not answered in time: perhaps it plays, perhaps it does not. Who hears the beginning twice is better off than who is cut off.
  if (status === 504 && !step.isAgain) return { steps: [{ do: 'play', isAgain: true }] };
  return progress.call.flow === 'INBOUND' ? nobodyAnswered(progress, at) : hangUpFar(progress, at, 'ANNOUNCEMENT_FAILED');
}

function hangUpAll(progress: CallInProgress, at: Date): Decision {
  const { legs } = progress;
  const far = farLeg(progress);
  if (!far?.dialledAt || !isAlive(far)) return endBeforeDialling(progress, undefined, {}, at);
  const all = legs.filter((leg) => isAlive(leg) && leg.dialledAt).map((leg) => hangUp(leg, at, 'CANCELED', NORMAL_CLEARING));
  return {
    legs: Object.assign({}, ...all.map((decision) => decision.legs)) as NonNullable<Changes['legs']>,
    steps: all.flatMap((decision) => decision.steps),
  };
}
