import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { ApiError, LiveUpdates, SlowSubscriberError } from '@app/common';
import type { Call } from './call.entity.js';
import { CallHistory, maySee } from './call-history.js';
import { CALL_TOPIC, type CallNotice } from './call-journal.js';
import { CallState } from './call-state.js';
import { RecentChanges } from './recent-changes.js';

/** How many changes a subscriber may be behind before it is ended. */
const MOST_WAITING = 1000;

/** One change, or the error that ends the subscription: thrown where it is delivered, so that the subscriber is told in words. */
export type CallUpdate = { call: Call } | { failure: ApiError };

/** Every change of calls, in order, none skipped and none twice, to those who may see them. */
@Injectable()
export class CallUpdates {
  constructor(
    private readonly updates: LiveUpdates,
    private readonly history: CallHistory,
    private readonly recent: RecentChanges,
  ) {}

  /**
   * @param id one call, else every call that the principal may see
   * @param afterSequence with an id: what came after it comes first
   * @throws {ApiError} NOT_FOUND, BAD_USER_INPUT
   */
  async subscribe(
    principal: Principal,
    id?: string | null,
    afterSequence?: number | null,
  ): Promise<AsyncIterableIterator<CallUpdate>> {
    if (id == null && afterSequence != null) throw new ApiError('BAD_USER_INPUT', 'afterSequence needs an id.');
    // Listened to before anything is read, so that nothing falls between.
    const notices = await this.updates.subscribe<CallNotice>(CALL_TOPIC, MOST_WAITING);
    try {
      if (id == null) return endingInWords(notices, this.all(principal, notices));
      const call = await this.history.getOrThrow(principal, id);
      return endingInWords(notices, this.one(principal, call.id, afterSequence ?? call.sequence, notices));
    } catch (error) {
      await notices.return?.();
      throw error;
    }
  }

  private async *one(
    principal: Principal,
    callId: string,
    after: number,
    notices: AsyncIterable<CallNotice>,
  ): AsyncGenerator<Call> {
    let last = after;
    for (const call of await this.recent.between(callId, last)) {
      last = call.sequence;
      yield call;
    }
    for await (const notice of notices) {
      if (notice.callId !== callId || notice.sequence <= last || !maySee(principal, notice)) continue;
      for (const call of await this.recent.between(callId, last, notice.sequence)) {
        last = call.sequence;
        yield call;
      }
    }
  }

  /** Each call's last sequence is remembered while it lives, so that a notice that got lost or came twice does no harm. */
  private async *all(principal: Principal, notices: AsyncIterable<CallNotice>): AsyncGenerator<Call> {
    const lastOf = new Map<string, number>();
    for await (const notice of notices) {
      const { callId, sequence } = notice;
      const last = lastOf.get(callId) ?? sequence - 1;
      if (sequence <= last || !maySee(principal, notice)) continue;
      for (const call of await this.recent.between(callId, last, sequence)) {
        if (call.state === CallState.ENDED) lastOf.delete(callId);
        else lastOf.set(callId, call.sequence);
        yield call;
      }
    }
  }
}

/** return() must work while nothing comes: a generator's own would wait for the next change. */
function endingInWords(notices: AsyncIterator<CallNotice>, calls: AsyncGenerator<Call>): AsyncIterableIterator<CallUpdate> {
  const updates = tellingFailures(calls);
  const iterator: AsyncIterableIterator<CallUpdate> = {
    next: () => updates.next(),
    return: async () => {
      await notices.return?.();
      return updates.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

async function* tellingFailures(calls: AsyncGenerator<Call>): AsyncGenerator<CallUpdate, undefined> {
  try {
    for await (const call of calls) yield { call };
  } catch (error) {
    if (!(error instanceof SlowSubscriberError)) throw error;
    yield { failure: new ApiError('RATE_LIMITED', error.message) };
  }
  return undefined;
}
