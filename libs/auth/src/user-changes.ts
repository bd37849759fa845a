import { randomUUID } from 'node:crypto';
import { QueryFailedError } from 'typeorm';
import { ErrorCode, type OperationError, refuse } from '@app/common';
import { hashPassword } from './passwords.js';
import { Role } from './role.js';
import type { User } from './user.entity.js';
import type { CreateUserInput, UpdateUserInput } from './user.inputs.js';

export type UserChanges = Partial<Pick<User, 'displayName' | 'role' | 'enabled' | 'extension'>>;

/** The row of a new user, ready to be inserted. */
export async function newUser({ username, password, displayName, role, extension }: CreateUserInput) {
  return {
    id: randomUUID(),
    username,
    usernameKey: username.toLowerCase(),
    displayName: displayName?.trim() ?? username,
    role,
    enabled: true,
    extension: extension ?? null,
    passwordHash: await hashPassword(password),
  };
}

/** Only what was given and is different from what is there. */
export function changesOf(user: User, { displayName, role, extension, enabled }: UpdateUserInput): UserChanges {
  const given: UserChanges = { displayName: displayName?.trim(), role, extension, enabled };
  const changed = Object.entries(given).filter(([key, value]) => value !== undefined && value !== user[key as keyof UserChanges]);
  return Object.fromEntries(changed);
}

/** The last enabled ADMIN stays one, or nobody could ever change anything again. */
export function refuseLastAdmin(user: User, changes: UserChanges, enabledAdmins: readonly User[]): OperationError | undefined {
  if (!enabledAdmins.some(({ id }) => id === user.id) || enabledAdmins.length > 1) return undefined;
  const why = 'This is the last enabled ADMIN. Make another user ADMIN first.';
  if (changes.enabled === false) return refuse(ErrorCode.INVALID_INPUT, why, 'input.enabled');
  if (changes.role !== undefined && changes.role !== Role.ADMIN) return refuse(ErrorCode.INVALID_INPUT, why, 'input.role');
  return undefined;
}

/** What was there in place of the changes. */
export function before(user: User, changes: UserChanges): UserChanges {
  const names = Object.keys(changes) as (keyof UserChanges)[];
  return Object.fromEntries(names.map((name) => [name, user[name]]));
}

/** The name of the unique constraint that a write ran into. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === '23505' ? constraint : undefined;
}
