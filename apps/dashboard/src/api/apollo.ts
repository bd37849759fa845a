import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import type { Client } from 'graphql-ws';
import { from, switchMap } from 'rxjs';
import { session } from '@/session/session';
import { problemOf } from './client';
import { observedFetch } from './server-clock';

/** Apollo's client of one signed-in person, over the live connection that is there. In the browser only. */
export function makeApollo(socket: Client): ApolloClient {
  const authorize = new SetContextLink(async (previous) => {
    const token = await session.freshToken();
    const headers = previous.headers as Record<string, string> | undefined;
    return token ? { headers: { ...headers, Authorization: `Bearer ${token}` } } : {};
  });
  // Once: after the renewal the operation goes round the rest of the links again, not through this one.
  const renewAndRetry = new ErrorLink(({ error, operation, forward }) => {
    if (problemOf(error).code === 'UNAUTHENTICATED') return from(session.renew()).pipe(switchMap(() => forward(operation)));
  });
  const http = ApolloLink.from([renewAndRetry, authorize, new HttpLink({ uri: '/graphql', fetch: observedFetch })]);
  const isSubscription = ({ operationType }: ApolloLink.Operation) => operationType === OperationTypeNode.SUBSCRIPTION;
  return new ApolloClient({
    link: ApolloLink.split(isSubscription, new GraphQLWsLink(socket), http),
    cache: new InMemoryCache({ typePolicies: { TrunkRegistration: { merge: false }, TrunkReachability: { merge: false } } }),
    devtools: { enabled: false },
  });
}
