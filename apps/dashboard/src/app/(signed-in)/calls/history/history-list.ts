/** What a list needs of a call. */
interface Listed {
  id: string;
  createdAt: string;
  sequence: number;
}

export interface Page<T> {
  /** Newest first. */
  items: readonly T[];
  nextCursor: string | null;
}

/** The part of a long list that is shown, from its newest on. */
export interface HistoryList<T> extends Page<T> {
  /** The first page as it is now, where it has calls that are not shown yet. */
  fresh?: Page<T>;
}

/** The next page below. */
export function withNextPage<T extends Listed>(list: HistoryList<T>, page: Page<T>): HistoryList<T> {
  const known = new Set(list.items.map(({ id }) => id));
  return { ...list, items: [...list.items, ...page.items.filter(({ id }) => !known.has(id))], nextCursor: page.nextCursor };
}

/**
 * After the first page was read again: calls that are shown change in their places, and new ones come in. With `isHeld` those wait (see
 * revealed): nothing may move under somebody's pointer.
 */
export function withFresh<T extends Listed>(list: HistoryList<T>, fresh: Page<T>, isHeld: boolean): HistoryList<T> {
  const changed = withChanges({ items: list.items, nextCursor: list.nextCursor }, fresh.items);
  const next = { ...changed, fresh };
  if (countWaiting(next) === 0) return changed;
  return isHeld ? next : revealed(next);
}

/** Calls that are shown, at their newest sequence; the others are left out. */
export function withChanges<T extends Listed>(list: HistoryList<T>, calls: readonly T[]): HistoryList<T> {
  const newer = new Map(calls.map((call) => [call.id, call]));
  const isNewer = (call: T) => (newer.get(call.id)?.sequence ?? 0) > call.sequence;
  if (!list.items.some(isNewer)) return list;
  return { ...list, items: list.items.map((call) => (isNewer(call) ? newer.get(call.id)! : call)) };
}

/** How many calls wait. */
export function countWaiting<T extends Listed>({ items, fresh }: HistoryList<T>): number {
  const known = new Set(items.map(({ id }) => id));
  return fresh?.items.filter(({ id }) => !known.has(id)).length ?? 0;
}

/** With the calls that waited. Where more than a page of them came, the list begins anew: what lies between was never read. */
export function revealed<T extends Listed>({ items, nextCursor, fresh }: HistoryList<T>): HistoryList<T> {
  if (!fresh) return { items, nextCursor };
  const known = new Set(items.map(({ id }) => id));
  const isJoined = fresh.items.some(({ id }) => known.has(id));
  if (!isJoined && fresh.nextCursor !== null) return { items: fresh.items, nextCursor: fresh.nextCursor };
  const added = fresh.items.filter(({ id }) => !known.has(id));
  return { items: [...added, ...items].sort(newestFirst), nextCursor };
}

function newestFirst(a: Listed, b: Listed): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** A missing cursor is the end. */
export function withCursor<T extends { nextCursor?: string | null }>(
  page: T | undefined,
): (T & { nextCursor: string | null }) | undefined {
  return page && { ...page, nextCursor: page.nextCursor ?? null };
}
