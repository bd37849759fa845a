'use client';
import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { usePathname, useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { connection } from '@/api/connection';
import { LightClient } from '@/api/light-client';
import { closeSocket, makeSocket } from '@/api/socket';
import type { SignedInUserFragment } from '@/gql/graphql';
import { useStore } from '@/use-store';
import { session } from './session';

const UserContext = createContext<SignedInUserFragment | undefined>(undefined);

/** The connection to the api of one signed-in person. */
interface ConnectionToApi {
  /** As Apollo's hooks take it; it has query, mutate and subscribe alone. */
  light: ApolloClient;
  /** Fetches Apollo at the first call. */
  apollo: () => Promise<ApolloClient>;
  close: () => void;
}

const ConnectionContext = createContext<ConnectionToApi | undefined>(undefined);

function connect(): ConnectionToApi {
  const socket = makeSocket();
  let apollo: Promise<ApolloClient> | undefined;
  return {
    light: new LightClient(socket) as unknown as ApolloClient,
    apollo: () => (apollo ??= import('@/api/apollo').then(({ makeApollo }) => makeApollo(socket))),
    close: () => {
      void apollo?.then((client) => client.stop());
      closeSocket(socket);
      connection.set({ state: 'connecting', opened: 0 });
    },
  };
}

/** Shows its children to who is signed in, with a connection of their own to the api; sends others to the sign-in page. */
export function SessionGate({ waiting, children }: { waiting: (unreachable: boolean) => ReactNode; children: ReactNode }) {
  const state = useStore(session.state);
  const router = useRouter();
  const path = usePathname();
  const [api, setApi] = useState<ConnectionToApi>();
  const userId = state.status === 'signedIn' ? state.user.id : undefined;

  useEffect(() => session.start(), []);
  useEffect(() => {
    if (!userId) return;
    const made = connect();
    setApi(made);
    return () => {
      setApi(undefined);
      made.close();
    };
  }, [userId]);
  useEffect(() => {
    if (state.status === 'anonymous') router.replace(`/login?from=${encodeURIComponent(path)}${state.ended ? '&ended=1' : ''}`);
  }, [state, router, path]);

  if (state.status !== 'signedIn' || !api) return waiting(state.status === 'unreachable');
  return (
    <ConnectionContext value={api}>
      <ApolloProvider client={api.light}>
        <UserContext value={state.user}>{children}</UserContext>
      </ApolloProvider>
    </ConnectionContext>
  );
}

export function useSignedInUser(): SignedInUserFragment {
  const user = useContext(UserContext);
  if (!user) throw new Error('useSignedInUser is for components inside SessionGate');
  return user;
}

export function useConnectionToApi(): ConnectionToApi {
  const api = useContext(ConnectionContext);
  if (!api) throw new Error('useConnectionToApi is for components inside SessionGate');
  return api;
}
