import type { CallFieldsFragment } from '@/gql/graphql';
import { Store } from '@/store';

export interface CallList {
  isLoaded: boolean;
  /** Newest first: every live call, and the last ended ones. */
  calls: readonly CallFieldsFragment[];
}

/** How many ended calls a page keeps; live ones, and the one that is shown, are never dropped. */
export const keptCalls = 50;
/** Changes of other people's calls are shown together, so long after the first, in ms: hundreds of calls change faster than anybody reads. */
const gatherMs = 100;
/** That the shown call is being dialled was drawn at the press: the server's word for it is drawn while the telephone opens its sound, not while it is about to ring, in ms. */
const askedMs = 30;

/** The calls that this page knows, each at its newest sequence number, from queries and live updates in whatever order they come. */
export class CallStore {
  readonly list = new Store<CallList>({ isLoaded: false, calls: [] });
  readonly #calls = new Map<string, CallFieldsFragment>();
  #shown: string | undefined;
  #gathering: ReturnType<typeof setTimeout> | undefined;

  find(id: string): CallFieldsFragment | undefined {
    return this.#calls.get(id);
  }

  /** The call that a person has before them: it stays, however many others end meanwhile, and what happens to it is shown at once. */
  show(id: string | undefined): void {
    this.#shown = id;
  }

  apply(calls: readonly CallFieldsFragment[], isLoaded = this.list.get().isLoaded): void {
    const isChanged = this.#keep(calls);
    if (isChanged || isLoaded !== this.list.get().isLoaded) this.#publish(isLoaded);
  }

  /** Like apply, and shown a moment later, with whatever else comes until then; what happens to the call that is shown, at once. */
  applySoon(call: CallFieldsFragment): void {
    const isShown = call.id === this.#shown;
    const isNews = call.state !== 'DIALING' || this.#calls.has(call.id);
    if (isShown && isNews) return this.apply([call]);
    if (!this.#keep([call])) return;
    this.#gathering ??= setTimeout(() => this.#publish(this.list.get().isLoaded), isShown ? askedMs : gatherMs);
  }

  /** A call that this person may no longer see: whatever it does now, it is not shown as it was. */
  drop(id: string): void {
    if (this.#calls.delete(id)) this.#publish(this.list.get().isLoaded);
  }

  /** The calls that are live here and were not in what the server lists as live: they ended while we were away. */
  missingFrom(active: readonly CallFieldsFragment[]): string[] {
    const listed = new Set(active.map((call) => call.id));
    return [...this.#calls.values()].filter((call) => call.state !== 'ENDED' && !listed.has(call.id)).map((call) => call.id);
  }

  #keep(calls: readonly CallFieldsFragment[]): boolean {
    const newer = calls.filter(({ id, sequence }) => (this.#calls.get(id)?.sequence ?? -1) < sequence);
    for (const call of newer) this.#calls.set(call.id, call);
    return newer.length > 0;
  }

  #publish(isLoaded: boolean): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const sorted = [...this.#calls.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
    const ended = sorted.filter((call) => call.state === 'ENDED' && call.id !== this.#shown);
    const dropped = new Set(ended.slice(keptCalls));
    for (const call of dropped) this.#calls.delete(call.id);
    this.list.set({ isLoaded, calls: sorted.filter((call) => !dropped.has(call)) });
  }
}
