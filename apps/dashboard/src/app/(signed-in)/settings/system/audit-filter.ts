import type { AuditFilter } from '@/gql/graphql';

/** What is done to, as the audit log's actions begin; each has words in auditArea. */
export const auditAreas = [
  'user',
  'signIn',
  'access',
  'apiToken',
  'trunk',
  'dialplanRule',
  'destination',
  'inboundRoute',
  'group',
  'call',
  'recording',
  'deskPhone',
] as const;

export interface AuditValues {
  area: string;
  userId: string;
  subject: string;
  /** A day, as DayField gives it: 2026-11-23. */
  from: string;
  to: string;
}

export const everything: AuditValues = { area: '', userId: '', subject: '', from: '', to: '' };

const dayMs = 86_400_000;

/** Days are the browser's: `to` is meant whole. */
export function auditFilter({ area, userId, subject, from, to }: AuditValues): AuditFilter {
  const start = (day: string) => new Date(`${day}T00:00:00`);
  return {
    ...(area ? { action: `${area}.` } : {}),
    ...(userId ? { userId } : {}),
    ...(subject.trim() ? { subject: subject.trim() } : {}),
    ...(from ? { from: start(from).toISOString() } : {}),
    // A day later at noon is the next day, whatever the clocks did.
    ...(to ? { before: midnightOf(new Date(start(to).getTime() + 1.5 * dayMs)).toISOString() } : {}),
  };
}

function midnightOf(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}
