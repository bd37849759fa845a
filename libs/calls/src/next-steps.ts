/**
 * The decisions of a call, all of them, as one pure function: from the call and what has happened to what changes and what the engine is told.
 *
 *     AGENT_FIRST, PHONE_FIRST   begun: dial near ── answered: join near, dial far into the conversation ── far answered: they talk
 *     ANNOUNCEMENT               begun: dial far ── answered: join, play ── played: hang up
 *     DIALLED_BY_PHONE           begun: claim and ring near, dial far into the conversation ── far answered: answer near, join it
 *     every flow                 far ended: next trunk, or the call's end · near ended: hang up far, whose end is the call's end
 *
 * *Far* is the customer's leg, *near* the agent's phone or the telephone that is rung first.
 */
import type { TelephonyEvent } from '@app/telephony';
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, type Changes, farLeg, isAlive, nearLeg } from './call-in-progress.js';
import { endBeforeDialling, endCall, endWithoutTrunk, failCall } from './call-ending.js';
import { CallState, nextState } from './call-state.js';
import { type EndReason, verdictOf } from './outcome.js';
import { legEnd } from './leg-end.js';

type EventOf<Type extends TelephonyEvent['type']> = Extract<TelephonyEvent, { type: Type }>;

/** Something that happened to one leg. */
type LegHappening =
  | EventOf<'ringing'>
  | EventOf<'earlyMedia'>
  | EventOf<'answered'>
  | EventOf<'silent'>
  | EventOf<'ended'>
  /** A time of ours is over (call-deadlines.ts). */
  | { type: 'ringTimedOut' | 'trunkSilent' | 'endOverdue'; at: Date; legId: string }
  /** The engine does not have the leg any more, and nobody heard it go. */
  | { type: 'lost'; at: Date; legId: string; because: 'INTERRUPTED' | 'LEFT_UNSEEN' }
  /** dialLeg threw. `status` as TelephonyError has it; 0 where it was not even tried, because a step before it failed. */
  | { type: 'notDialled'; at: Date; legId: string; status: number };

/** Something that a call has to answer to. */
export type Happening =
  | LegHappening
  /** It has been saved, and may be dialled. */
  | { type: 'begun'; at: Date }
  | { type: 'played'; at: Date; ok: boolean }
  /** A person wants it to end. */
  | { type: 'hangUpRequested'; at: Date }
  /** The call can't go on after a time without connection. */
  | { type: 'interrupted'; at: Date }
  /** A command other than dialLeg threw, one that the call can't do without. */
  | { type: 'stepFailed'; at: Date; step: Step; status: number }
  /** Whether an announcement came to its end while nobody listened is not known: it is played again. */
  | { type: 'soundLost'; at: Date }
  /** There is no other trunk to try. */
  | { type: 'noTrunkLeft'; at: Date };

/** A command to the engine, or `dialNextTrunk`: plan again, take that trunk's line, dial. */
export type Step =
  | { do: 'createConversation' | 'endConversation' | 'play' | 'dialNextTrunk' }
  | { do: 'dial' | 'join' | 'claim' | 'ring' | 'answer' | 'lookFor'; legId: string }
  | { do: 'hangUp'; legId: string; cause: number };

/** Saved first, then done in order. */
export interface Decision extends Changes {
  steps: readonly Step[];
}

const NORMAL_CLEARING = 16;
const NO_ANSWER = 19;
/** As call_legs has it. */
const LONGEST_REASON = 200;
const nothing: Decision = { steps: [] };

export function nextSteps(progress: CallInProgress, happening: Happening): Decision {
  if ('legId' in happening) {
    const leg = progress.legs.find(({ id }) => id === happening.legId);
    return leg && isAlive(leg) ? ofLeg(progress, leg, happening) : nothing;
  }
  const { at } = happening;
  const isOver = progress.call.state === CallState.ENDED;
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
    case 'played':
      return hangUpFar(progress, at, happening.ok ? 'ANNOUNCEMENT_DONE' : 'ANNOUNCEMENT_FAILED');
    case 'soundLost':
      return playAgain(progress);
  }
}

function ofLeg(progress: CallInProgress, leg: CallLeg, happening: LegHappening): Decision {
  const { at } = happening;
  switch (happening.type) {
    case 'ringing':
    case 'earlyMedia':
      return isGivenUp(leg) ? nothing : legRings(progress, leg, happening);
    case 'answered':
      return isGivenUp(leg) ? nothing : legAnswered(progress, leg, at);
    case 'ended': {
      const { endedBy, cause, sipCode = null, sipReason = null } = happening;
      return legEnded(progress, leg, {
        endedAt: at,
        endedBy,
        cause,
        sipCode,
        sipReason: sipReason?.slice(0, LONGEST_REASON) ?? null,
      });
    }
    case 'lost':
      return legEnded(progress, leg, { endedAt: at, endedBy: 'US', hungUpFor: leg.hungUpFor ?? happening.because });
    case 'notDialled':
      return notDialled(progress, leg, happening);
    case 'ringTimedOut':
      return leg.answeredAt ? nothing : hangUp(leg, at, 'RING_TIMEOUT', NO_ANSWER);
    case 'silent':
      // A phone of ours has its own, short time.
      return leg.role === 'AGENT' || gaveASign(leg) ? nothing : hangUp(leg, at, 'TRUNK_DEAD', NO_ANSWER);
    case 'trunkSilent':
      return gaveASign(leg) ? nothing : hangUp(leg, at, 'TRUNK_SILENT', NO_ANSWER);
    case 'endOverdue':
      return { legs: { [leg.id]: { hungUpAt: at } }, steps: [{ do: 'lookFor', legId: leg.id }] };
  }
}

const gaveASign = ({ ringingAt, answeredAt }: CallLeg): boolean => ringingAt !== null || answeredAt !== null;

/** Left for the next trunk: what still comes from it comes too late. */
const isGivenUp = ({ hungUpFor }: CallLeg): boolean => hungUpFor === 'TRUNK_DEAD' || hungUpFor === 'TRUNK_SILENT';

function begin(progress: CallInProgress): Decision {
  const near = nearLeg(progress);
  const far = farLeg(progress);
  if (!far) return nothing;
  switch (progress.call.flow) {
    case 'ANNOUNCEMENT':
      return { steps: [{ do: 'dial', legId: far.id }] };
    case 'DIALLED_BY_PHONE':
      return {
        steps: near
          ? [
              { do: 'claim', legId: near.id },
              { do: 'ring', legId: near.id },
              { do: 'createConversation' },
              { do: 'dial', legId: far.id },
            ]
          : [],
      };
    case 'AGENT_FIRST':
    case 'PHONE_FIRST':
      return { steps: near ? [{ do: 'createConversation' }, { do: 'dial', legId: near.id }] : [] };
  }
}

function legRings({ call }: CallInProgress, leg: CallLeg, { type, at }: EventOf<'ringing'> | EventOf<'earlyMedia'>): Decision {
  const legs = leg.ringingAt ? {} : { [leg.id]: { ringingAt: at } };
  const state = leg.role === 'CUSTOMER' ? nextState(call.state, type) : undefined;
  return state ? { call: { state, ringingAt: at }, legs, steps: [] } : { legs, steps: [] };
}

function legAnswered(progress: CallInProgress, leg: CallLeg, at: Date): Decision {
  if (leg.answeredAt) return nothing;
  const answered = { [leg.id]: { answeredAt: at } };
  if (leg.role === 'CUSTOMER') return farAnswered(progress, leg, at);

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

function connectFar(progress: CallInProgress, far: CallLeg): Step[] {
  const near = nearLeg(progress);
  switch (progress.call.flow) {
    case 'ANNOUNCEMENT':
      return [{ do: 'createConversation' }, { do: 'join', legId: far.id }, { do: 'play' }];
    case 'DIALLED_BY_PHONE':
      return near
        ? [
            { do: 'answer', legId: near.id },
            { do: 'join', legId: near.id },
          ]
        : [];
    case 'AGENT_FIRST':
    case 'PHONE_FIRST':
      return [];
  }
}

function playAgain(progress: CallInProgress): Decision {
  const far = farLeg(progress);
  const isHeard = progress.call.flow === 'ANNOUNCEMENT' && far?.answeredAt && isAlive(far) && !far.hungUpAt;
  return isHeard ? { steps: [{ do: 'play' }] } : nothing;
}

function legEnded(progress: CallInProgress, leg: CallLeg, end: Partial<CallLeg>): Decision {
  const { call } = progress;
  const at = end.endedAt ?? call.createdAt;
  const legs = { [leg.id]: end };
  if (call.state === CallState.ENDED) return { legs, steps: [] };
  if (leg.role === 'CUSTOMER') {
    const { tryNextTrunk } = verdictOf(legEnd(call, { ...leg, ...end }));
    // Who names a trunk wants no other; for an emergency any will do.
    const mayTry = tryNextTrunk && (call.request.trunkName === null || call.plan?.isEmergency === true);
    return mayTry ? { legs, steps: [{ do: 'dialNextTrunk' }] } : endCall(progress, { ...leg, ...end }, legs);
  }
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
  const leg = 'legId' in step ? progress.legs.find(({ id }) => id === step.legId) : undefined;
  // The leg has just gone. The far one's end is the call's: the engine's word of it, with the exact time, is on its way; if it does not come, the
  // leg is looked for.
  if (leg?.role === 'CUSTOMER' && status === 404 && isAlive(leg))
    return { legs: { [leg.id]: { hungUpAt: leg.hungUpAt ?? at } }, steps: [] };
  // For another leg this is its end, and the event of it changes nothing more.
  if (leg && status === 404) {
    return isAlive(leg) ? legEnded(progress, leg, { endedAt: at, endedBy: 'THEM', cause: NORMAL_CLEARING }) : nothing;
  }
  return step.do === 'play' ? hangUpFar(progress, at, 'ANNOUNCEMENT_FAILED') : failCall(progress, at, 'ENGINE_FAILED');
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

function hangUpFar(progress: CallInProgress, at: Date, reason: EndReason): Decision {
  const far = farLeg(progress);
  return far && isAlive(far) ? hangUp(far, at, reason, NORMAL_CLEARING) : nothing;
}

/** The first reason stands: what comes after it is its consequence. */
function hangUp(leg: CallLeg, at: Date, reason: EndReason, cause: number): Decision {
  return {
    legs: { [leg.id]: { hungUpAt: at, hungUpFor: leg.hungUpFor ?? reason } },
    steps: [{ do: 'hangUp', legId: leg.id, cause }],
  };
}
