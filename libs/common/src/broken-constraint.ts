import { QueryFailedError } from 'typeorm';

/** What a write ran into: a name that is taken, or a row that is named elsewhere, or that names one which is not there. */
export interface BrokenConstraint {
  kind: 'UNIQUE' | 'FOREIGN_KEY';
  name: string;
}

/** PostgreSQL 18 tells RESTRICT (23001) apart from other broken foreign keys. */
const kinds: Partial<Record<string, BrokenConstraint['kind']>> = {
  '23505': 'UNIQUE',
  '23503': 'FOREIGN_KEY',
  '23001': 'FOREIGN_KEY',
};

/** @returns undefined for every other error */
export function brokenConstraint(error: unknown): BrokenConstraint | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code = '', constraint = '' } = error.driverError as { code?: string; constraint?: string };
  const kind = kinds[code];
  return kind && { kind, name: constraint };
}
