import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { KeyedQueue, LiveUpdates, Mailbox } from '@app/common';
import type { Call } from './call.entity.js';
import { CALL_TOPIC, type CallNotice } from './call-journal.js';
import { RecentChanges } from './recent-changes.js';
import { whileDatabaseIsAway } from './while-database-is-away.js';

/** How many changes a subscriber may be behind before it is ended. */
const MOST_WAITING = 1000;
/** So many calls' last sequences are remembered; those that changed last. */
const MOST_CALLS = 20_000;

/**
 * Turns notices into changes, once for all subscribers of this process: each call's in order, none skipped and none twice, though a notice
 * came twice or got lost. A thousand subscribers cost a look at each change, and no read.
 */
@Injectable()
export class CallFeed implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(CallFeed.name);
  private readonly readers = new Map<Mailbox<Call>, (call: Call) => boolean>();
  private readonly lastOf = new Map<string, number>();
  private readonly queue = new KeyedQueue();
  private stop: (() => void) | undefined;

  constructor(
    private readonly updates: LiveUpdates,
    private readonly recent: RecentChanges,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stop = await this.updates.listen<CallNotice>(CALL_TOPIC, (notice) => this.take(notice));
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  /** Every change from now on that is wanted. Ends with SlowSubscriberError. */
  join(isWanted: (call: Call) => boolean): Mailbox<Call> {
    const mailbox: Mailbox<Call> = new Mailbox(MOST_WAITING, () => this.readers.delete(mailbox));
    this.readers.set(mailbox, isWanted);
    return mailbox;
  }

  private take({ callId, sequence }: CallNotice): void {
    const last = this.lastOf.get(callId) ?? sequence - 1;
    if (this.readers.size === 0 && !this.queue.has(callId)) return this.note(callId, Math.max(last, sequence));
    if (sequence <= last) return;
    const known = sequence === last + 1 && !this.queue.has(callId) ? this.recent.known(callId, sequence) : undefined;
    if (known) this.deliver(known);
    else void this.queue.run(callId, () => this.catchUp(callId, sequence));
  }

  private async catchUp(callId: string, upTo: number): Promise<void> {
    const last = this.lastOf.get(callId) ?? upTo - 1;
    if (upTo <= last) return;
    try {
      const changes = await whileDatabaseIsAway(() => this.recent.between(callId, last, upTo), this.logger);
      for (const call of changes) this.deliver(call);
    } catch (error) {
      // The next notice of this call finds the gap again.
      this.note(callId, last);
      this.logger.warn(`Changes of call ${callId} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private deliver(call: Call): void {
    this.note(call.id, call.sequence);
    for (const [mailbox, isWanted] of this.readers) if (isWanted(call)) mailbox.push(call);
  }

  private note(callId: string, sequence: number): void {
    this.lastOf.delete(callId);
    this.lastOf.set(callId, sequence);
    const [oldest] = this.lastOf.keys();
    if (this.lastOf.size > MOST_CALLS && oldest !== undefined) this.lastOf.delete(oldest);
  }
}
