import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { LiveUpdates, Mailbox } from '@app/common';
import { CallLog, type LoggedChange } from './call-log.js';
import type { LogPosition } from './call-event-cursor.js';
import { CALL_TOPIC } from './call-journal.js';

const PAGE = 500;
/** How many changes a subscriber may be behind before it is ended. */
const MOST_WAITING = 2000;
/** While a transaction that is not ours to hear of holds changes back, its end is looked for. */
const SHORTEST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 250;
/** A notice may get lost between processes. */
const WITHOUT_NOTICE_MS = 2000;

/** The end of the log as it grows, read once for all subscribers of this process. It reads while there is one. */
@Injectable()
export class CallLogTail implements OnModuleDestroy {
  private readonly logger = new Logger(CallLogTail.name);
  private readonly readers = new Set<Mailbox<LoggedChange>>();
  private position: LogPosition | undefined;
  private starting: Promise<void> | undefined;
  private stopListening: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isReading = false;
  private isNoticed = false;
  private wait = SHORTEST_WAIT_MS;

  constructor(
    private readonly updates: LiveUpdates,
    private readonly log: CallLog,
  ) {}

  /** How many read it. */
  get size(): number {
    return this.readers.size;
  }

  onModuleDestroy(): void {
    for (const reader of this.readers) void reader.return();
  }

  /** What comes after `from`, in order. Ends with SlowSubscriberError. */
  async join(): Promise<{ from: LogPosition; changes: Mailbox<LoggedChange> }> {
    const changes: Mailbox<LoggedChange> = new Mailbox(MOST_WAITING, () => this.leave(changes));
    this.readers.add(changes);
    try {
      this.starting ??= this.start();
      await this.starting;
      if (!this.position) throw new Error('The log of calls is not read.');
      return { from: this.position, changes };
    } catch (error) {
      await changes.return();
      throw error;
    }
  }

  private async start(): Promise<void> {
    const stop = await this.updates.listen(CALL_TOPIC, () => this.wakeUp());
    if (this.readers.size === 0) return stop();
    this.stopListening = stop;
    this.position = await this.log.end();
    this.sleep(SHORTEST_WAIT_MS);
  }

  private leave(reader: Mailbox<LoggedChange>): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    clearTimeout(this.timer);
    this.stopListening?.();
    this.stopListening = undefined;
    this.starting = undefined;
    this.position = undefined;
  }

  private wakeUp(): void {
    this.isNoticed = true;
    if (!this.isReading && this.position) void this.read();
  }

  private sleep(ms: number): void {
    clearTimeout(this.timer);
    if (this.readers.size > 0) this.timer = setTimeout(() => this.wakeUp(), ms).unref();
  }

  /** One reading at a time: what is noticed meanwhile is read by the next round. */
  private async read(): Promise<void> {
    this.isReading = true;
    let pause = WITHOUT_NOTICE_MS;
    try {
      while (this.isNoticed && this.position) {
        this.isNoticed = false;
        const from = this.position;
        const { changes, isBehind } = await this.log.after(from, PAGE);
        if (this.position !== from) {
          // Everybody left while it was read, and perhaps somebody else came.
          this.isNoticed = true;
          continue;
        }
        for (const change of changes) this.deliver(change);
        if (changes.length === PAGE) this.isNoticed = true;
        this.wait = isBehind && changes.length === 0 ? Math.min(this.wait * 2, LONGEST_WAIT_MS) : SHORTEST_WAIT_MS;
        pause = isBehind ? this.wait : WITHOUT_NOTICE_MS;
      }
    } catch (error) {
      this.logger.warn(`The log of calls could not be read: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.isReading = false;
      this.sleep(pause);
    }
  }

  private deliver(change: LoggedChange): void {
    // The last one may have been ended by the change before.
    if (this.readers.size === 0) return;
    this.position = change.position;
    for (const reader of this.readers) reader.push(change);
  }
}
