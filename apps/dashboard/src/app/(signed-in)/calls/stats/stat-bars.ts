import type { Bar } from '@/components/ui/bar-chart';
import type { StatFieldsFragment } from '@/gql/graphql';

const hours = 24;
/** So many labels have room below a chart. */
const mostLabels = 8;

type Counted = Pick<StatFieldsFragment, 'key' | 'calls' | 'answered'>;

/** One bar for each hour of a day, empty ones too. Keys are the api's: 2026-11-23T10:00:00+05:00, the local hour in them. */
export function hourBars(stats: readonly Counted[]): Bar[] {
  const bars = Array.from({ length: hours }, (_, hour) => {
    const key = `${String(hour).padStart(2, '0')}:00`;
    return { key, label: hour % 4 === 0 ? key : '', total: 0, part: 0 };
  });
  for (const { key, calls, answered } of stats) {
    const bar = bars[Number(key.slice(11, 13))];
    if (!bar) continue;
    bar.total += calls;
    bar.part += answered;
  }
  return bars;
}

/** One bar for each day from the first to the last, empty ones too. Keys are the api's: 2026-11-23. */
export function dayBars(stats: readonly Counted[]): Bar[] {
  const known = new Map(stats.map((stat) => [stat.key, stat]));
  const first = stats[0]?.key;
  const last = stats.at(-1)?.key;
  if (!first || !last) return [];
  const days: string[] = [];
  for (let day = Date.parse(first); day <= Date.parse(last); day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  const every = Math.ceil(days.length / mostLabels);
  return days.map((key, index) => ({
    key,
    label: index % every === 0 ? `${key.slice(8)}.${key.slice(5, 7)}` : '',
    total: known.get(key)?.calls ?? 0,
    part: known.get(key)?.answered ?? 0,
  }));
}

export interface Totals {
  calls: number;
  answered: number;
  /** 0 to 100; undefined without calls. */
  answeredPercent: number | undefined;
  /** Seconds; undefined where nobody talked. */
  averageTalkSeconds: number | undefined;
}

/** Of rows that count each call once. */
export function totalsOf(stats: readonly Pick<StatFieldsFragment, 'calls' | 'answered' | 'averageTalkSeconds'>[]): Totals {
  const sum = (of: (stat: (typeof stats)[number]) => number) => stats.reduce((total, stat) => total + of(stat), 0);
  const calls = sum((stat) => stat.calls);
  const answered = sum((stat) => stat.answered);
  return {
    calls,
    answered,
    answeredPercent: calls > 0 ? Math.round((answered / calls) * 100) : undefined,
    averageTalkSeconds: answered > 0 ? sum((stat) => (stat.averageTalkSeconds ?? 0) * stat.answered) / answered : undefined,
  };
}
