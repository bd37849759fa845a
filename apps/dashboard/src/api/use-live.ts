import type { OperationVariables } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { useStore } from '@/use-store';
import { connection, retryDelay } from './connection';

/**
 * A subscription that lasts: begun anew whenever the connection was lost and made again (with the variables of that moment), and a little
 * later when the server ended or refused it.
 * @param variables  called at each beginning; undefined: nothing to follow
 * @param caughtUp   called after each beginning: the place to ask for what was missed
 */
export function useLive<T, V extends OperationVariables>(
  document: TypedDocumentNode<T, V>,
  { key = '', variables, received, caughtUp }: LiveOptions<T, V>,
): void {
  const client = useApolloClient();
  const { opened } = useStore(connection);
  const [failures, setFailures] = useState(0);
  const begin = useEffectEvent(() => variables());
  const receive = useEffectEvent(received);
  const catchUp = useEffectEvent(() => caughtUp?.());
  useEffect(() => {
    const wanted = opened > 0 ? begin() : undefined;
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => (timer = setTimeout(() => setFailures((count) => count + 1), retryDelay(failures + 2)));
    const subscription = client.subscribe<T>({ query: document, variables: wanted, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data, error }) => {
        if (data) receive(data);
        if (error) again();
      },
      error: again,
      complete: again,
    });
    catchUp();
    return () => {
      clearTimeout(timer);
      subscription.unsubscribe();
    };
  }, [client, document, key, opened, failures]);
}

export interface LiveOptions<T, V> {
  /** A change begins anew. */
  key?: string;
  variables: () => V | undefined;
  received: (data: T) => void;
  caughtUp?: () => void;
}
