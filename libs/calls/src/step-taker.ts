import { Injectable, Logger } from '@nestjs/common';
import { Env } from '@app/common';
import { TelephonyError, TelephonyGateway } from '@app/telephony';
import { agentsWithLegs } from './agents-at-calls.js';
import { Announcements } from './announcements.js';
import { CallBacklog } from './call-backlog.js';
import type { CallInProgress } from './call-in-progress.js';
import { isControlStep, takeControlStep } from './control-commands.js';
import { mayFail, notMade } from './failed-commands.js';
import { LegQualities } from './leg-qualities.js';
import { LostPhones } from './lost-phones.js';
import { NextRing } from './next-ring.js';
import type { Happening, Step } from './next-steps.js';
import { NextTrunk } from './next-trunk.js';
import { isPlainStep, takePlainStep } from './plain-commands.js';
import { type NewLeg, TransferDialling } from './transfer-dialling.js';
import { whileDatabaseIsAway } from './while-database-is-away.js';

/** The calls as their conductor knows them while it has steps taken. */
export interface CallsInHand {
  /** The call as its last change left it; undefined where it is not known as living. */
  get(callId: string): CallInProgress | undefined;
  living(): CallInProgress[];
  /** A change that a step has saved by itself. */
  keep(progress: CallInProgress): void;
  /** Something has happened to another call. Not waited for: it may be waiting for this one. */
  tell(callId: string, happening: Happening): void;
}

/** Does what nextSteps() has decided and the conductor has saved: commands to the engine, and legs that are planned only now. */
@Injectable()
export class StepTaker {
  private readonly logger = new Logger(StepTaker.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly backlog: CallBacklog,
    private readonly nextTrunk: NextTrunk,
    private readonly nextRing: NextRing,
    private readonly lostPhones: LostPhones,
    private readonly transferDialling: TransferDialling,
    private readonly qualities: LegQualities,
    private readonly announcements: Announcements,
    private readonly env: Env,
  ) {}

  /**
   * In order, in the call's turn. A step that the call can't do without stops those after it.
   * @returns what came of it, which the call has yet to answer to. What a step throws is among it or is logged.
   */
  async take(calls: CallsInHand, callId: string, steps: readonly Step[]): Promise<Happening[]> {
    for (const [index, step] of steps.entries()) {
      const progress = calls.get(callId);
      if (!progress) return [];
      try {
        const happenings = [await this.takeOne(calls, progress, step)].flat().filter((happening) => happening !== undefined);
        if (happenings.length > 0) return happenings;
      } catch (error) {
        const status = error instanceof TelephonyError ? error.status : 500;
        const message = error instanceof Error ? error.message : String(error);
        this.logger.warn(`Call ${callId}: ${step.do} failed (${status}): ${message}`);
        if (mayFail.includes(step.do)) continue;
        const at = new Date();
        const failure: Happening =
          step.do === 'dial' ? { type: 'notDialled', at, legId: step.legId, status } : { type: 'stepFailed', at, step, status };
        return [failure, ...steps.slice(index + 1).flatMap((later) => notMade(later, at))];
      }
    }
    return [];
  }

  private async takeOne(
    calls: CallsInHand,
    progress: CallInProgress,
    step: Step,
  ): Promise<Happening | readonly Happening[] | undefined> {
    if (isControlStep(step)) return takeControlStep(this.gateway, progress.call.id, step);
    if (isPlainStep(step)) return takePlainStep(this.gateway, progress, step, this.env.maxCallSeconds);
    switch (step.do) {
      case 'hangUp':
        if (progress.legs.some((leg) => leg.id === step.legId && leg.answeredAt)) await this.qualities.measure(step.legId);
        await this.gateway.hangUpLeg(step.legId, step.cause);
        return;
      case 'play':
        await this.announcements.play(progress.call);
        return;
      case 'lookFor':
        return this.lookFor(step.legId);
      case 'dialNextTrunk':
        return this.dialNew(calls, progress, () => this.nextTrunk.take(progress), 'noTrunkLeft');
      case 'dialNextTransferTrunk':
        return this.dialNew(calls, progress, () => this.transferDialling.nextTrunk(progress), 'transferUnreachable');
      case 'endPartner':
        calls.tell(step.callId, { type: 'partnerLeft', at: new Date() });
        return;
      case 'ringBack':
        return this.dialNew(calls, progress, () => this.transferDialling.returning(progress), 'nobodyBack');
      case 'ringNext':
        return this.ringNext(calls, progress);
      case 'atOnce':
        return (await Promise.all(step.steps.map((each) => this.take(calls, progress.call.id, [each])))).flat();
      case 'lookForPhone':
        return this.lostPhones.find(progress);
    }
  }

  /** We hung it up, and its end did not come: it is gone unheard, or is asked once more. */
  private async lookFor(legId: string): Promise<Happening | undefined> {
    const legs = await this.gateway.liveLegs();
    if (!legs.some((leg) => leg.legId === legId)) return { type: 'lost', at: new Date(), legId, because: 'INTERRUPTED' };
    await this.gateway.hangUpLeg(legId);
    return undefined;
  }

  /** Plans a leg, saves it and dials it. @param ifNone what it means that there is none */
  private async dialNew(
    calls: CallsInHand,
    progress: CallInProgress,
    plan: () => Promise<NewLeg | undefined>,
    ifNone: 'noTrunkLeft' | 'transferUnreachable' | 'nobodyBack',
  ): Promise<Happening | undefined> {
    const planned = await this.inTurn(progress, plan);
    if (!planned) return { type: ifNone, at: new Date() };
    calls.keep(planned.progress);
    const [failure] = await this.take(calls, progress.call.id, [{ do: 'dial', legId: planned.legId }]);
    return failure;
  }

  private async ringNext(calls: CallsInHand, progress: CallInProgress): Promise<Happening[] | undefined> {
    const busy = () => new Set(calls.living().flatMap(agentsWithLegs));
    const chosen = await this.inTurn(progress, () => this.nextRing.take(progress, busy, (after) => calls.keep(after)));
    return chosen && this.take(calls, progress.call.id, chosen.steps);
  }

  /** What plans and saves by itself comes after the changes that wait, and waits as they do while the database is away. */
  private inTurn<T>({ call }: CallInProgress, task: () => Promise<T>): Promise<T> {
    return whileDatabaseIsAway(() => {
      this.backlog.requireWritten(call.id);
      return task();
    }, this.logger);
  }
}
