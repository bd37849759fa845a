// @ts-check
/** What was generated for this DATA_DIR: one file, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The api's own: nobody else has business with them. */
export const apiSecrets = /** @type {const} */ (['JWT_SECRET', 'ENCRYPTION_KEY', 'ADMIN_PASSWORD']);
/** Between the api, Asterisk and the demo carrier. */
export const telephoneSecrets = /** @type {const} */ ([
  'ASTERISK_ARI_PASSWORD',
  'ASTERISK_AMI_PASSWORD',
  'CARRIER_PASSWORD',
  'HEP_PASSWORD',
]);
/** What a child started by us is told, by its name in the environment. */
const generated = /** @type {const} */ ([...apiSecrets, ...telephoneSecrets, 'PG_PASSWORD']);

/** @typedef {Record<(typeof generated)[number], string>} Secrets */

/** People type the admin's password; the others are for machines. Both come from the operating system's randomness. */
const bytesOf = (/** @type {string} */ name) => (name === 'ADMIN_PASSWORD' ? 12 : 32);

/**
 * Makes a folder that only its owner may enter, also where it existed before.
 * @param {string} dir
 */
export function privateFolder(dir) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
}

/**
 * Writes a file of mode 0600 so that a power cut leaves the old one or the new one, never half of it.
 * @param {string} path
 * @param {string} text
 */
export function writePrivate(path, text) {
  const draft = `${path}.${String(process.pid)}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/**
 * The secrets of a DATA_DIR, in DATA_DIR/secrets.json; those that are missing are generated and kept.
 * @template {keyof Secrets} [Name=keyof Secrets]
 * @param {string} dataDir
 * @param {readonly Name[]} [names] which are wanted; all of them by default
 * @returns {Pick<Secrets, Name>}
 * @throws {Error} in words where the file is there but cannot be read: a new key would make every stored password unreadable
 */
export function readSecrets(dataDir, names = /** @type {readonly any[]} */ (generated)) {
  privateFolder(dataDir);
  const path = join(dataDir, 'secrets.json');
  /** @type {Partial<Secrets>} */
  let known = {};
  try {
    known = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') {
      throw new Error(
        `${path} cannot be read (${/** @type {Error} */ (error).message}): restore it from a backup, or move ${dataDir} away to begin anew.`,
        { cause: error },
      );
    }
  }
  const missing = names.filter((name) => typeof known[name] !== 'string' || known[name] === '');
  if (missing.length === 0) return /** @type {Secrets} */ (known);
  for (const name of missing) known[name] = randomBytes(bytesOf(name)).toString('base64url');
  writePrivate(path, `${JSON.stringify(known, null, 2)}\n`);
  return /** @type {Secrets} */ (known);
}

/**
 * Secrets that another process generates, in a folder that we may only read.
 * @template {keyof Secrets} Name
 * @param {string} dir
 * @param {readonly Name[]} names
 * @param {number} [limitMs] how long it may take
 * @returns {Promise<Pick<Secrets, Name>>}
 * @throws {Error} in words when none came
 */
export async function awaitSecrets(dir, names, limitMs = 60_000) {
  const path = join(dir, 'secrets.json');
  const end = Date.now() + limitMs;
  for (;;) {
    const known = existsSync(path) ? /** @type {Partial<Secrets>} */ (JSON.parse(readFileSync(path, 'utf8'))) : {};
    if (names.every((name) => typeof known[name] === 'string')) return /** @type {Secrets} */ (known);
    if (Date.now() > end) throw new Error(`${path} did not come: Asterisk's container makes it when it starts.`);
    await pause(100);
  }
}
