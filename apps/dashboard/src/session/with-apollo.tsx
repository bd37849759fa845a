'use client';
import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, useEffect, useState } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import { useConnectionToApi } from './session-gate';

/** For pages with a cache (useQuery): fetches Apollo, once for a session, and then shows its children. Others have the light client. */
export function WithApollo({ children }: { children: ReactNode }) {
  const { apollo } = useConnectionToApi();
  const [client, setClient] = useState<ApolloClient>();
  useEffect(() => {
    let isWanted = true;
    void apollo().then((loaded) => isWanted && setClient(loaded));
    return () => {
      isWanted = false;
    };
  }, [apollo]);
  if (!client) return <Skeleton className="h-96" />;
  return <ApolloProvider client={client}>{children}</ApolloProvider>;
}
