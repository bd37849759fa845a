'use client';
import 'graphiql/setup-workers/webpack';
import 'graphiql/style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { useEffect, useState } from 'react';
import { observedFetch } from '@/api/server-clock';
import { session } from '@/session/session';

/** Everything goes to our own origin, with the token of the moment; it is never shown or stored. */
export default function Ide() {
  const [socket] = useState(() =>
    createClient({
      url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
      connectionParams: async () => ({ Authorization: `Bearer ${(await session.freshToken()) ?? ''}` }),
    }),
  );
  useEffect(() => () => void socket.dispose(), [socket]);
  const [fetcher] = useState(() => createGraphiQLFetcher({ url: '/graphql', fetch: authorizedFetch, wsClient: socket }));
  return <GraphiQL fetcher={fetcher} shouldPersistHeaders={false} isHeadersEditorEnabled={false} defaultQuery={example} />;
}

async function authorizedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.set('Authorization', `Bearer ${(await session.freshToken()) ?? ''}`);
  return observedFetch(input, { ...init, headers });
}

const example = `# Signed in as yourself. Ctrl+Space completes, Ctrl+Enter runs.

query Overview {
  me { displayName role extension }
  trunks { name server registration { state sipCode reason } }
  calls(first: 10) { items { id to state outcome createdAt } }
}

mutation Call {
  originateCall(input: { to: "998000000001", connect: { announcement: "sound:demo-congrats" } }) {
    ... on Call { id state }
    ... on OperationError { errorCode message field }
  }
}

subscription Live {
  callUpdated { id to state outcome sequence }
}
`;
