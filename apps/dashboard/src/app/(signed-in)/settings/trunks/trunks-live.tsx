'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect } from 'react';
import { useLive } from '@/api/use-live';
import {
  type Language,
  TrunkDeletedDocument,
  type TrunkFieldsFragment,
  TrunksDocument,
  TrunkUpdatedDocument,
} from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';
import { Store } from '@/store';
import { useStore } from '@/use-store';

interface TrunkList {
  /** Of the texts in it. */
  language: Language;
  trunks: readonly TrunkFieldsFragment[];
}

/** Undefined before it is known, and when nobody is signed in. */
const list = new Store<TrunkList | undefined>(undefined);

/** Owns the subscriptions to trunks; keeps the list as the server has it, in the page's language. Draws nothing. */
export function TrunksLive() {
  const client = useApolloClient();
  const language = useApiLanguage();
  const variables = { language };
  const catchUp = () =>
    void client.query({ query: TrunksDocument, variables, fetchPolicy: 'no-cache' }).then(
      ({ data }) => data && list.set({ language, trunks: data.trunks }),
      () => undefined,
    );
  useLive(TrunkUpdatedDocument, {
    key: language,
    variables: () => variables,
    received: ({ trunkUpdated }) => keepTrunk(language, trunkUpdated),
    caughtUp: catchUp,
  });
  useLive(TrunkDeletedDocument, {
    variables: () => ({}),
    received: ({ trunkDeleted }) => dropTrunk(trunkDeleted),
  });
  useEffect(() => () => list.set(undefined), []);
  return null;
}

/** Every trunk, by priority, or undefined before they are known. After a change of language the list stands in the old one until it comes in the new. */
export function useTrunks(): readonly TrunkFieldsFragment[] | undefined {
  return useStore(list)?.trunks;
}

/** Puts a changed or new trunk, with its texts in that language, into the list. */
export function keepTrunk(language: Language, trunk: TrunkFieldsFragment): void {
  const known = list.get();
  if (known?.language !== language) return;
  const others = known.trunks.filter(({ id }) => id !== trunk.id);
  const trunks = [...others, trunk].sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
  list.set({ language, trunks });
}

export function dropTrunk(id: string): void {
  const known = list.get();
  if (known) list.set({ ...known, trunks: known.trunks.filter((trunk) => trunk.id !== id) });
}
