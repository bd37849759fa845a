'use client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { useLive } from '@/api/use-live';
import { PeopleDocument, type PersonFieldsFragment, PersonUpdatedDocument } from '@/gql/graphql';
import { useSignedInUser } from '@/session/session-gate';
import { Store } from '@/store';
import { useStore } from '@/use-store';

export type Person = PersonFieldsFragment;

interface People {
  people: readonly Person[];
}

const PeopleContext = createContext<Store<People> | undefined>(undefined);

/** Owns the subscription to users: who is there, and whether they can be given a call. */
export function PeopleLive({ children }: { children: ReactNode }) {
  const client = useApolloClient();
  const [store] = useState(() => new Store<People>({ people: [] }));
  const keep = (person: Person) => {
    const others = store.get().people.filter(({ id }) => id !== person.id);
    store.set({ people: [...others, person].sort((a, b) => a.displayName.localeCompare(b.displayName)) });
  };
  useLive(PersonUpdatedDocument, {
    variables: () => ({}),
    received: ({ userUpdated }) => keep(userUpdated),
    caughtUp: () =>
      void client.query({ query: PeopleDocument, fetchPolicy: 'no-cache' }).then(
        ({ data }) => data && store.set({ people: [...data.users].sort((a, b) => a.displayName.localeCompare(b.displayName)) }),
        () => undefined,
      ),
  });
  return <PeopleContext value={store}>{children}</PeopleContext>;
}

export function usePeopleStore(): Store<People> {
  const store = useContext(PeopleContext);
  if (!store) throw new Error('usePeople is for components inside PeopleLive');
  return store;
}

export function usePeople(): People {
  return useStore(usePeopleStore());
}

/** The signed-in person as the others see them; undefined before that is known. */
export function useMyself(): Person | undefined {
  const me = useSignedInUser();
  return usePeople().people.find(({ id }) => id === me.id);
}
