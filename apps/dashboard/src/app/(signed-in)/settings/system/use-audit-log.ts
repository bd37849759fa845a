'use client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { problemOf } from '@/api/client';
import type { Problem } from '@/api/problem';
import { type AuditFieldsFragment, type AuditFilter, AuditLinesDocument } from '@/gql/graphql';

const pageSize = 50;

interface Lines {
  items: readonly AuditFieldsFragment[];
  /** null: there are no more. */
  nextCursor: string | null;
}

/** The audit log by a filter, newest first; `more` adds the next page to it. */
export function useAuditLog(filter: AuditFilter) {
  const client = useApolloClient();
  const key = JSON.stringify(filter);
  const [lines, setLines] = useState<{ key: string } & Lines>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);

  const ask = useCallback(
    async (after: string | null): Promise<Lines | undefined> => {
      const variables = { first: pageSize, after, filter: JSON.parse(key) as AuditFilter };
      try {
        const { data } = await client.query({ query: AuditLinesDocument, variables, fetchPolicy: 'no-cache' });
        setProblem(undefined);
        return data?.auditLog;
      } catch (error) {
        setProblem(problemOf(error));
        return undefined;
      }
    },
    [client, key],
  );

  useEffect(() => {
    let isCurrent = true;
    void ask(null).then((first) => {
      if (isCurrent && first) setLines({ key, ...first });
    });
    return () => {
      isCurrent = false;
    };
  }, [ask, key]);

  const current = lines?.key === key ? lines : undefined;
  const more = async () => {
    if (!current?.nextCursor || isBusy) return;
    setBusy(true);
    const next = await ask(current.nextCursor);
    setBusy(false);
    // Another filter was chosen meanwhile: these are not its lines.
    if (next)
      setLines((now) => (now === current ? { key, items: [...current.items, ...next.items], nextCursor: next.nextCursor } : now));
  };
  return { lines: current, problem, isBusy, more };
}
