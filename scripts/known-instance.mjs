// @ts-check
/** An instance as an earlier start left it, for commands that look at it or keep a copy of it: whether it runs or not, and nothing is made or locked. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSettings } from '../libs/common/src/settings.js';
import { apiEnvironment } from './child-environment.mjs';
import { withEnvFile } from './env-file.mjs';
import { root } from './instance.mjs';
import { ownDatabaseUrl } from './postgres.mjs';

/**
 * @typedef {object} KnownInstance
 * @property {string} dataDir absolute
 * @property {Record<string, any>} settings as readSettings gives them
 * @property {string | undefined} databaseUrl undefined where it is not known: DATABASE_URL is not set, and the port was not chosen yet
 * @property {boolean} ownsDatabase
 * @property {boolean} hasDatabase false: nothing was started here yet
 * @property {Record<string, string | undefined>} apiEnvironment what the api is told
 */

/** @param {string} path @returns {any} */
const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});

/**
 * @param {Record<string, string | undefined>} processEnvironment
 * @returns {KnownInstance}
 * @throws {Error} in words, where a setting is wrong or a file can't be read
 */
export function knownInstance(processEnvironment) {
  const environment = withEnvFile(join(root, '.env'), processEnvironment);
  const settings = readSettings(environment);
  const dataDir = resolve(root, /** @type {string} */ (settings['DATA_DIR']));
  // In a container the passwords come by the environment, or in a folder that is shared with Asterisk's.
  const shared = environment['TELEPHONE_SECRETS_DIR'];
  const secrets = {
    HEP_PASSWORD: environment['TRUNKLINE_HEP_PASSWORD'],
    ...readJson(join(dataDir, 'secrets.json')),
    ...(shared ? readJson(join(shared, 'secrets.json')) : {}),
  };
  const { ports: kept = {} } = readJson(join(dataDir, 'run.json'));
  const ports = {
    postgres: settings['PG_PORT'],
    hep: settings['HEP_PORT'] ?? '',
    ...kept,
    ...(environment['ASTERISK_AMI_PORT'] || kept.ami === undefined ? { ami: settings['ASTERISK_AMI_PORT'] } : {}),
  };
  const ownsDatabase = settings['DATABASE_URL'] === undefined;
  const isStarted = secrets.PG_PASSWORD !== undefined && ports.postgres !== undefined;
  const own = isStarted ? ownDatabaseUrl(ports.postgres, secrets.PG_PASSWORD) : undefined;
  const databaseUrl = /** @type {string | undefined} */ (settings['DATABASE_URL']) ?? own;
  const instance = {
    ...{ settings, environment, dataDir, secrets, ports, logDir: join(dataDir, 'logs'), state: {}, hasDemo: false },
    ...{ saveState: () => {}, release: () => {}, ownsAsterisk: settings['ASTERISK_ARI_URL'] === undefined },
  };
  const hasDatabase = !ownsDatabase || secrets.PG_PASSWORD !== undefined;
  return {
    dataDir,
    settings,
    databaseUrl,
    ownsDatabase,
    hasDatabase,
    apiEnvironment: apiEnvironment(instance, databaseUrl ?? ''),
  };
}
