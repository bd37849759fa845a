import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CALL_TOPIC, CallBooks, type CallNotice, CallState } from '@app/calls';
import { LiveUpdates } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import { fallbackName, RecordingCloser } from './recording-closer.js';
import { RecordingQueue } from './recording-queue.js';
import { recordedLeg, RecordingsService, wordsOf } from './recordings.service.js';
import { RecordingsReconciler } from './recordings.reconciler.js';

const EVERY_MS = 5_000;

/**
 * Follows the calls, in the process that holds the engine's event stream: at the answer a recording begins, at the end it is closed. What was not heard, or did not
 * work, is made up for by a look every few seconds.
 */
@Injectable()
export class RecordingsKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Recordings');
  /** Living calls for which nothing is to be done until they end. */
  private readonly settled = new Set<string>();
  private readonly closing = new Set<string>();
  private stops: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private lastProblem = '';

  constructor(
    private readonly updates: LiveUpdates,
    private readonly gateway: TelephonyGateway,
    private readonly books: CallBooks,
    private readonly service: RecordingsService,
    private readonly closer: RecordingCloser,
    private readonly reconciler: RecordingsReconciler,
    private readonly queue: RecordingQueue,
  ) {}

  /** What is remembered of living calls; nothing when none lives. */
  get size(): number {
    return this.settled.size + this.closing.size + this.queue.size;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stops = [
      await this.updates.listen<CallNotice>(CALL_TOPIC, (notice) => void this.attempt(() => this.hear(notice))),
      this.gateway.subscribe((event) => {
        if (event.type === 'connected') void this.attempt(() => this.catchUp());
        if (event.type === 'disconnected') this.settled.clear();
      }),
    ];
    this.timer = setInterval(() => void this.attempt(() => this.look()), EVERY_MS);
    if (this.gateway.isConnected) void this.attempt(() => this.catchUp());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    for (const stop of this.stops) stop();
    await this.queue.idle();
  }

  /** What is open in the books, and calls that live: begun and closed as they should have been. */
  async look(): Promise<void> {
    if (!this.gateway.isConnected) return;
    const living = this.books.living();
    const ids = new Set(living.map(({ call }) => call.id));
    for (const callId of this.settled) if (!ids.has(callId)) this.settled.delete(callId);
    for (const progress of living) if (recordedLeg(progress)) await this.begin(progress.call.id);
    for (const callId of await this.reconciler.toBeClosed()) await this.close(callId);
    for (const row of await this.reconciler.leftBehind()) await this.closer.removeFromEngine(row);
  }

  private async hear({ callId, sequence }: CallNotice): Promise<void> {
    if (!this.gateway.isConnected) return;
    const call = await this.books.at(callId, sequence);
    // Its first word is its end: it was made without us, and so was its file, if its rule wanted one.
    if (call?.state === CallState.ENDED && sequence === 1) return void (await this.closer.adopt(callId, fallbackName(callId)));
    if (!call?.record) return;
    if (call.state === CallState.ANSWERED) await this.begin(callId);
    const isClosed = call.recordingIds.length > 0 || call.recordingProblem !== null;
    if (call.state === CallState.ENDED && call.answeredAt && !isClosed) await this.close(callId);
  }

  private async catchUp(): Promise<void> {
    await this.service.assertPauses();
    await this.look();
    for (const callId of await this.reconciler.withoutRecording()) await this.close(callId);
    for (const { callId, name } of await this.reconciler.madeWithoutUs()) await this.closer.adopt(callId, name);
  }

  private async begin(callId: string): Promise<void> {
    if (this.settled.has(callId)) return;
    this.settled.add(callId);
    const isSettled = await this.service.begin(callId).catch((error: unknown) => {
      this.logger.warn(`The recording of call ${callId} could not be begun: ${wordsOf(error)}`);
      return false;
    });
    if (!isSettled) this.settled.delete(callId);
  }

  private async close(callId: string): Promise<void> {
    this.settled.delete(callId);
    if (this.closing.has(callId)) return;
    this.closing.add(callId);
    try {
      await this.closer.close(callId);
    } catch (error) {
      this.problem(`The recording of call ${callId} could not be closed, trying again: ${wordsOf(error)}`);
    } finally {
      this.closing.delete(callId);
    }
  }

  /** What fails is done again with the next look. */
  private async attempt(task: () => Promise<void>): Promise<void> {
    if (this.isStopped) return;
    try {
      await task();
    } catch (error) {
      this.problem(wordsOf(error));
    }
  }

  /** Said once, not with every look. */
  private problem(message: string): void {
    if (this.isStopped || message === this.lastProblem) return;
    this.lastProblem = message;
    this.logger.warn(message);
  }
}
