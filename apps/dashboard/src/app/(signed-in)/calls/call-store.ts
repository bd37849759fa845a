import type { CallFieldsFragment } from '@/gql/graphql';
import { Store } from '@/store';

export interface CallList {
  isLoaded: boolean;
  /** Newest first: every live call, and the last ended ones. */
  calls: readonly CallFieldsFragment[];
}

/** How many calls a page keeps; live ones are never dropped. */
export const keptCalls = 50;

/** The calls that this page knows, each at its newest sequence number, from queries and live updates in whatever order they come. */
export class CallStore {
  readonly list = new Store<CallList>({ isLoaded: false, calls: [] });
  readonly #calls = new Map<string, CallFieldsFragment>();

  find(id: string): CallFieldsFragment | undefined {
    return this.#calls.get(id);
  }

  apply(calls: readonly CallFieldsFragment[], isLoaded = this.list.get().isLoaded): void {
    let changed = isLoaded !== this.list.get().isLoaded;
    for (const call of calls) {
      const known = this.#calls.get(call.id);
      if (known && known.sequence >= call.sequence) continue;
      this.#calls.set(call.id, call);
      changed = true;
    }
    if (changed) this.#publish(isLoaded);
  }

  /** The calls that are live here and were not in what the server lists as live: they ended while we were away. */
  missingFrom(active: readonly CallFieldsFragment[]): string[] {
    const listed = new Set(active.map((call) => call.id));
    return [...this.#calls.values()].filter((call) => call.state !== 'ENDED' && !listed.has(call.id)).map((call) => call.id);
  }

  #publish(isLoaded: boolean): void {
    const sorted = [...this.#calls.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
    const dropped = new Set(sorted.filter((call) => call.state === 'ENDED').slice(keptCalls));
    for (const call of dropped) this.#calls.delete(call.id);
    this.list.set({ isLoaded, calls: sorted.filter((call) => !dropped.has(call)) });
  }
}
