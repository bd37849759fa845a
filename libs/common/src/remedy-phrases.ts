import type { Remedy } from './finding.js';

/**
 * The English words of remedies, which stand among names of files, lines to write and commands; those in angle brackets are for the reader to fill in. User
 * interfaces put words of their own in their place, so none is a part of another.
 */
export const remedyPhrases = {
  SYSTEM_PACKAGES: "the system's packages",
  SPOOL_FOLDER: "Asterisk's spool folder",
  BOTH_MACHINES: 'both machines',
  THIS_MACHINE: 'this machine',
  DATABASE_SERVER: 'the database server',
  AS_DATABASE_OWNER: 'as the owner of the database',
  AS_TABLE_OWNER: 'as the owner of the tables',
  RESTART_ASTERISK: 'restart Asterisk',
  RESTART_TRUNKLINE: 'restart Trunkline',
  RESTART_POSTGRESQL: 'restart PostgreSQL',
  REMOVE_SECTION: 'take the whole section out',
  WRITABLE_FILE: 'a file that Asterisk may write, with the line',
  OR_NEWER: 'or newer',
  OR_UPGRADE: 'or upgrade again',
  API_ADDRESS: '<the address of the api>',
  REACHABLE_ADDRESS: '<an address that the api reaches>',
  OWN_ADDRESS: "<this server's address in the network of Asterisk>",
  USER: '<user>',
  PASSWORD: '<password>',
  DATABASE: '<database>',
  TABLE_OWNER: '<their owner>',
  BACKUP: '<the backup from before the upgrade>',
  FOLDER: '<a folder>',
  LARGER_DISK: '<a folder on a larger disk>',
  FEWER_DAYS: '<fewer days>',
  OTHER_PORT: '<another port>',
  API_USER: "<the api's user>",
  NEW_CERTIFICATE: '<a new certificate>',
  ITS_KEY: '<its key>',
} as const satisfies Record<string, string>;

export type RemedyPhrase = keyof typeof remedyPhrases;

/** Which of them are in a remedy. */
export function phrasesIn({ file, lines, apply = '' }: Remedy): RemedyPhrase[] {
  const text = [file, ...lines, apply].join('\n');
  return (Object.keys(remedyPhrases) as RemedyPhrase[]).filter((phrase) => text.includes(remedyPhrases[phrase]));
}
