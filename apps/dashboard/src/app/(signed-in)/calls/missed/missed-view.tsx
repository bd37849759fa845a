'use client';
import { useApolloClient } from '@apollo/client/react';
import { PhoneIncoming } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { MissedCallsDocument } from '@/gql/graphql';
import { CallSheet } from '../history/call-sheet';
import { HistoryRows } from '../history/history-rows';
import { withCursor } from '../history/history-list';
import { useHistory } from '../history/use-history';

/** Callers whom nobody answered and nobody has talked to since. Who is called back and answers leaves the list. */
export function MissedView() {
  const t = useTranslations('missed');
  const client = useApolloClient();
  const [openId, setOpenId] = useState<string>();
  const history = useHistory('missed', async (page) =>
    withCursor((await client.query({ query: MissedCallsDocument, variables: page, fetchPolicy: 'no-cache' })).data?.missedCalls),
  );
  return (
    <Card aria-labelledby="missed-title" className="@container min-w-0">
      <div className="grid gap-1 px-5 py-4">
        <h2 id="missed-title" className="text-lg font-semibold">
          {t('title')}
        </h2>
        <p className="text-sm text-ink-soft">{t('intro')}</p>
      </div>
      <HistoryRows
        history={history}
        onOpen={({ id }) => setOpenId(id)}
        empty={
          <EmptyState icon={PhoneIncoming} title={t('empty')}>
            {t('emptyHint')}
          </EmptyState>
        }
      />
      <CallSheet id={openId} onClose={() => setOpenId(undefined)} onChanged={history.change} />
    </Card>
  );
}
