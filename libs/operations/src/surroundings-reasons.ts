import { type Verdict as VerdictOf, verdictsOf } from '@app/common';

/** Why the database, the machine or what browsers see are not as they should be. A name stays the same from version to version; what is in braces are its facts. */
export const surroundingsReasons = {
  DATABASE_UNUSABLE: 'The database at {host} can not be used ({error}).',
  DATABASE_NOT_OPEN: 'Can only be seen once the database lets us in.',
  DATABASE_TOO_OLD: 'PostgreSQL {version} is too old: {floor} is the first that Trunkline works with.',
  DATABASE_MAKES_NO_TABLES: 'The user of DATABASE_URL may make no tables: an upgrade would stop.',
  DATABASE_NOT_UTF8: 'The database is in {encoding}: names in other scripts would be refused.',
  DATABASE_CONNECTIONS_TOO_FEW: 'The database takes {connections} connections: {needed} are needed for each api process.',
  DATABASE_CLOCK_AHEAD: "The database's clock is {seconds} s ahead of ours.",
  DATABASE_CLOCK_BEHIND: "The database's clock is {seconds} s behind ours.",
  DATABASE_EMPTY: 'The database has no tables yet: the first start makes them.',
  DATABASE_TABLES_FOREIGN: 'The tables belong to another user, who is not that of DATABASE_URL.',
  DATABASE_NEWER: 'The database belongs to a newer version of Trunkline ({migrations}).',
  MIGRATIONS_PENDING: '{count} migrations are not done yet: the next start does them.',

  DATA_DISK_UNREADABLE: 'The disk of DATA_DIR {folder} can not be read.',
  DISK_FULL: '{free} MB are free: no call is recorded below {needed} (RECORDING_MIN_FREE_MB).',
  DISK_NEARLY_FULL: '{free} MB are free, and below {needed} no call is recorded.',
  RECORDINGS_NOT_WRITABLE: 'Recordings can not be written to {folder}.',
  SECRETS_READABLE: 'secrets.json can be read by others on this machine.',
  API_PORT_TAKEN: 'Port {port} (API_PORT) is taken by another program.',

  MICROPHONE_REFUSED: 'Browsers give {url} no microphone: it is neither https nor localhost.',
  CERTIFICATE_UNUSABLE: 'TLS_CERT or TLS_KEY can not be used ({error}).',
  CERTIFICATE_KEY_WRONG: 'TLS_KEY is not the key of TLS_CERT.',
  CERTIFICATE_NAME_WRONG: 'The certificate is not for {host} (PUBLIC_URL).',
  CERTIFICATE_NOT_YET: 'The certificate counts only from {from}.',
  CERTIFICATE_ENDED: 'The certificate ended on {at}.',
  CERTIFICATE_ENDS_SOON: 'The certificate ends in {days} days, on {at}.',
} as const satisfies Record<string, string>;

export type SurroundingsReason = keyof typeof surroundingsReasons;
export type Verdict = VerdictOf<SurroundingsReason>;

export const { warning, failure, unknown } = verdictsOf(surroundingsReasons);
