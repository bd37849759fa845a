/** What an interruption did to a call, told from what the engine has now and what the books say. Pure. */
import type { LiveLeg } from '@app/telephony';
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, farLeg, isAlive, nearLeg } from './call-in-progress.js';
import { CallState } from './call-state.js';
import type { Happening } from './next-steps.js';

/** What the engine has, and what it told while it was being read. */
export interface EngineNow {
  at: Date;
  legs: ReadonlyMap<string, LiveLeg>;
  /** Legs whose end is on its way to us as an event. */
  endsHeard: ReadonlySet<string>;
}

/**
 * | the engine has | |
 * |---|---|
 * | both legs, or the far leg | it goes on: what was missed is made up for |
 * | one leg of an answered call | its end, by the one who left |
 * | no leg | ENDED, FAILED, interrupted |
 * | the near leg, still ringing | it goes on |
 * | the near leg, and the far one was never dialled | ENDED, FAILED, interrupted: nobody is dialled late |
 *
 * @returns what the call has to answer to, in order
 */
export function compareWithEngine(progress: CallInProgress, engine: EngineNow): Happening[] {
  const gone = progress.legs.filter((leg) => isAlive(leg) && leg.dialledAt && isGone(leg, engine));
  if (progress.call.state === CallState.ENDED) return afterTheEnd(progress, gone, engine.at);
  return [...missedChanges(progress, engine), ...losses(progress, gone, engine.at), ...halfMade(progress, engine)];
}

function isGone(leg: CallLeg, { legs, endsHeard }: EngineNow): boolean {
  return !legs.has(leg.id) && !endsHeard.has(leg.id);
}

/** The far party's loss first: by it the call ends, and the near leg's is then only booked. */
function losses({ call }: CallInProgress, gone: readonly CallLeg[], at: Date): Happening[] {
  const wasTalking = call.state === CallState.ANSWERED && call.flow !== 'ANNOUNCEMENT';
  const because = wasTalking && gone.length === 1 ? 'LEFT_UNSEEN' : 'INTERRUPTED';
  return [...gone]
    .sort((left, right) => Number(right.role === 'CUSTOMER') - Number(left.role === 'CUSTOMER'))
    .map(({ id }): Happening => ({ type: 'lost', at, legId: id, because }));
}

function missedChanges(progress: CallInProgress, { legs, at }: EngineNow): Happening[] {
  const far = farLeg(progress);
  const live = far && isAlive(far) ? legs.get(far.id) : undefined;
  if (!far || !live) return [];
  if (live.state === 'ANSWERED' && !far.answeredAt) return [{ type: 'answered', at, legId: far.id }];
  if (live.state === 'RINGING' && !far.ringingAt) return [{ type: 'ringing', at, legId: far.id }];
  return far.answeredAt && progress.call.flow === 'ANNOUNCEMENT' ? [{ type: 'soundLost', at }] : [];
}

function halfMade(progress: CallInProgress, { legs, at }: EngineNow): Happening[] {
  const far = farLeg(progress);
  const near = nearLeg(progress);
  // Its last trunk has failed, and the next was not dialled any more.
  if (far && !isAlive(far)) return [{ type: 'interrupted', at }];
  if (far?.dialledAt) return [];
  const live = near && legs.get(near.id);
  const stillRings = live && live.state !== 'ANSWERED' && !near.answeredAt;
  return stillRings ? [] : [{ type: 'interrupted', at }];
}

function afterTheEnd({ legs }: CallInProgress, gone: readonly CallLeg[], at: Date): Happening[] {
  return legs
    .filter(isAlive)
    .map(({ id }): Happening =>
      gone.some((leg) => leg.id === id)
        ? { type: 'lost', at, legId: id, because: 'INTERRUPTED' }
        : { type: 'endOverdue', at, legId: id },
    );
}
