'use client';
import type { ApolloClient } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useLive } from '@/api/use-live';
import { TrunkDeletedDocument, type TrunkFieldsFragment, TrunksDocument, TrunkUpdatedDocument } from '@/gql/graphql';

/** Owns the subscriptions to trunks; keeps the cached list as the server has it. Draws nothing. */
export function TrunksLive() {
  const client = useApolloClient();
  const catchUp = () => void client.query({ query: TrunksDocument, fetchPolicy: 'network-only' }).catch(() => undefined);
  useLive(TrunkUpdatedDocument, {
    variables: () => ({}),
    received: ({ trunkUpdated }) => keepTrunk(client, trunkUpdated),
    caughtUp: catchUp,
  });
  useLive(TrunkDeletedDocument, { variables: () => ({}), received: ({ trunkDeleted }) => dropTrunk(client, trunkDeleted) });
  return null;
}

/** Every trunk, by priority, or undefined before they are known. */
export function useTrunks(): readonly TrunkFieldsFragment[] | undefined {
  return useQuery(TrunksDocument, { fetchPolicy: 'cache-only' }).data?.trunks;
}

/** Puts a changed or new trunk into the cached list. */
export function keepTrunk(client: ApolloClient, trunk: TrunkFieldsFragment): void {
  client.cache.updateQuery({ query: TrunksDocument }, (data) => {
    if (!data) return undefined;
    const isKnown = data.trunks.some(({ id }) => id === trunk.id);
    const trunks = isKnown ? data.trunks.map((known) => (known.id === trunk.id ? trunk : known)) : [...data.trunks, trunk];
    return { ...data, trunks: trunks.sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1)) };
  });
}

export function dropTrunk(client: ApolloClient, id: string): void {
  client.cache.updateQuery(
    { query: TrunksDocument },
    (data) => data && { ...data, trunks: data.trunks.filter((trunk) => trunk.id !== id) },
  );
}
