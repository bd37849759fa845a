import type { TrunkDetailsFragment } from '@/gql/graphql';

/** The changes that the catalogues have words for: a registration's states, the server's, and whether calls pass the trunk over. */
export const knownChanges = [
  'REGISTERED',
  'REGISTERING',
  'REJECTED',
  'UNREACHABLE',
  'NOT_REQUIRED',
  'UNKNOWN',
  'serverReachable',
  'serverUnreachable',
  'RESTING',
  'RESTED',
] as const;
export type ChangeWord = (typeof knownChanges)[number];

/** The word for a change; undefined for one that this page does not know yet. UNREACHABLE is one thing of a registration, another of a server. */
export function changeWords({ kind, state }: Pick<TrunkDetailsFragment['history'][number], 'kind' | 'state'>) {
  if (kind === 'REACHABILITY') {
    if (state === 'REACHABLE') return 'serverReachable';
    if (state === 'UNREACHABLE') return 'serverUnreachable';
  }
  return knownChanges.find((known) => known === state);
}
