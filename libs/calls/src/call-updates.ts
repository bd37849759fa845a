import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { ApiError } from '@app/common';
import type { Call } from './call.entity.js';
import { CallFeed } from './call-feed.js';
import { CallHistory, maySee } from './call-history.js';
import { RecentChanges } from './recent-changes.js';
import { stoppingAtOnce } from './stopping-at-once.js';

/** Every change of calls, in order, none skipped and none twice, to those who may see them. */
@Injectable()
export class CallUpdates {
  constructor(
    private readonly feed: CallFeed,
    private readonly history: CallHistory,
    private readonly recent: RecentChanges,
  ) {}

  /**
   * It ends with SlowSubscriberError when the subscriber does not keep up.
   * @param id one call, else every call that the principal may see
   * @param afterSequence with an id: what came after it comes first
   * @throws {ApiError} NOT_FOUND, BAD_USER_INPUT
   */
  async subscribe(principal: Principal, id?: string | null, afterSequence?: number | null): Promise<AsyncIterableIterator<Call>> {
    if (id == null && afterSequence != null) throw new ApiError('BAD_USER_INPUT', 'afterSequence needs an id.');
    // Listened to before anything is read, so that nothing falls between.
    const changes = this.feed.join((call) => (id == null || call.id === id.toLowerCase()) && maySee(principal, call));
    if (id == null) return changes;
    try {
      const call = await this.history.getOrThrow(principal, id);
      return stoppingAtOnce(changes, this.one(call.id, afterSequence ?? call.sequence, changes));
    } catch (error) {
      await changes.return();
      throw error;
    }
  }

  private async *one(callId: string, after: number, changes: AsyncIterable<Call>): AsyncGenerator<Call, undefined> {
    let last = after;
    for (const call of await this.recent.between(callId, last)) {
      last = call.sequence;
      yield call;
    }
    for await (const change of changes) {
      if (change.sequence <= last) continue;
      // A change that was saved and not yet told when the first ones were read.
      const missed = change.sequence > last + 1 ? await this.recent.between(callId, last, change.sequence - 1) : [];
      for (const call of [...missed, change]) {
        last = call.sequence;
        yield call;
      }
    }
    return undefined;
  }
}
