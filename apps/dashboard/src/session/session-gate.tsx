'use client';
import { ApolloProvider } from '@apollo/client/react';
import { usePathname, useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { makeClient } from '@/api/client';
import type { SignedInUserFragment } from '@/gql/graphql';
import { useStore } from '@/use-store';
import { session } from './session';

const UserContext = createContext<SignedInUserFragment | undefined>(undefined);

/** Shows its children to who is signed in, with a connection of their own to the api; sends others to the sign-in page. */
export function SessionGate({ waiting, children }: { waiting: (unreachable: boolean) => ReactNode; children: ReactNode }) {
  const state = useStore(session.state);
  const router = useRouter();
  const path = usePathname();
  const [client, setClient] = useState<ReturnType<typeof makeClient>>();
  const userId = state.status === 'signedIn' ? state.user.id : undefined;

  useEffect(() => session.start(), []);
  useEffect(() => {
    if (!userId) return;
    const made = makeClient();
    setClient(made);
    return () => {
      setClient(undefined);
      made.close();
    };
  }, [userId]);
  useEffect(() => {
    if (state.status === 'anonymous') router.replace(`/login?from=${encodeURIComponent(path)}${state.ended ? '&ended=1' : ''}`);
  }, [state, router, path]);

  if (state.status !== 'signedIn' || !client) return waiting(state.status === 'unreachable');
  return (
    <ApolloProvider client={client.apollo}>
      <UserContext value={state.user}>{children}</UserContext>
    </ApolloProvider>
  );
}

export function useSignedInUser(): SignedInUserFragment {
  const user = useContext(UserContext);
  if (!user) throw new Error('useSignedInUser is for components inside SessionGate');
  return user;
}
