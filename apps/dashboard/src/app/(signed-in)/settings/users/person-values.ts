import type { CreateUserInput, PersonSettingsFragment, Role, UpdateUserInput } from '@/gql/graphql';
import { changedOnly } from '@/forms/use-form';

/** The form's fields as a person types them. */
export interface PersonValues {
  username: string;
  displayName: string;
  password: string;
  role: Role;
  extension: string;
}

export function valuesOf({ username, displayName, role, extension }: PersonSettingsFragment): PersonValues {
  return { username, displayName, password: '', role, extension: extension ?? '' };
}

export function createInput({ username, displayName, password, role, extension }: PersonValues): CreateUserInput {
  return {
    username: username.trim(),
    displayName: displayName.trim() || null,
    password,
    role,
    extension: extension.trim() || null,
  };
}

/** Only what differs from before: another role signs that person out. */
export function updateInput(values: PersonValues, before: PersonValues): UpdateUserInput {
  const asked = ({ displayName, role, extension }: PersonValues) => ({
    displayName: displayName.trim(),
    role,
    extension: extension.trim() || null,
  });
  return changedOnly(asked(values), asked(before));
}
