// @ts-check
/** A backup is a folder: manifest.json, database/, keys.json, recordings/. It is written under another name until it is whole. */
import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writePrivate } from './secrets.mjs';

/**
 * @typedef {import('../libs/operations/src/dump-database.js').DatabaseDump} DatabaseDump
 * @typedef {object} Manifest
 * @property {1} format
 * @property {string} version of Trunkline
 * @property {string} createdAt ISO 8601, UTC
 * @property {DatabaseDump} database
 * @property {{ files: number, bytes: number } | null} recordings null where they were left out
 * @property {string} keysSha256
 */

const NAME = /^trunkline-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;
/** What another machine needs to read what is in the database, and to be the same installation. */
const KEYS = ['JWT_SECRET', 'ENCRYPTION_KEY'];

/** @param {Date} at */
export const backupName = (at) => `trunkline-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

/**
 * Removes all but the newest ones.
 * @param {string} folder of backups
 * @param {number} keep
 * @returns {Promise<string[]>} the names of those that are gone
 */
export async function removeOldBackups(folder, keep) {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const old = names.slice(0, Math.max(0, names.length - keep));
  for (const name of old) await rm(join(folder, name), { recursive: true });
  return old;
}

/**
 * The secrets of an installation: those that it generated, and the keys that its environment gives instead.
 * @param {string} dataDir
 * @param {Record<string, string | undefined>} environment what the api is told
 * @returns {Promise<Record<string, string>>}
 */
export async function collectKeys(dataDir, environment) {
  const path = join(dataDir, 'secrets.json');
  /** @type {Record<string, string>} */
  const keys = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : {};
  for (const name of KEYS) {
    const value = environment[name];
    if (value) keys[name] = value;
  }
  return keys;
}

/**
 * What a restored installation keeps of its own: the password that its own cluster was made with.
 * @param {Record<string, string>} backedUp
 * @param {Record<string, string>} present {} where there is none yet
 */
export const mergeKeys = (backedUp, present) => ({
  ...present,
  ...backedUp,
  ...(present['PG_PASSWORD'] === undefined ? {} : { PG_PASSWORD: present['PG_PASSWORD'] }),
});

/**
 * Copies whole files only; one that is deleted meanwhile is passed over. Where the file system can, a copy takes no room.
 * @param {string} from
 * @param {string} to
 * @returns {Promise<{ files: number, bytes: number }>}
 */
export async function copyRecordings(from, to) {
  let [files, bytes] = [0, 0];
  const entries = existsSync(from) ? await readdir(from, { recursive: true, withFileTypes: true }) : [];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.part')) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length + 1));
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      bytes += (await stat(target)).size;
      files += 1;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    }
  }
  return { files, bytes };
}

/**
 * @param {string} folder where backups lie; made if missing
 * @param {Date} at
 * @param {(draft: string) => Promise<void>} write
 * @returns {Promise<string>} the backup's folder
 */
export async function writeBackup(folder, at, write) {
  const target = join(folder, backupName(at));
  const draft = `${target}.part`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (existsSync(target)) throw new Error(`${target} is there already: wait a second.`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    await write(draft);
    await rename(draft, target);
    return target;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {Record<string, string>} keys
 * @returns {string} their hash
 */
export function writeKeys(folder, keys) {
  const text = `${JSON.stringify(keys, null, 2)}\n`;
  writePrivate(join(folder, 'keys.json'), text);
  return createHash('sha256').update(text).digest('hex');
}

/**
 * @param {string} folder
 * @returns {Promise<{ manifest: Manifest, keys: Record<string, string> }>}
 * @throws {Error} in words where it is no backup, of another format, or its keys are damaged
 */
export async function readBackup(folder) {
  const read = (/** @type {string} */ name) =>
    readFile(join(folder, name), 'utf8').catch(() => {
      throw new Error(`${folder} is no backup, or not a whole one: it has no ${name}.`);
    });
  /** @type {Manifest} */
  const manifest = JSON.parse(await read('manifest.json'));
  if (manifest.format !== 1)
    throw new Error(`${folder} has the format ${String(manifest.format)}, which this version can not read.`);
  const text = await read('keys.json');
  if (createHash('sha256').update(text).digest('hex') !== manifest.keysSha256)
    throw new Error(`${folder} is damaged: its keys.json is not the one that was written.`);
  return { manifest, keys: JSON.parse(text) };
}
