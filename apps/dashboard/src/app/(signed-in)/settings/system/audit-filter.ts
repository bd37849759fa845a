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

/** The actions that have words, with _ for the dot: a message's key has none. */
export const auditActions = [
  'user_created',
  'user_updated',
  'user_passwordChanged',
  'user_signedOut',
  'signIn_failed',
  'signIn_limited',
  'access_refused',
  'apiToken_created',
  'apiToken_revoked',
  'trunk_created',
  'trunk_updated',
  'trunk_deleted',
  'trunk_reregistered',
  'trunk_tested',
  'dialplanRule_created',
  'dialplanRule_updated',
  'dialplanRule_deleted',
  'destination_allowed',
  'destination_removed',
  'inboundRoute_created',
  'inboundRoute_updated',
  'inboundRoute_deleted',
  'group_created',
  'group_updated',
  'group_deleted',
  'call_refused',
  'call_monitored',
  'call_emergency',
  'recording_paused',
  'recording_resumed',
  'recording_deleted',
  'recording_played',
  'deskPhone_created',
  'deskPhone_removed',
] as const;

/** The key of an action's words; undefined for one that this page does not know yet. */
export function auditActionKey(action: string): (typeof auditActions)[number] | undefined {
  return auditActions.find((known) => known === action.replace('.', '_'));
}

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
