'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { classes } from '@/components/ui/classes';
import { Skeleton } from '@/components/ui/skeleton';
import { type CallOutcome, type CallStatsQuery, HistoryChoicesDocument, type StatFieldsFragment } from '@/gql/graphql';
import { formatClock } from '@/i18n/format-date';
import { outcomes } from '../history/history-filter';
import { rowsOf } from './stat-rows';

/** The same calls by outcome, by trunk and by agent. Last is what grows with the period, so that it moves nothing. */
export function StatTables({ data }: { data: CallStatsQuery }) {
  const t = useTranslations('stats');
  const tOutcome = useTranslations('outcome');
  const { data: choices, error } = useQuery(HistoryChoicesDocument);
  // Without the names the tables are of use as well, but not with names that come in between.
  if (!choices && !error) return <Skeleton className="h-64" />;
  const names = new Map(choices?.users.map(({ id, displayName }) => [id, displayName]));
  const trunks = choices?.trunks.map(({ name }) => name) ?? [];
  return (
    <div className="grid gap-4 2xl:grid-cols-2">
      <StatTable title={t('byOutcome')} rows={rowsOf(outcomes, data.outcomes)} nameOf={(key) => tOutcome(key as CallOutcome)} />
      <StatTable title={t('byTrunk')} rows={rowsOf(trunks, data.trunks)} nameOf={(key) => key} />
      <StatTable title={t('byAgent')} rows={data.agents} nameOf={(key) => names.get(key) ?? t('none')} />
    </div>
  );
}

function StatTable({
  title,
  rows,
  nameOf,
}: {
  title: string;
  rows: readonly StatFieldsFragment[];
  nameOf: (key: string) => string;
}) {
  const t = useTranslations('stats');
  const most = Math.max(1, ...rows.map(({ calls }) => calls));
  const seconds = (value: number | null | undefined) => (typeof value === 'number' ? formatClock(value) : t('none'));
  return (
    <Card className="min-w-0 overflow-x-auto" tabIndex={0} aria-label={title}>
      <table className="w-full text-left">
        <caption className="px-5 pt-4 pb-2 text-left font-semibold">{title}</caption>
        <thead className="text-sm text-ink-soft">
          <tr>
            <th className="py-1.5 pr-3 pl-5 font-medium">{t('name')}</th>
            <th className="px-3 text-right font-medium">{t('calls')}</th>
            <th className="px-3 text-right font-medium">{t('answered')}</th>
            <th className="px-3 text-right font-medium whitespace-nowrap max-sm:hidden">{t('averageRing')}</th>
            <th className="py-1.5 pr-5 pl-3 text-right font-medium whitespace-nowrap">{t('averageTalk')}</th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map(({ key, calls, answered, averageRingSeconds, averageTalkSeconds }) => (
            <tr
              key={key}
              className={classes('border-t border-line', calls === 0 && 'text-ink-soft')}
              data-stat={key}
              data-calls={calls}
            >
              <td className="w-2/5 py-2 pr-3 pl-5">
                <span className="block max-w-52 truncate">{nameOf(key)}</span>
                <span
                  aria-hidden
                  className="mt-1 block h-1 rounded-full bg-accent"
                  style={{ width: `${(calls / most) * 100}%` }}
                />
              </td>
              <td className="px-3 text-right">{calls}</td>
              <td className="px-3 text-right">{answered}</td>
              <td className="px-3 text-right max-sm:hidden">{seconds(averageRingSeconds)}</td>
              <td className="py-2 pr-5 pl-3 text-right">{seconds(averageTalkSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
