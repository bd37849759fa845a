import type { CreateApiTokenInput, Role } from '@/gql/graphql';

export const lifetimes = ['never', 'month', 'quarter', 'year'] as const;
export type Lifetime = (typeof lifetimes)[number];

const days: Record<Exclude<Lifetime, 'never'>, number> = { month: 30, quarter: 90, year: 365 };
const dayMs = 86_400_000;

export interface TokenValues {
  name: string;
  userId: string;
  role: Role;
  expiresAt: Lifetime;
}

/** @param now  ms since 1970, by the server's clock */
export function tokenInput({ name, userId, role, expiresAt }: TokenValues, now: number): CreateApiTokenInput {
  return {
    name: name.trim(),
    userId,
    role,
    expiresAt: expiresAt === 'never' ? null : new Date(now + days[expiresAt] * dayMs).toISOString(),
  };
}

/** From the least; what a token may be that acts as somebody with this role. */
export function rolesUpTo(role: Role): readonly Role[] {
  const all: readonly Role[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];
  return all.slice(0, all.indexOf(role) + 1);
}
