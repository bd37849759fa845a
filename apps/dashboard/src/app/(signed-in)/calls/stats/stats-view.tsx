'use client';
import { useQuery } from '@apollo/client/react';
import { ChartColumn, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { problemOf } from '@/api/client';
import { serverClock } from '@/api/server-clock';
import { Banner } from '@/components/ui/banner';
import { BarChart } from '@/components/ui/bar-chart';
import { Card } from '@/components/ui/card';
import { classes, dimmed } from '@/components/ui/classes';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { CallStatsDocument, type CallStatsQuery } from '@/gql/graphql';
import { formatClock } from '@/i18n/format-date';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useSignedInUser } from '@/session/session-gate';
import { PeriodFields } from '../history/filter-fields';
import { noFilter, type Period, toCallFilter } from '../history/history-filter';
import { dayBars, hourBars, totalsOf } from './stat-bars';
import { StatTables } from './stat-tables';

/** Of these days the hours are shown; of more, the days. */
const shortPeriods: readonly Period[] = ['today', 'yesterday'];

/** How many calls, how many answered, how long: in time, by agent, by trunk, by outcome. */
export function StatsView() {
  const t = useTranslations('stats');
  const words = useProblemWords();
  const { role } = useSignedInUser();
  // The day that is asked for stays the same while the page is open, so that the same question is asked once.
  const [now] = useState(() => new Date(serverClock.now()));
  const [filter, setFilter] = useState({ ...noFilter, period: 'today' as Period });
  const isShort = shortPeriods.includes(filter.period);
  const { data, previousData, error } = useQuery(CallStatsDocument, {
    variables: { filter: toCallFilter(filter, now), time: isShort ? 'HOUR' : 'DAY' },
    skip: role === 'AGENT',
    fetchPolicy: 'cache-and-network',
  });
  if (role === 'AGENT') {
    return (
      <Card>
        <EmptyState icon={ShieldAlert} title={t('forbidden')} />
      </Card>
    );
  }
  const shown = data ?? previousData;
  // Of another period than the chosen one, also where the answer was an error.
  const isStale = !data;
  return (
    <div className="grid gap-4" aria-busy={isStale && !error}>
      <Card aria-labelledby="stats-title" className="grid gap-4 p-5">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <h2 id="stats-title" className="text-lg font-semibold">
            {t('title')}
          </h2>
          <div className="flex flex-wrap gap-3">
            <PeriodFields filter={filter} onChange={setFilter} without="all" />
          </div>
        </div>
        {error ? <Banner look="bad">{words(problemOf(error))}</Banner> : null}
        {shown ? (
          <div className={classes('grid gap-4', dimmed(isStale))}>
            <Overview data={shown} isShort={shown.times[0] ? shown.times[0].key.length > 10 : isShort} />
          </div>
        ) : (
          <Skeleton className="h-64" />
        )}
      </Card>
      {shown && shown.outcomes.length > 0 ? (
        <div className={dimmed(isStale)}>
          <StatTables data={shown} />
        </div>
      ) : null}
    </div>
  );
}

function Overview({ data, isShort }: { data: CallStatsQuery; isShort: boolean }) {
  const t = useTranslations('stats');
  const { calls, answered, answeredPercent, averageTalkSeconds } = totalsOf(data.outcomes);
  if (calls === 0) {
    return (
      <EmptyState icon={ChartColumn} title={t('empty')}>
        {t('emptyHint')}
      </EmptyState>
    );
  }
  const bars = isShort ? hourBars(data.times) : dayBars(data.times);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure name={t('calls')} value={String(calls)} />
        <Figure name={t('answered')} value={String(answered)} />
        <Figure name={t('answeredShare')} value={`${answeredPercent ?? 0} %`} />
        <Figure name={t('averageTalk')} value={averageTalkSeconds === undefined ? t('none') : formatClock(averageTalkSeconds)} />
      </dl>
      <BarChart
        bars={bars}
        words={{ caption: t('chart'), key: isShort ? t('hour') : t('day'), total: t('all'), part: t('answeredOfThem') }}
      />
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="rounded-xl bg-sunken px-4 py-3">
      <dt className="text-sm text-ink-soft">{name}</dt>
      <dd className="text-2xl font-semibold tabular-nums">{value}</dd>
    </div>
  );
}
