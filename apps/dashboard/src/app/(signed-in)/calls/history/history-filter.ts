import { parseDay } from '@/components/ui/parse-day';
import type { CallDirection, CallFilter, CallOutcome } from '@/gql/graphql';

export const periods = ['all', 'today', 'yesterday', 'week', 'month', 'days'] as const;
export type Period = (typeof periods)[number];

export const directions = ['OUTBOUND', 'INBOUND', 'INTERNAL'] as const satisfies readonly CallDirection[];
export const outcomes = [
  'COMPLETED',
  'NO_ANSWER',
  'BUSY',
  'REJECTED',
  'ABANDONED',
  'CANCELED',
  'INVALID_NUMBER',
  'FAILED',
] as const satisfies readonly CallOutcome[];

/** What a person looks for. Empty texts are not looked at. */
export interface HistoryFilter {
  /** A part of a number, as typed. */
  number: string;
  period: Period;
  /** YYYY-MM-DD, both inclusive, with the period `days`. */
  from: string;
  to: string;
  direction: CallDirection | '';
  outcome: CallOutcome | '';
  agentId: string;
  trunkName: string;
  tag: string;
  isRecorded: boolean;
}

export const noFilter: HistoryFilter = {
  number: '',
  period: 'all',
  from: '',
  to: '',
  direction: '',
  outcome: '',
  agentId: '',
  trunkName: '',
  tag: '',
  isRecorded: false,
};

/** The filter in a page's address; what makes no sense there is left out. */
export function readFilter(query: URLSearchParams): HistoryFilter {
  const text = (name: string) => (query.get(name) ?? '').slice(0, 100);
  const member = <T extends string>(name: string, members: readonly T[]) => members.find((each) => each === query.get(name));
  const day = (name: string) => (parseDay(text(name)) === text(name) ? text(name) : '');
  return {
    number: text('number'),
    period: member('period', periods) ?? 'all',
    from: day('from'),
    to: day('to'),
    direction: member('direction', directions) ?? '',
    outcome: member('outcome', outcomes) ?? '',
    agentId: text('agentId'),
    trunkName: text('trunkName'),
    tag: text('tag'),
    isRecorded: query.get('isRecorded') === 'true',
  };
}

/** As it stands in an address: only what is looked for. */
export function writeFilter(filter: HistoryFilter): URLSearchParams {
  const given = Object.entries(filter).filter(([name, value]) => value !== noFilter[name as keyof HistoryFilter]);
  const shown = filter.period === 'days' ? given : given.filter(([name]) => name !== 'from' && name !== 'to');
  return new URLSearchParams(shown.map(([name, value]) => [name, String(value)]));
}

/** How many things are looked for, the number left out. */
export function countFilters(filter: HistoryFilter): number {
  return [...writeFilter(filter).keys()].filter((name) => !['number', 'from', 'to'].includes(name)).length;
}

/** Why the api would refuse the number, before it is asked. */
export function isNumberUsable(number: string): boolean {
  return number.trim() === '' || (/^[\d\s()+.-]+$/.test(number) && number.replace(/\D/g, '').length >= 3);
}

/** What the api is asked: ended calls. Days are the browser's own. @param now  where `today` is */
export function toCallFilter(filter: HistoryFilter, now: Date): CallFilter {
  const { after, before } = boundsOf(filter, now);
  return {
    state: ['ENDED'],
    ...(filter.number.trim() && isNumberUsable(filter.number) ? { number: filter.number.trim() } : {}),
    ...(filter.direction ? { direction: filter.direction } : {}),
    ...(filter.outcome ? { outcome: [filter.outcome] } : {}),
    ...(filter.agentId ? { agentId: filter.agentId } : {}),
    ...(filter.trunkName ? { trunkName: filter.trunkName } : {}),
    ...(filter.tag.trim() ? { tags: [filter.tag.trim()] } : {}),
    ...(filter.isRecorded ? { hasRecording: true } : {}),
    // The api's bounds are exclusive, and its times have whole milliseconds.
    ...(after ? { createdAfter: new Date(after.getTime() - 1).toISOString() } : {}),
    ...(before ? { createdBefore: before.toISOString() } : {}),
  };
}

/** The same for GET /api/calls.csv. */
export function toCsvQuery(filter: CallFilter, separator: 'comma' | 'semicolon'): URLSearchParams {
  const query = new URLSearchParams({ separator });
  for (const [name, value] of Object.entries(filter) as [string, unknown][]) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  return query;
}

/** From the first day's midnight up to the midnight after the last. */
function boundsOf({ period, from, to }: HistoryFilter, now: Date): { after?: Date; before?: Date } {
  const midnight = (daysAgo: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
  switch (period) {
    case 'all':
      return {};
    case 'today':
      return { after: midnight(0) };
    case 'yesterday':
      return { after: midnight(1), before: midnight(0) };
    case 'week':
      return { after: midnight(6) };
    case 'month':
      return { after: midnight(29) };
    case 'days':
      return { after: from ? dayStart(from, 0) : undefined, before: to ? dayStart(to, 1) : undefined };
  }
}

function dayStart(day: string, later: number): Date | undefined {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? undefined : start;
}
