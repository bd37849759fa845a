import type { Presence, TransferTargetInput } from '@/gql/graphql';
import { readNumber } from '@/i18n/format-number';
import type { Person } from '@/people/people-live';

export interface TransferTarget {
  /** Unique among the targets of one list. */
  key: string;
  kind: 'agent' | 'group' | 'number';
  /** A name, or the digits of a number. */
  name: string;
  /** The agent's extension; how many of a group can be rung now. */
  detail: string | number | undefined;
  presence: Presence | undefined;
  to: TransferTargetInput;
}

interface Group {
  id: string;
  name: string;
  members: readonly { id: string }[];
}

const most = 30;
const order: Record<Presence, number> = { AVAILABLE: 0, WRAP_UP: 1, AWAY: 2, IN_CALL: 3, OFFLINE: 4 };

/** Whether a transfer to them can succeed: the server refuses who has no phone or a call. */
export const canBeRung = (presence: Presence | undefined): boolean => presence !== 'OFFLINE' && presence !== 'IN_CALL';

/** Whom a call can be given to, by a part of a name or extension, or a number in any spelling: who can take it first. */
export function transferTargets(
  text: string,
  { people, groups, without }: { people: readonly Person[]; groups: readonly Group[]; without: readonly (string | undefined)[] },
): TransferTarget[] {
  const wanted = text.trim().toLocaleLowerCase();
  const matches = (...values: (string | null | undefined)[]) =>
    values.some((value) => value?.toLocaleLowerCase().includes(wanted));
  const agents = people
    .filter(({ id, enabled, extension }) => enabled && extension && !without.includes(id))
    .filter(({ displayName, extension }) => matches(displayName, extension))
    .sort((a, b) => order[a.presence] - order[b.presence])
    .map(({ id, displayName, extension, presence }): TransferTarget => {
      return { key: id, kind: 'agent', name: displayName, detail: extension ?? '', presence, to: { agentId: id } };
    });
  const some = groups
    .filter(({ name }) => matches(name))
    .map(({ id, name, members }): TransferTarget => {
      const free = people.filter(
        (person) => person.presence === 'AVAILABLE' && members.some((member) => member.id === person.id),
      );
      return { key: id, kind: 'group', name, detail: free.length, presence: undefined, to: { groupId: id } };
    });
  const number = readNumber(text);
  const isExtension = people.some(({ extension }) => extension === number);
  const outside: TransferTarget[] =
    number && !isExtension
      ? [{ key: number, kind: 'number', name: number, detail: undefined, presence: undefined, to: { phone: number } }]
      : [];
  return [...outside, ...agents, ...some].slice(0, most);
}
