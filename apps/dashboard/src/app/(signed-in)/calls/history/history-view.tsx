'use client';
import { useApolloClient } from '@apollo/client/react';
import { History, SearchX } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { type PointerEvent, startTransition, useOptimistic, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { CallHistoryDocument } from '@/gql/graphql';
import { CallSheet } from './call-sheet';
import { HistoryFilters } from './history-filters';
import { HistoryRows } from './history-rows';
import { type HistoryFilter, isNumberUsable, noFilter, readFilter, toCallFilter, writeFilter } from './history-filter';
import { withCursor } from './history-list';
import { useHistory } from './use-history';

/** Scrolled so far, in px, the newest call is out of sight. */
const scrolledAway = 80;

/** Every ended call that this person may see. Filter and open call stand in the address: it can be sent to a colleague, and Back works. */
export function HistoryView() {
  const t = useTranslations('history');
  const client = useApolloClient();
  const router = useRouter();
  // What is asked for counts before the address has followed: the next change builds on it, and nothing older comes back into the fields.
  const [address, setAddress] = useOptimistic(useSearchParams().toString());
  const query = new URLSearchParams(address);
  const filter = readFilter(query);
  const openId = query.get('call') ?? undefined;
  const isPointedAt = useRef(false);

  const key = writeFilter({ ...filter, number: isNumberUsable(filter.number) ? filter.number : '' }).toString();
  const history = useHistory(
    key,
    async ({ first, after }) => {
      const asked = toCallFilter(filter, new Date(serverClock.now()));
      const variables = { filter: asked, first, after };
      return withCursor((await client.query({ query: CallHistoryDocument, variables, fetchPolicy: 'no-cache' })).data?.calls);
    },
    () => isPointedAt.current || window.scrollY > scrolledAway,
  );
  const show = (next: HistoryFilter, call?: string) => {
    const wanted = writeFilter(next);
    if (call) wanted.set('call', call);
    startTransition(() => {
      setAddress(wanted.toString());
      router.replace(wanted.size > 0 ? `/calls/history?${wanted}` : '/calls/history', { scroll: false });
    });
  };
  const holding = {
    onPointerEnter: ({ pointerType }: PointerEvent) => (isPointedAt.current = pointerType === 'mouse'),
    onPointerLeave: () => (isPointedAt.current = false),
  };
  const isFiltered = key !== '';
  return (
    <Card aria-labelledby="history-title" className="@container min-w-0">
      <h2 id="history-title" className="sr-only">
        {t('title')}
      </h2>
      <HistoryFilters filter={filter} onChange={(next) => show(next)} />
      <div {...holding}>
        <HistoryRows
          history={history}
          onOpen={(call) => show(filter, call.id)}
          empty={
            isFiltered ? (
              <EmptyState
                icon={SearchX}
                title={t('nothingFound')}
                action={<Button onClick={() => show(noFilter)}>{t('clearAll')}</Button>}
              >
                {t('nothingFoundHint')}
              </EmptyState>
            ) : (
              <EmptyState icon={History} title={t('empty')}>
                {t('emptyHint')}
              </EmptyState>
            )
          }
        />
      </div>
      <CallSheet id={openId} onClose={() => show(filter)} onChanged={history.change} />
    </Card>
  );
}
