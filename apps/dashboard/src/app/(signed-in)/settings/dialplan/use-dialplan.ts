'use client';
import { useApolloClient } from '@apollo/client/react';
import { useLive } from '@/api/use-live';
import { type Reading, useRead } from '@/api/use-read';
import { DialplanChangedDocument, DialplanOverviewDocument, type DialplanOverviewQuery } from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';

/** The rules, the text and whether it runs, as they change. Owns that subscription while the page is open. */
export function useDialplan(onChanged: () => void): Reading<DialplanOverviewQuery> {
  const client = useApolloClient();
  const variables = { language: useApiLanguage() };
  const dialplan = useRead(DialplanOverviewDocument, variables);
  useLive(DialplanChangedDocument, {
    key: variables.language,
    variables: () => variables,
    received: ({ dialplanUpdated }) => {
      client.cache.writeQuery({ query: DialplanOverviewDocument, variables, data: { dialplan: dialplanUpdated } });
      onChanged();
    },
  });
  return dialplan;
}
