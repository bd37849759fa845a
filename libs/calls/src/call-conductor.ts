import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Env, isRefusal, KeyedQueue, measure, type OperationError, secondsSince } from '@app/common';
import { AgentsAtCalls, agentsWithLegs } from './agents-at-calls.js';
import type { EntityManager } from 'typeorm';
import type { Call } from './call.entity.js';
import { nextDeadline } from './call-deadlines.js';
import { type CallInProgress, isFinished } from './call-in-progress.js';
import { CallBacklog } from './call-backlog.js';
import { CallJournal, StaleCallError } from './call-journal.js';
import { CallTimers } from './call-timers.js';
import { isWaiting } from './inbound-steps.js';
import { type Happening, nextSteps } from './next-steps.js';
import { LivingCalls } from './living-calls.js';
import { LegQualities } from './leg-qualities.js';
import { type CallsInHand, StepTaker } from './step-taker.js';
import type { Saved } from './transfer-admission.js';
import { TrunkHealth } from './trunk-health.js';
import { whileDatabaseIsAway } from './while-database-is-away.js';

/** What changes of a call, seen as it is then. */
export type Amendment = (call: Readonly<Call>) => Partial<Call>;
export type Within = (manager: EntityManager) => Promise<void>;

/** What a wish comes to: a refusal, what has thereby happened, or what has been saved already together with rows of others. */
export type Answer = OperationError | Happening | Saved;

/**
 * Where every decision about a call is taken, by the holder of the engine's event stream: one thing at a time for a call, calls beside each other. What
 * happened goes in, nextSteps() decides, the change is saved and published, and then the engine is told (step-taker.ts).
 *
 * It remembers the calls that live, so that an event costs no read. The database knows all of it: what is forgotten is read again.
 */
@Injectable()
export class CallConductor implements OnModuleDestroy {
  private readonly logger = new Logger(CallConductor.name);
  private readonly queue = new KeyedQueue();
  private readonly timers = new CallTimers();
  private readonly calls = new LivingCalls((legId) => this.qualities.forget(legId));
  private readonly inHand: CallsInHand = {
    get: (callId) => this.calls.get(callId),
    living: () => this.living(),
    keep: (progress) => this.keep(progress),
    tell: (callId, happening) => void this.tell(callId, happening),
  };
  private openEpoch: number | undefined;

  constructor(
    private readonly journal: CallJournal,
    private readonly backlog: CallBacklog,
    private readonly steps: StepTaker,
    private readonly agentsAtCalls: AgentsAtCalls,
    private readonly trunkHealth: TrunkHealth,
    private readonly qualities: LegQualities,
    private readonly env: Env,
  ) {
    // Presence was told of the calls, and could not write it down.
    backlog.whenWritten = () => void this.agentsAtCalls.reconcile(this.living(), new Date()).catch(() => undefined);
  }

  /** Which connection to the engine it conducts on. Undefined: calls can't be made, the engine is away or is being compared with the books. */
  get epoch(): number | undefined {
    return this.openEpoch;
  }

  /** What is kept in memory; all of it is zero when no call lives. */
  get sizes(): { calls: number; legs: number; timers: number; queues: number } {
    return { ...this.calls.sizes, timers: this.timers.size, queues: this.queue.size };
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
    await Promise.all(this.calls.ids().map((callId) => this.queue.run(callId, () => Promise.resolve())));
    for (const callId of this.calls.ids()) this.forget(callId);
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
    measure('originated', { seconds: secondsSince(progress.call.createdAt) });
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

  /**
   * A change that is nobody's doing on the line (its recording, a note), of a living call or one that is over: in its turn among the call's other changes.
   * @param within what belongs to it, in the same transaction
   * @returns the call as it is then; undefined where there is none
   */
  amend(callId: string, change: Amendment, within?: Within): Promise<Readonly<Call> | undefined> {
    return this.queue.run(callId, async () => {
      this.backlog.requireWritten(callId);
      const before = this.calls.get(callId) ?? (await this.journal.read(callId));
      if (!before) return undefined;
      const after = await this.journal.save(before, { call: change(before.call) }, new Date(), within);
      if (this.calls.has(callId)) this.keep(after);
      return after.call;
    });
  }

  /** A call, living or over, once what is being done about it has been done. */
  read(callId: string): Promise<CallInProgress | undefined> {
    return this.queue.run(callId, async () => this.calls.get(callId) ?? this.journal.read(callId));
  }

  /**
   * For a wish that may be refused: decided when it is the call's turn, with the call as it is then.
   * @returns undefined where the call is not known as living
   */
  ask(
    callId: string,
    decide: (progress: CallInProgress) => Answer | Promise<Answer>,
  ): Promise<Call | OperationError | undefined> {
    return this.queue.run(callId, async () => {
      const progress = this.calls.get(callId);
      if (!progress || this.openEpoch === undefined) return undefined;
      this.backlog.requireWritten(callId);
      const answer = await this.decided(callId, () => decide(progress));
      if (!answer || isRefusal(answer)) return answer;
      if (!('saved' in answer)) return this.answerTo(callId, answer);
      this.keep(answer.saved);
      return this.follow(callId, await this.steps.take(this.inHand, callId, answer.steps));
    });
  }

  /** Somebody became free: every caller who waits is looked at once more. */
  lookAgain(): void {
    for (const progress of this.living())
      if (isWaiting(progress)) void this.tell(progress.call.id, { type: 'peopleChanged', at: new Date() });
  }

  callIdOf(legId: string): string | undefined {
    return this.calls.callIdOf(legId);
  }

  living(): CallInProgress[] {
    return this.calls.all();
  }

  private answerTo(callId: string, first: Happening): Promise<Readonly<Call> | undefined> {
    return this.follow(callId, [first]);
  }

  /** Answers to each, and to what comes of it. @returns the call as it is then */
  private async follow(callId: string, happenings: Happening[]): Promise<Readonly<Call> | undefined> {
    let call = this.calls.get(callId)?.call;
    try {
      for (let happening = happenings.shift(); happening; happening = happenings.shift()) {
        const before = this.calls.get(callId);
        if (!before) return call;
        const decision = this.qualities.withMeasured(before, nextSteps(before, happening));
        const { at } = happening;
        const after = await this.backlog.save(before, decision, at);
        this.keep(after);
        this.trunkHealth.observe(before, after);
        call = after.call;
        happenings.push(...(await this.steps.take(this.inHand, callId, decision.steps)));
      }
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (error instanceof StaleCallError) await this.readAgain(callId);
    }
    this.settle(callId);
    return call;
  }

  /** @returns undefined where the call had changed unseen: it has been read again, and may be asked once more */
  private async decided(callId: string, decide: () => Answer | Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof StaleCallError)) throw error;
      await this.readAgain(callId);
      return undefined;
    }
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

  private keep(progress: CallInProgress): void {
    const before = this.calls.keep(progress);
    this.agentsAtCalls.observe(before, progress);
    // Whose phone has just stopped ringing may be rung by others: their presence tells nothing of it.
    const withLegs = new Set(agentsWithLegs(progress));
    if (before && agentsWithLegs(before).some((userId) => !withLegs.has(userId))) this.lookAgain();
  }

  private forget(callId: string): void {
    this.calls.forget(callId);
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
