import { expect, it } from 'vitest';
import type { PersonSettingsFragment } from '@/gql/graphql';
import { withPerson } from './use-people';

const person = (id: string, username: string, displayName = username) =>
  ({ id, username, displayName }) as PersonSettingsFragment;
const names = (people: readonly PersonSettingsFragment[]) => people.map(({ displayName }) => displayName);

it('should put a new person where the name says, and a changed one in their own place', () => {
  const people = [person('1', 'admin'), person('2', 'Zafar')];
  expect(names(withPerson(people, person('3', 'Bobur')))).toEqual(['admin', 'Bobur', 'Zafar']);
  expect(names(withPerson(people, person('1', 'admin', 'Malika')))).toEqual(['Malika', 'Zafar']);
});
