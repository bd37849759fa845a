'use client';
import type { ApolloClient } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useLive } from '@/api/use-live';
import {
  type Language,
  TrunkDeletedDocument,
  type TrunkFieldsFragment,
  TrunksDocument,
  TrunkUpdatedDocument,
} from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';

/** Owns the subscriptions to trunks; keeps the cached list as the server has it, in the page's language. Draws nothing. */
export function TrunksLive() {
  const client = useApolloClient();
  const language = useApiLanguage();
  const variables = { language };
  const catchUp = () =>
    void client.query({ query: TrunksDocument, variables, fetchPolicy: 'network-only' }).catch(() => undefined);
  useLive(TrunkUpdatedDocument, {
    key: language,
    variables: () => variables,
    received: ({ trunkUpdated }) => keepTrunk(client, language, trunkUpdated),
    caughtUp: catchUp,
  });
  useLive(TrunkDeletedDocument, {
    variables: () => ({}),
    received: ({ trunkDeleted }) => dropTrunk(client, language, trunkDeleted),
  });
  return null;
}

/** Every trunk, by priority, or undefined before they are known. */
export function useTrunks(): readonly TrunkFieldsFragment[] | undefined {
  const language = useApiLanguage();
  const { data, previousData } = useQuery(TrunksDocument, { variables: { language }, fetchPolicy: 'cache-only' });
  // After a change of language the list stands in the old one until it comes in the new.
  return (data ?? previousData)?.trunks;
}

/** Puts a changed or new trunk into the cached list of that language. */
export function keepTrunk(client: ApolloClient, language: Language, trunk: TrunkFieldsFragment): void {
  client.cache.updateQuery({ query: TrunksDocument, variables: { language } }, (data) => {
    if (!data) return undefined;
    const isKnown = data.trunks.some(({ id }) => id === trunk.id);
    const trunks = isKnown ? data.trunks.map((known) => (known.id === trunk.id ? trunk : known)) : [...data.trunks, trunk];
    return { ...data, trunks: trunks.sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1)) };
  });
}

export function dropTrunk(client: ApolloClient, language: Language, id: string): void {
  client.cache.updateQuery(
    { query: TrunksDocument, variables: { language } },
    (data) => data && { ...data, trunks: data.trunks.filter((trunk) => trunk.id !== id) },
  );
}
