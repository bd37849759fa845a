/** What an interruption did to a call, told from what the engine has now and what the books say. Pure. */
import type { LegRecord, LiveLeg } from '@app/telephony';
import { isAgentAwaited } from './agent-return-steps.js';
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, farLeg, isAlive, nearLeg } from './call-in-progress.js';
import { CallTransferState } from './call.results.js';
import { CallState } from './call-state.js';
import { NORMAL_CLEARING } from './hang-up.js';
import { isWaiting } from './inbound-steps.js';
import type { Happening } from './next-steps.js';

/** What the engine has, and what it told while it was being read. */
export interface EngineNow {
  at: Date;
  legs: ReadonlyMap<string, LiveLeg>;
  /** Legs whose end is on its way to us as an event. */
  endsHeard: ReadonlySet<string>;
  /** What it wrote down of legs that it does not have any more, or that answered unheard. */
  records?: ReadonlyMap<string, LegRecord>;
  /** Legs that were to be dialled a while ago, and that nothing has come back for: perhaps they never were. */
  unheard?: ReadonlySet<string>;
}

/** Whoever is dialled says within 0.2 s that he is trying (RFC 3261, 17.2.1), and is asked again after half a second. */
const FIRST_SIGN_MS = 1000;

/**
 * | the engine has | |
 * |---|---|
 * | both legs, or the far leg | it goes on: what was missed is made up for, and hold and mute are put right |
 * | one leg of an answered call | its end, by the one who left |
 * | a leg no more, and its end in its records | that end, at its time |
 * | no leg, and no records of it | ENDED, FAILED, interrupted |
 * | a transfer's target that rings | it is hung up, and the agent has the call again |
 * | an agent and a target who talk | they go on |
 * | the near leg, still ringing | it goes on |
 * | the near leg, and the far one was never dialled | ENDED, FAILED, interrupted: nobody is dialled late |
 * | a leg that was made, and nothing came back for it | likewise; of several that ring for a caller, that one is left alone |
 * | a caller whom nobody has answered | is routed again |
 * | phones that ring for a caller who is gone | ABANDONED |
 * | a customer whose agent is lost | hears music until the agent is back, or the time is over |
 *
 * @returns what the call has to answer to, in order
 */
export function compareWithEngine(progress: CallInProgress, engine: EngineNow): Happening[] {
  const gone = goneLegs(progress, engine);
  if (progress.call.state === CallState.ENDED) return afterTheEnd(progress, gone, engine);
  return [
    ...missedChanges(progress, engine),
    ...answeredMeanwhile(progress, engine),
    ...ends(progress, gone, engine),
    ...halfMade(progress, gone, engine),
    ...transferLeft(progress, engine.at),
    ...ofAgents(progress, engine),
    ...recovery(progress, engine),
  ];
}

function isGone(leg: CallLeg, { legs, endsHeard }: Pick<EngineNow, 'legs' | 'endsHeard'>): boolean {
  return !legs.has(leg.id) && !endsHeard.has(leg.id);
}

/** Legs that nobody will hear of any more. */
export function goneLegs({ legs }: CallInProgress, engine: Pick<EngineNow, 'legs' | 'endsHeard'>): CallLeg[] {
  return legs.filter((leg) => isAlive(leg) && leg.dialledAt && isGone(leg, engine));
}

/** Legs that live and have answered, though nobody heard them do so. */
export function answeredUnheard({ legs: ours }: CallInProgress, { legs }: Pick<EngineNow, 'legs'>): CallLeg[] {
  return ours.filter((leg) => isAlive(leg) && !leg.answeredAt && legs.get(leg.id)?.state === 'ANSWERED');
}

function answer(legId: string, { at, records }: EngineNow): Happening {
  const answeredAt = records?.get(legId)?.answeredAt;
  return { type: 'answered', legId, ...(answeredAt ? { at: answeredAt } : { at, isEstimated: true }) };
}

/** Legs of which we can't tell from their state whether they were dialled. */
export function silentLegs({ legs: ours }: CallInProgress, { legs, at }: Pick<EngineNow, 'legs' | 'at'>): CallLeg[] {
  return ours.filter((leg) => {
    const isUndecided = leg.dialString !== null && leg.dialledAt && !leg.ringingAt && !leg.answeredAt && !leg.hungUpAt;
    const isOld = leg.dialledAt !== null && at.getTime() - leg.dialledAt.getTime() > FIRST_SIGN_MS;
    return isAlive(leg) && isUndecided && isOld && legs.get(leg.id)?.state === 'DIALING';
  });
}

/** What is written down comes first, in its order: by it the rest is understood. */
function ends(progress: CallInProgress, gone: readonly CallLeg[], { at, records }: EngineNow): Happening[] {
  const known = gone.flatMap((leg) => happeningsOf(leg, records?.get(leg.id)));
  const unknown = gone.filter((leg) => !records?.get(leg.id)?.endedAt);
  return [...known.sort((left, right) => left.at.getTime() - right.at.getTime()), ...losses(progress, unknown, at)];
}

function happeningsOf(leg: CallLeg, record: LegRecord | undefined): Happening[] {
  if (!record?.endedAt) return [];
  const { legId, answeredAt, endedAt, endedBy, cause } = record;
  const answered: Happening[] = answeredAt && !leg.answeredAt ? [{ type: 'answered', at: answeredAt, legId }] : [];
  return [...answered, { type: 'ended', at: endedAt, legId, endedBy, cause: cause ?? NORMAL_CLEARING, isLate: true }];
}

/** The far party's loss first: by it the call ends, and the near leg's is then only booked. */
function losses({ call }: CallInProgress, gone: readonly CallLeg[], at: Date): Happening[] {
  const wasTalking = call.state === CallState.ANSWERED && call.flow !== 'ANNOUNCEMENT';
  const hadOnlyWaited = call.flow === 'INBOUND' && call.state !== CallState.ANSWERED;
  const parties = gone.filter(({ part, hungUpAt }) => part === 'MAIN' && hungUpAt === null);
  const because = (wasTalking && parties.length === 1) || hadOnlyWaited ? 'LEFT_UNSEEN' : 'INTERRUPTED';
  return [...gone]
    .sort((left, right) => Number(right.role === 'CUSTOMER') - Number(left.role === 'CUSTOMER'))
    .map(({ id }): Happening => ({ type: 'lost', at, legId: id, because }));
}

function missedChanges(progress: CallInProgress, engine: EngineNow): Happening[] {
  const { legs, at } = engine;
  const far = farLeg(progress);
  const live = far && isAlive(far) ? legs.get(far.id) : undefined;
  if (!far || !live) return [];
  if (live.state === 'ANSWERED' && !far.answeredAt) return [answer(far.id, engine)];
  if (live.state === 'RINGING' && !far.ringingAt) return [{ type: 'ringing', at, legId: far.id }];
  const { flow, distribution } = progress.call;
  const heard = flow === 'ANNOUNCEMENT' ? far.answeredAt !== null : isWaiting(progress) && distribution?.stage === 'ANNOUNCEMENT';
  return heard ? [{ type: 'soundLost', at }] : [];
}

/** What phones of ours did that were rung by a caller, or so that their agent comes back. */
function ofAgents(progress: CallInProgress, engine: EngineNow): Happening[] {
  const { legs, at, unheard } = engine;
  const { call } = progress;
  const happenings: Happening[] = [];
  const rung = progress.legs.filter((leg) => leg.role === 'AGENT' && isAlive(leg) && !leg.answeredAt && !leg.hungUpAt);
  for (const { id: legId, ringingAt } of call.flow === 'INBOUND' || !call.agentConnected ? rung : []) {
    if (unheard?.has(legId)) happenings.push({ type: 'notDialled', at, legId, status: 504 });
    const state = legs.get(legId)?.state;
    if (state === 'RINGING' && !ringingAt) happenings.push({ type: 'ringing', at, legId });
    if (state === 'ANSWERED' && call.state !== CallState.ANSWERED) happenings.push(answer(legId, engine));
  }
  if (isWaiting(progress)) happenings.push(call.distribution?.step ? { type: 'peopleChanged', at } : { type: 'begun', at });
  if (isAgentAwaited(progress)) happenings.push({ type: 'phoneSought', at });
  else if (isHalfConnected(progress, legs)) happenings.push({ type: 'halfConnected', at });
  return happenings;
}

/** The agent's answer was saved, and what connects the two was not done to its end. */
function isHalfConnected({ call, legs: ours }: CallInProgress, legs: EngineNow['legs']): boolean {
  if (call.flow !== 'INBOUND' || call.state !== CallState.ANSWERED) return false;
  const up = ours.filter((leg) => isAlive(leg) && leg.answeredAt && !leg.hungUpAt && leg.part === 'MAIN');
  return up.some(({ id, role }) => {
    const live = legs.get(id);
    return live && (live.conversationId === null || (role === 'CUSTOMER' && live.state !== 'ANSWERED'));
  });
}

/** Others than the customer who answered while nobody listened: a transfer's target, an agent who is rung again. */
function answeredMeanwhile(progress: CallInProgress, engine: EngineNow): Happening[] {
  if (progress.call.state !== CallState.ANSWERED) return [];
  return answeredUnheard(progress, engine)
    .filter(({ role }) => role !== 'CUSTOMER')
    .map(({ id }) => answer(id, engine));
}

/** Nobody waits for a target that rings: the agent has the call again. */
function transferLeft({ call: { transfer } }: CallInProgress, at: Date): Happening[] {
  const isUndecided = transfer && (transfer.state === CallTransferState.RINGING || transfer.isReturning);
  return isUndecided ? [{ type: 'transferInterrupted', at }] : [];
}

function halfMade(progress: CallInProgress, gone: readonly CallLeg[], { legs, at, unheard }: EngineNow): Happening[] {
  const far = farLeg(progress);
  const near = nearLeg(progress);
  const awaited = far?.dialledAt ? far : near;
  const isEnding = near !== undefined && gone.includes(near);
  if (progress.call.flow !== 'INBOUND' && awaited && unheard?.has(awaited.id))
    return isEnding ? [] : [{ type: 'interrupted', at }];
  // Its last trunk has failed, and the next was not dialled any more.
  if (far && !isAlive(far)) return [{ type: 'interrupted', at }];
  if (far?.dialledAt) return [];
  const live = near && legs.get(near.id);
  const stillRings = live && live.state !== 'ANSWERED' && !near.answeredAt;
  return stillRings ? [] : [{ type: 'interrupted', at }];
}

/** The last steps that were saved may not have been done: what each party hears is put right. */
function recovery({ call, legs }: CallInProgress, engine: EngineNow): Happening[] {
  if (call.state !== CallState.ANSWERED || !legs.some((leg) => leg.role !== 'CUSTOMER')) return [];
  const places = new Map([...engine.legs.values()].map(({ legId, conversationId }) => [legId, conversationId]));
  return [{ type: 'recovered', at: engine.at, places }];
}

function afterTheEnd(progress: CallInProgress, gone: readonly CallLeg[], engine: EngineNow): Happening[] {
  const left = progress.legs.filter((leg) => isAlive(leg) && !gone.includes(leg));
  return [
    ...ends(progress, gone, engine),
    ...left.map(({ id }): Happening => ({ type: 'endOverdue', at: engine.at, legId: id })),
  ];
}
