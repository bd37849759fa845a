'use client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { serverClock } from '@/api/server-clock';
import { useLive } from '@/api/use-live';
import { AnyCallUpdatedDocument, CallByIdDocument, type CallFieldsFragment, CallsOverviewDocument } from '@/gql/graphql';
import { useStore } from '@/use-store';
import { CallStore } from './call-store';

const firstCalls = 30;
const CallsContext = createContext<CallStore | undefined>(undefined);

/** Owns the subscription to every call that this person may see, and keeps the store whole across lost connections. */
export function CallsLive({ children }: { children: ReactNode }) {
  const client = useApolloClient();
  const [store] = useState(() => new CallStore());

  // After the subscription has begun, so that nothing falls between the two.
  const catchUp = async () => {
    const { data } = await client.query({
      query: CallsOverviewDocument,
      variables: { first: firstCalls },
      fetchPolicy: 'no-cache',
    });
    if (!data) return;
    const ended = store.missingFrom(data.activeCalls);
    store.apply([...data.activeCalls, ...data.calls.items], true);
    for (const id of ended.filter((call) => store.find(call)?.state !== 'ENDED')) {
      const { data: missed } = await client.query({ query: CallByIdDocument, variables: { id }, fetchPolicy: 'no-cache' });
      if (missed?.call) store.apply([missed.call]);
      else if (missed) store.drop(id);
    }
  };

  useLive(AnyCallUpdatedDocument, {
    variables: () => ({}),
    received: ({ callUpdated }) => {
      observeTimes(callUpdated);
      store.applySoon(callUpdated);
    },
    // Without an answer the list stays as it is; the connection's banner says why, and the next connection asks again.
    caughtUp: () => void catchUp().catch(() => undefined),
  });
  return <CallsContext value={store}>{children}</CallsContext>;
}

/** A call that has just changed tells the server's time. */
export function observeTimes(call: CallFieldsFragment): void {
  serverClock.observePast(call.endedAt ?? call.answeredAt ?? call.ringingAt ?? call.createdAt);
}

export function useCallStore(): CallStore {
  const store = useContext(CallsContext);
  if (!store) throw new Error('useCallStore is for components inside CallsLive');
  return store;
}

export function useCalls() {
  return useStore(useCallStore().list);
}
