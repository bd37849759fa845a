import type { StatFieldsFragment } from '@/gql/graphql';

/**
 * A row for each of `keys`, in their order and also where nothing was counted, then what has another key (a trunk that is gone).
 * So the same row is found at the same place for every period, and a table does not grow when another period is chosen.
 */
export function rowsOf(keys: readonly string[], stats: readonly StatFieldsFragment[]): StatFieldsFragment[] {
  const counted = new Map(stats.map((stat) => [stat.key, stat]));
  const known = new Set(keys);
  return [...keys.map((key) => counted.get(key) ?? nothingCounted(key)), ...stats.filter(({ key }) => !known.has(key))];
}

function nothingCounted(key: string): StatFieldsFragment {
  return { key, calls: 0, answered: 0, averageRingSeconds: null, averageTalkSeconds: null };
}
