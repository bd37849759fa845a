import { Injectable } from '@nestjs/common';
import { Clock, type Principal } from '@app/auth';
import type { Call } from './call.entity.js';
import { decodeEventCursor, encodeEventCursor, isAfter, type LogPosition } from './call-event-cursor.js';
import { maySee } from './call-history.js';
import { CallLog, type LoggedChange } from './call-log.js';
import { CallLogTail } from './call-log-tail.js';

const PAGE = 200;

/** A change, and where to go on after it. */
export interface CallEventPayload {
  cursor: string;
  call: Call;
}

/** Every change of every call in the order of the log, from a cursor on, to those who may see it. */
@Injectable()
export class CallEvents {
  constructor(
    private readonly log: CallLog,
    private readonly tail: CallLogTail,
    private readonly clock: Clock,
  ) {}

  async cursor(): Promise<string> {
    return encodeEventCursor(await this.log.end(), this.clock.now());
  }

  /**
   * It ends with SlowSubscriberError when the subscriber does not keep up.
   * @param after a cursor; default: from now on
   * @throws {ApiError} BAD_USER_INPUT
   */
  async subscribe(principal: Principal, after?: string | null): Promise<AsyncIterableIterator<CallEventPayload>> {
    let position: LogPosition;
    if (after == null) position = await this.log.end();
    else {
      position = decodeEventCursor(after, this.clock.now());
      await this.log.check(position);
    }
    return new EventReader(principal, position, this.log, this.tail, this.clock);
  }
}

/** Reads pages of its own until it has come near the end, and then what the tail reads for everybody. return() works while nothing comes. */
class EventReader implements AsyncIterableIterator<CallEventPayload> {
  private readonly events: AsyncGenerator<CallEventPayload, undefined>;
  private live: AsyncIterableIterator<LoggedChange> | undefined;
  private isDone = false;

  constructor(
    private readonly principal: Principal,
    private position: LogPosition,
    private readonly log: CallLog,
    private readonly tail: CallLogTail,
    private readonly clock: Clock,
  ) {
    this.events = this.read();
  }

  next(): Promise<IteratorResult<CallEventPayload>> {
    return this.events.next();
  }

  async return(): Promise<IteratorResult<CallEventPayload>> {
    this.isDone = true;
    await this.live?.return?.();
    return this.events.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async *read(): AsyncGenerator<CallEventPayload, undefined> {
    for (let isFull = true; isFull && !this.isDone;) {
      const { changes } = await this.log.after(this.position, PAGE);
      isFull = changes.length === PAGE;
      yield* this.seen(changes);
    }
    if (this.isDone) return undefined;
    const { from, changes: live } = await this.tail.join();
    this.live = live;
    if (this.isDone) await live.return();
    try {
      // What was written between the last page and the place where the tail began.
      while (isAfter(from, this.position) && !this.isDone) {
        const { changes } = await this.log.after(this.position, PAGE);
        if (changes.length === 0) break;
        yield* this.seen(changes);
      }
      for await (const change of live) yield* this.seen([change]);
    } finally {
      await live.return();
    }
    return undefined;
  }

  /** The tail may begin before the place that was reached alone. */
  private *seen(changes: readonly LoggedChange[]): Generator<CallEventPayload> {
    for (const { position, call } of changes) {
      if (!isAfter(position, this.position)) continue;
      this.position = position;
      if (maySee(this.principal, call)) yield { cursor: encodeEventCursor(position, this.clock.now()), call };
    }
  }
}
