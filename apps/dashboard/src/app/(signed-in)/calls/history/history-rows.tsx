'use client';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { dimmed } from '@/components/ui/classes';
import { Skeleton } from '@/components/ui/skeleton';
import type { HistoryCallFragment } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { HistoryTable } from './history-table';
import type { History } from './use-history';

/** The next page is read when its beginning is so near, so that nobody waits at the end. */
const readAhead = '600px';

/** What a long list is at the moment: being read, empty, failed, or its rows with what comes before and after them. */
export function HistoryRows({
  history,
  onOpen,
  empty,
}: {
  history: History;
  onOpen: (call: HistoryCallFragment) => void;
  empty: ReactNode;
}) {
  const t = useTranslations('history');
  const words = useProblemWords();
  const { list, isStale, problem, waiting } = history;
  return (
    <>
      {problem ? (
        <Banner
          look="bad"
          className="m-4"
          action={
            <Button size="small" onClick={history.retry}>
              {t('retry')}
            </Button>
          }
        >
          {words(problem)}
        </Banner>
      ) : null}
      <div aria-live="polite" className="pointer-events-none sticky top-16 z-10 h-0">
        {waiting > 0 ? (
          <div className="flex justify-center">
            <Button
              look="primary"
              size="small"
              className="pointer-events-auto mt-2 rounded-full shadow-card"
              onClick={history.reveal}
            >
              <ArrowUp aria-hidden className="size-4" />
              {t('newCalls', { count: waiting })}
            </Button>
          </div>
        ) : null}
      </div>
      <div aria-busy={isStale} className={dimmed(isStale)}>
        {!list ? (
          problem ? null : (
            <RowSkeletons />
          )
        ) : list.items.length === 0 ? (
          empty
        ) : (
          <HistoryTable calls={list.items} onOpen={onOpen} />
        )}
      </div>
      {list?.nextCursor ? <More history={history} /> : null}
    </>
  );
}

function RowSkeletons() {
  return (
    <div className="grid" aria-busy>
      {Array.from({ length: 10 }, (_, row) => (
        <div key={row} className="flex h-13 items-center gap-4 border-t border-line px-5">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-6 w-24 rounded-full" />
          <Skeleton className="ml-auto h-4 w-28" />
        </div>
      ))}
    </div>
  );
}

/** Reads on by itself when it comes near, and by a press where it can't. */
function More({ history }: { history: History }) {
  const t = useTranslations('history');
  const end = useRef<HTMLDivElement>(null);
  const readMore = useEffectEvent(() => history.readMore());
  const count = history.list?.items.length;
  // Observed anew after each page: a short page may leave the end in sight.
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && readMore(), {
      rootMargin: readAhead,
    });
    if (end.current) observer.observe(end.current);
    return () => observer.disconnect();
  }, [count]);
  return (
    <div ref={end} className="flex justify-center border-t border-line p-4">
      <Button look="quiet" size="small" busy={history.isReadingMore} onClick={history.readMore}>
        {t('more')}
      </Button>
    </div>
  );
}
