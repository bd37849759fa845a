import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type OperationVariables } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { from, switchMap } from 'rxjs';
import { session } from '@/session/session';
import { connection, retryDelay } from './connection';
import type { Answer } from './post-operation';
import { type Problem, problem, problemOfErrors } from './problem';
import { observedFetch } from './server-clock';

/** The server closes a socket so when its session is over or its token has run out. */
const forbidden = 4403;
const pingMs = 8_000;
const pongMs = 4_000;

function isUnauthenticated(error: unknown): boolean {
  return CombinedGraphQLErrors.is(error) && problemOfErrors(error.errors).code === 'UNAUTHENTICATED';
}

function makeSocket() {
  let current: WebSocket | undefined;
  let pong: ReturnType<typeof setTimeout> | undefined;
  let tokenOfSocket: string | undefined;
  return createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    lazy: false,
    onNonLazyError: () => connection.set({ ...connection.get(), state: 'lost' }),
    keepAlive: pingMs,
    retryAttempts: Infinity,
    shouldRetry: () => session.state.get().status === 'signedIn',
    retryWait: (attempt) => new Promise((resolve) => setTimeout(resolve, retryDelay(attempt))),
    connectionParams: async () => {
      tokenOfSocket = await session.freshToken();
      return tokenOfSocket ? { Authorization: `Bearer ${tokenOfSocket}` } : {};
    },
    on: {
      opened: (socket) => (current = socket as WebSocket),
      connected: () => connection.set({ state: 'open', opened: connection.get().opened + 1 }),
      closed: (event) => {
        clearTimeout(pong);
        connection.set({ ...connection.get(), state: 'lost' });
        const code = event instanceof CloseEvent ? event.code : undefined;
        if (code === forbidden && session.token === tokenOfSocket) void session.renew();
      },
      // A hung server keeps the socket open and says nothing: no pong in time is a lost connection.
      ping: (received) => {
        if (!received) pong = setTimeout(() => current?.close(4408, 'No pong'), pongMs);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
    },
  });
}

/** The connection to the api of one signed-in person; `close()` it when the session ends. In the browser only. */
export function makeClient() {
  const socket = makeSocket();
  const authorize = new SetContextLink(async (previous) => {
    const token = await session.freshToken();
    const headers = previous.headers as Record<string, string> | undefined;
    return token ? { headers: { ...headers, Authorization: `Bearer ${token}` } } : {};
  });
  // Once: after the renewal the operation goes round the rest of the links again, not through this one.
  const renewAndRetry = new ErrorLink(({ error, operation, forward }) => {
    if (isUnauthenticated(error)) return from(session.renew()).pipe(switchMap(() => forward(operation)));
  });
  const http = ApolloLink.from([renewAndRetry, authorize, new HttpLink({ uri: '/graphql', fetch: observedFetch })]);
  const isSubscription = ({ operationType }: ApolloLink.Operation) => operationType === OperationTypeNode.SUBSCRIPTION;
  const apollo = new ApolloClient({
    link: ApolloLink.split(isSubscription, new GraphQLWsLink(socket), http),
    cache: new InMemoryCache({ typePolicies: { TrunkRegistration: { merge: false }, TrunkReachability: { merge: false } } }),
    devtools: { enabled: false },
  });
  const close = () => {
    apollo.stop();
    void socket.dispose();
    connection.set({ state: 'connecting', opened: 0 });
  };
  return { apollo, close };
}

/** What went wrong, for a person. */
export function problemOf(error: unknown): Problem {
  if (CombinedGraphQLErrors.is(error)) return problemOfErrors(error.errors);
  if (ServerError.is(error)) return problem(error.statusCode >= 502 ? 'OFFLINE' : 'INTERNAL_SERVER_ERROR', error.message);
  return problem(error instanceof TypeError ? 'OFFLINE' : 'UNKNOWN', error instanceof Error ? error.message : undefined);
}

/** A mutation whose failure is a value: never throws. */
export async function mutate<T, V extends OperationVariables>(
  client: ApolloClient,
  mutation: TypedDocumentNode<T, V>,
  variables: V,
): Promise<Answer<T>> {
  try {
    const { data } = await client.mutate<T>({ mutation, variables });
    return data ? { data } : { problem: problem('UNKNOWN') };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}
