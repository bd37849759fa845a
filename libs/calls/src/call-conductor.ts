import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Env, KeyedQueue } from '@app/common';
import { TelephonyError, TelephonyGateway } from '@app/telephony';
import type { Call } from './call.entity.js';
import { nextDeadline } from './call-deadlines.js';
import { type CallInProgress, conversationOf, dialRequest, isAlive, isFinished, newPlayId } from './call-in-progress.js';
import { CallJournal, StaleCallError } from './call-journal.js';
import { CallTimers } from './call-timers.js';
import { type Happening, nextSteps, type Step } from './next-steps.js';
import { NextTrunk } from './next-trunk.js';
import { TrunkHealth } from './trunk-health.js';
import { whileDatabaseIsAway } from './while-database-is-away.js';

/** Steps whose failure is logged only: the sweep and the deadlines repeat what matters. */
const mayFail: readonly Step['do'][] = ['hangUp', 'endConversation', 'ring', 'lookFor'];

/**
 * Where every command of a call is given and every decision taken, by the holder of the engine's event stream: one thing at a time for a call, calls
 * beside each other. What happened goes in, nextSteps() decides, the change is saved and published, and then the engine is told.
 *
 * It remembers the calls that live, so that an event costs no read. The database knows all of it: what is forgotten is read again.
 */
@Injectable()
export class CallConductor implements OnModuleDestroy {
  private readonly logger = new Logger(CallConductor.name);
  private readonly queue = new KeyedQueue();
  private readonly timers = new CallTimers();
  private readonly calls = new Map<string, CallInProgress>();
  private readonly callOfLeg = new Map<string, string>();
  private openEpoch: number | undefined;

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly journal: CallJournal,
    private readonly nextTrunk: NextTrunk,
    private readonly trunkHealth: TrunkHealth,
    private readonly env: Env,
  ) {}

  /** Which connection to the engine it conducts on. Undefined: calls can't be made, the engine is away or is being compared with the books. */
  get epoch(): number | undefined {
    return this.openEpoch;
  }

  /** What is kept in memory; all of it is zero when no call lives. */
  get sizes(): { calls: number; legs: number; timers: number; queues: number } {
    return { calls: this.calls.size, legs: this.callOfLeg.size, timers: this.timers.size, queues: this.queue.size };
  }

  /** From now on calls are made. */
  open(epoch: number): void {
    this.openEpoch = epoch;
  }

  close(): void {
    this.openEpoch = undefined;
  }

  /** Forgets every call, once what is being done has been done. They are read from the database again. */
  async clear(): Promise<void> {
    this.timers.clearAll();
    await Promise.all([...this.calls.keys()].map((callId) => this.queue.run(callId, () => Promise.resolve())));
    for (const callId of [...this.calls.keys()]) this.forget(callId);
  }

  onModuleDestroy(): void {
    this.close();
    this.timers.clearAll();
  }

  /**
   * Dials a call that has been saved.
   * @param epoch in which it was accepted: if the connection was lost since, the call is ended rather than dialled late
   */
  async begin(progress: CallInProgress, epoch: number): Promise<void> {
    await this.queue.run(progress.call.id, () => {
      const type = epoch === this.openEpoch ? 'begun' : 'interrupted';
      this.keep(progress);
      return this.answerTo(progress.call.id, { type, at: new Date() });
    });
  }

  /** Takes a call on that was begun before, with what has happened to it meanwhile. */
  async adopt(progress: CallInProgress, happenings: readonly Happening[]): Promise<void> {
    const callId = progress.call.id;
    await this.queue.run(callId, async () => {
      if (!this.calls.has(callId)) this.keep(progress);
      for (const happening of happenings) await this.answerTo(callId, happening);
      this.settle(callId);
    });
  }

  /** Something has happened to a call. @returns the call as it is then; undefined where it is not known as living */
  tell(callId: string, happening: Happening): Promise<Readonly<Call> | undefined> {
    return this.queue.run(callId, () => this.answerTo(callId, happening));
  }

  callIdOf(legId: string): string | undefined {
    return this.callOfLeg.get(legId);
  }

  living(): CallInProgress[] {
    return [...this.calls.values()];
  }

  private async answerTo(callId: string, first: Happening): Promise<Readonly<Call> | undefined> {
    const happenings = [first];
    let call: Readonly<Call> | undefined;
    try {
      for (let happening = happenings.shift(); happening; happening = happenings.shift()) {
        const before = this.calls.get(callId);
        if (!before) return call;
        const decision = nextSteps(before, happening);
        const { at } = happening;
        const after = await whileDatabaseIsAway(() => this.journal.save(before, decision, at), this.logger);
        this.keep(after);
        this.trunkHealth.observe(before, after);
        call = after.call;
        happenings.push(...(await this.perform(callId, decision.steps)));
      }
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (error instanceof StaleCallError) await this.readAgain(callId);
    }
    this.settle(callId);
    return call;
  }

  /** What was to be done is made up for by the deadlines and the sweep. */
  private async readAgain(callId: string): Promise<void> {
    try {
      const progress = await whileDatabaseIsAway(() => this.journal.read(callId), this.logger);
      this.forget(callId);
      if (progress) this.keep(progress);
    } catch (error) {
      this.logger.error(error instanceof Error ? error.message : String(error));
    }
  }

  /** In order. A step that the call can't do without stops those after it. @returns what came of it */
  private async perform(callId: string, steps: readonly Step[]): Promise<Happening[]> {
    for (const [index, step] of steps.entries()) {
      const progress = this.calls.get(callId);
      if (!progress) return [];
      try {
        const happening = await this.take(progress, step);
        if (happening) return [happening];
      } catch (error) {
        const status = error instanceof TelephonyError ? error.status : 500;
        const message = error instanceof Error ? error.message : String(error);
        this.logger.warn(`Call ${callId}: ${step.do} failed (${status}): ${message}`);
        if (mayFail.includes(step.do)) continue;
        const at = new Date();
        const failure: Happening =
          step.do === 'dial' ? { type: 'notDialled', at, legId: step.legId, status } : { type: 'stepFailed', at, step, status };
        const undone = steps.slice(index + 1).flatMap((later) => (later.do === 'dial' ? [later.legId] : []));
        return [failure, ...undone.map((legId): Happening => ({ type: 'notDialled', at, legId, status: 0 }))];
      }
    }
    return [];
  }

  private async take(progress: CallInProgress, step: Step): Promise<Happening | undefined> {
    const { call } = progress;
    const conversation = conversationOf(call);
    switch (step.do) {
      case 'createConversation':
        await this.gateway.createConversation(conversation);
        return;
      case 'endConversation':
        await this.gateway.endConversation(conversation);
        return;
      case 'play':
        await this.gateway.play(conversation, newPlayId(call), call.request.announcement ?? '');
        return;
      case 'dial':
        await this.gateway.dialLeg(dialRequest(progress, step.legId, this.env.maxCallSeconds));
        return;
      case 'join':
        await this.gateway.joinConversation(conversation, step.legId);
        return;
      case 'claim':
        await this.gateway.claimLeg(step.legId, call.id, this.env.maxCallSeconds);
        return;
      case 'ring':
        await this.gateway.ringLeg(step.legId);
        return;
      case 'answer':
        await this.gateway.answerLeg(step.legId);
        return;
      case 'hangUp':
        await this.gateway.hangUpLeg(step.legId, step.cause);
        return;
      case 'lookFor':
        return this.lookFor(step.legId);
      case 'dialNextTrunk':
        return this.dialNextTrunk(progress);
    }
  }

  /** We hung it up, and its end did not come: it is gone unheard, or is asked once more. */
  private async lookFor(legId: string): Promise<Happening | undefined> {
    const legs = await this.gateway.liveLegs();
    if (!legs.some((leg) => leg.legId === legId)) return { type: 'lost', at: new Date(), legId, because: 'INTERRUPTED' };
    await this.gateway.hangUpLeg(legId);
    return undefined;
  }

  private async dialNextTrunk(progress: CallInProgress): Promise<Happening | undefined> {
    const taken = await whileDatabaseIsAway(() => this.nextTrunk.take(progress), this.logger);
    if (!taken) return { type: 'noTrunkLeft', at: new Date() };
    this.keep(taken.progress);
    const [failure] = await this.perform(progress.call.id, [{ do: 'dial', legId: taken.legId }]);
    return failure;
  }

  private keep(progress: CallInProgress): void {
    const { call, legs } = progress;
    this.calls.set(call.id, progress);
    for (const leg of legs) {
      if (isAlive(leg)) this.callOfLeg.set(leg.id, call.id);
      else this.callOfLeg.delete(leg.id);
    }
  }

  private forget(callId: string): void {
    for (const leg of this.calls.get(callId)?.legs ?? []) this.callOfLeg.delete(leg.id);
    this.calls.delete(callId);
    this.timers.clear(callId);
  }

  /** Sets the alarm for what must happen next, or lets go of a call that is over. */
  private settle(callId: string): void {
    const progress = this.calls.get(callId);
    if (!progress || isFinished(progress)) return this.forget(callId);
    const deadline = nextDeadline(progress, this.env.maxCallSeconds);
    if (!deadline) return this.timers.clear(callId);
    this.timers.set(callId, deadline.at, () => void this.tell(callId, { ...deadline.happening, at: new Date() }));
  }
}
