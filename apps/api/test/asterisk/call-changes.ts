/** What a subscriber hears of calls, by the call: whoever waits for a change is told of it, and nobody has to look again and again. */
import type { Subscription } from '../support/graphql-client.js';
import type { CallView } from './operations.js';

export interface HeardChange {
  /** Wall clock, ms. */
  at: number;
  call: CallView;
}

type IsIt = (call: CallView) => boolean;

export class CallChanges {
  private readonly byCall = new Map<string, HeardChange[]>();
  private readonly waiting = new Map<string, Set<(call: CallView) => void>>();

  constructor(subscription: Subscription<{ callUpdated: CallView }>) {
    subscription.onItem = ({ callUpdated }, at) => this.hear(callUpdated, at);
  }

  /** Oldest first, as they arrived. */
  of(callId: string): readonly HeardChange[] {
    return this.byCall.get(callId) ?? [];
  }

  /** The first change that is so, in the past or to come. @throws after that time */
  async when(callId: string, isIt: IsIt, timeoutMs = 30_000): Promise<CallView> {
    const known = this.of(callId).find(({ call }) => isIt(call));
    if (known) return known.call;
    const waiting = this.waiting.get(callId) ?? new Set();
    this.waiting.set(callId, waiting);
    return new Promise((resolve, reject) => {
      const told = (call: CallView): void => {
        if (!isIt(call)) return;
        clearTimeout(limit);
        waiting.delete(told);
        resolve(call);
      };
      const limit = setTimeout(() => {
        waiting.delete(told);
        reject(
          new Error(`Not within ${timeoutMs} ms: ${isIt.toString()}; the last was ${JSON.stringify(this.of(callId).at(-1))}`),
        );
      }, timeoutMs);
      waiting.add(told);
    });
  }

  private hear(call: CallView, at: number): void {
    const changes = this.byCall.get(call.id);
    if (changes) changes.push({ at, call });
    else this.byCall.set(call.id, [{ at, call }]);
    for (const told of this.waiting.get(call.id) ?? []) told(call);
  }
}
