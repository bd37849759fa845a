import { registerEnumType } from '@nestjs/graphql';

/** What a user is; rights.ts says what each may do. */
export enum Role {
  ADMIN = 'ADMIN',
  SUPERVISOR = 'SUPERVISOR',
  AGENT = 'AGENT',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'What a user may do.',
  valuesMap: {
    ADMIN: { description: 'May do everything, settings and people included.' },
    SUPERVISOR: { description: 'Sees and controls every call, and reads the settings.' },
    AGENT: { description: 'Sees and controls their own calls.' },
  },
});

const rank: Record<Role, number> = { [Role.AGENT]: 1, [Role.SUPERVISOR]: 2, [Role.ADMIN]: 3 };

export function isAtLeast(role: Role, least: Role): boolean {
  return rank[role] >= rank[least];
}

/** The one that may do less. */
export function lowerOf(one: Role, other: Role): Role {
  return isAtLeast(one, other) ? other : one;
}
