'use client';
import type { OperationVariables } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useEffectEvent } from 'react';
import { useStore } from '@/use-store';
import { problemOf } from './client';
import { connection } from './connection';
import type { Problem } from './problem';

/**
 * A query's answer: what this page knows at once, then what the server has; asked for again after a lost connection. `problem` only
 * where there is nothing to show.
 */
export function useRead<T, V extends OperationVariables>(document: TypedDocumentNode<T, V>, variables: V): Reading<T> {
  const { opened } = useStore(connection);
  const options = { variables, fetchPolicy: 'cache-and-network' as const };
  const { data, previousData, error, refetch } = useQuery<T, OperationVariables>(document, options);
  const reload = async () => void (await refetch().catch(() => undefined));
  const again = useEffectEvent(reload);
  useEffect(() => {
    // The first connection is made while the first answer is under way.
    if (opened > 1) void again();
  }, [opened]);
  // What is known stays while an answer fails to come.
  const known = data ?? (error && previousData);
  return { data: known, problem: error && !known ? problemOf(error) : undefined, reload };
}

export interface Reading<T> {
  data: T | undefined;
  problem: Problem | undefined;
  reload: () => Promise<void>;
}
