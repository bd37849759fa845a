'use client';
import { useApolloClient } from '@apollo/client/react';
import { useLive } from '@/api/use-live';
import { type Reading, useRead } from '@/api/use-read';
import {
  SettingsPeopleDocument,
  type SettingsPeopleQuery,
  type PersonSettingsFragment,
  SettingsPersonUpdatedDocument,
} from '@/gql/graphql';

/** Everybody, by username, with their presence as it changes. Owns that subscription while the page is open. */
export function usePeople(): Reading<SettingsPeopleQuery> {
  const client = useApolloClient();
  const people = useRead(SettingsPeopleDocument, {});
  const keep = (person: PersonSettingsFragment) =>
    client.cache.updateQuery(
      { query: SettingsPeopleDocument },
      (data) => data && { ...data, users: withPerson(data.users, person) },
    );
  useLive(SettingsPersonUpdatedDocument, { variables: () => ({}), received: ({ userUpdated }) => void keep(userUpdated) });
  return people;
}

/** The list with that person as they are now. */
export function withPerson(people: readonly PersonSettingsFragment[], person: PersonSettingsFragment): PersonSettingsFragment[] {
  const others = people.filter(({ id }) => id !== person.id);
  const key = ({ username }: PersonSettingsFragment) => username.toLowerCase();
  return [...others, person].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
