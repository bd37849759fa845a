'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { problemOf } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { HistoryCallFragment } from '@/gql/graphql';
import { useCallStore } from '../calls-live';
import { countWaiting, type HistoryList, type Page, revealed, withChanges, withFresh, withNextPage } from './history-list';

export const pageSize = 50;
/** The api gives no more at once. */
const mostPerRead = 200;
/** So often at most the first page is read again while calls end, in ms. */
const refreshMs = 1_000;

export type ReadPage = (page: { first: number; after: string | null }) => Promise<Page<HistoryCallFragment> | undefined>;

export interface History {
  /** Undefined while the first page is not there yet. */
  list: HistoryList<HistoryCallFragment> | undefined;
  /** What is shown is what was asked for before; the answer is on its way. */
  isStale: boolean;
  problem: Problem | undefined;
  /** How many new calls wait until reveal(). */
  waiting: number;
  isReadingMore: boolean;
  readMore: () => void;
  reveal: () => void;
  retry: () => void;
  /** A call that was changed here. */
  change: (call: HistoryCallFragment) => void;
}

/**
 * A long list of calls, read page by page, that follows what happens: whenever calls end or change the first page is read again.
 * @param key     names what is read; with another one the list begins anew
 * @param isHeld  asked when new calls come in: true makes them wait. Left out where calls also leave the list: then what is shown is read anew as a whole
 */
export function useHistory(key: string, readPage: ReadPage, isHeld?: () => boolean): History {
  const store = useCallStore();
  const client = useApolloClient();
  const [state, setState] = useState<{ key: string; list?: HistoryList<HistoryCallFragment>; problem?: Problem }>({ key });
  const [isReadingMore, setReadingMore] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const current = useRef(key);
  const { list } = state;
  const isStale = state.key !== key;

  const update = (change: (before: HistoryList<HistoryCallFragment>) => HistoryList<HistoryCallFragment>) =>
    setState((before) => (before.list ? { ...before, list: change(before.list), problem: undefined } : before));
  const read = useEffectEvent((first: number) => readPage({ first, after: null }));
  const refresh = useEffectEvent(async () => {
    const first = isHeld ? pageSize : Math.min(mostPerRead, Math.max(pageSize, list?.items.length ?? 0));
    const page = await read(first).catch(() => undefined);
    if (page && current.current === key) update((before) => (isHeld ? withFresh(before, page, isHeld()) : page));
  });

  useEffect(() => {
    current.current = key;
    let isOver = false;
    void (async () => {
      try {
        const page = await read(pageSize);
        if (!isOver && page) setState({ key, list: page });
      } catch (error) {
        if (!isOver) setState({ key, problem: problemOf(error) });
      }
    })();
    return () => void (isOver = true);
  }, [key, attempt, client]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known = newsKey(store.list.get().calls);
    const forget = store.list.subscribe(() => {
      if (timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        const now = newsKey(store.list.get().calls);
        if (now === known) return;
        known = now;
        void refresh();
      }, refreshMs);
    });
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, [store]);

  const readMore = () => {
    if (isReadingMore || isStale || !list?.nextCursor) return;
    setReadingMore(true);
    void readPage({ first: pageSize, after: list.nextCursor })
      .then((page) => {
        if (page && current.current === key) update((before) => withNextPage(before, page));
      })
      .catch((error: unknown) => setState((before) => ({ ...before, problem: problemOf(error) })))
      .finally(() => setReadingMore(false));
  };
  return {
    list,
    isStale,
    problem: isStale ? undefined : state.problem,
    waiting: list ? countWaiting(list) : 0,
    isReadingMore,
    readMore,
    reveal: () => update(revealed),
    retry: () => {
      setState({ key });
      setAttempt((count) => count + 1);
    },
    change: (call) => update((before) => withChanges(before, [call])),
  };
}

/** Another text whenever a call is answered, ends, or changes after its end. */
function newsKey(calls: readonly { id: string; state: string; sequence: number }[]): string {
  return calls
    .filter(({ state }) => state === 'ENDED' || state === 'ANSWERED')
    .map(({ id, state, sequence }) => (state === 'ENDED' ? `${id}:${sequence}` : id))
    .join();
}
