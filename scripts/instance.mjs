// @ts-check
/** One running Trunkline: its settings, its folder, its ports and secrets. Everything that can be wrong with them is said here, before anything starts. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../libs/common/src/settings.js';
import { withEnvFile } from './env-file.mjs';
import { isInstalled } from './install.mjs';
import { takeLock } from './lock.mjs';
import { checkPorts, choosePort, chooseRange } from './ports.mjs';
import { waitUntil } from './processes.mjs';
import { privateFolder, readSecrets, writePrivate } from './secrets.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MB = 1024 * 1024;
/** Two for each leg; the carrier of a demo carries few calls, its tests carry more. */
export const CARRIER_RTP_PORTS = 200;

/**
 * @typedef {{ postgres: number, ami: number, hep: number, carrierSip: number, carrierRtp: number }} ChosenPorts
 * @typedef {{ ports?: Partial<ChosenPorts>, isAdminUnseen?: boolean }} RunState DATA_DIR/run.json; isAdminUnseen: the first admin's password is still to be shown
 *
 * @typedef {object} Instance
 * @property {Record<string, any>} settings as readSettings gives them
 * @property {Record<string, string | undefined>} environment .env and the process's, before anything of ours
 * @property {string} dataDir absolute
 * @property {string} logDir
 * @property {import('./secrets.mjs').Secrets} secrets
 * @property {ChosenPorts} ports
 * @property {RunState} state
 * @property {() => void} saveState
 * @property {boolean} ownsAsterisk
 * @property {boolean} hasDemo
 * @property {() => void} release gives the lock back
 */

/** Several things to say, one in each line. */
export class StartError extends Error {
  /** @param {readonly string[]} problems */
  constructor(problems) {
    super(problems.join('\n'));
    this.name = 'StartError';
  }
}

/** What is there before the first start: a mounted disk's own folder, what `npm test` fetched, what a start that failed early left. */
const BEFORE_FIRST_START = new Set(['lost+found', 'packages', 'logs', 'start.lock']);

/**
 * DATA_DIR is closed to everybody else, which /srv or a home must never be.
 * @param {string} dataDir
 */
function holdsOtherThings(dataDir) {
  const entries = existsSync(dataDir) && statSync(dataDir).isDirectory() ? readdirSync(dataDir) : [];
  return (
    !entries.includes('run.json') && !entries.includes('secrets.json') && entries.some((name) => !BEFORE_FIRST_START.has(name))
  );
}

/** @param {string} dataDir */
function makeDataDir(dataDir) {
  try {
    if (holdsOtherThings(dataDir)) {
      throw new StartError([
        `DATA_DIR ${dataDir} holds other things: set DATA_DIR in .env to a folder of its own, such as ${join(dataDir, 'trunkline')}.`,
      ]);
    }
    privateFolder(dataDir);
    privateFolder(join(dataDir, 'logs'));
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const why =
      code === 'ENOSPC'
        ? 'the disk is full: free some space'
        : code === 'EACCES' || code === 'EPERM'
          ? 'it belongs to another user: start as its owner'
          : `${String(code)}`;
    throw new StartError([`DATA_DIR ${dataDir} cannot be used (${why}), or set DATA_DIR in .env to another folder.`]);
  }
}

/**
 * @param {readonly { path: string, mb: number, why: string }[]} needs
 * @returns {string[]} a sentence for each disk that has too little room
 */
export function diskProblems(needs) {
  /** @type {Map<number, { path: string, free: number, mb: number, why: string[] }>} */
  const disks = new Map();
  for (const { path, mb, why } of needs) {
    const { bavail, bsize, type, blocks } = statfsSync(path);
    const key = type * 1e12 + blocks;
    const disk = disks.get(key) ?? { path, free: (bavail * bsize) / MB, mb: 0, why: [] };
    disk.mb += mb;
    disk.why.push(why);
    disks.set(key, disk);
  }
  return [...disks.values()]
    .filter(({ free, mb }) => free < mb)
    .map(
      ({ path, free, mb, why }) =>
        `The disk of ${path} has ${String(Math.floor(free))} MB free, and ${String(mb)} MB are needed (${why.join(', ')}): free some space, or move ${path === root ? 'Trunkline' : 'DATA_DIR'} to another disk.`,
    );
}

/** @param {Record<string, any>} settings */
function fileProblems(settings) {
  return ['TLS_CERT', 'TLS_KEY', 'SIP_CA_FILE'].flatMap((name) => {
    if (settings[name] === undefined) return [];
    try {
      accessSync(resolve(root, settings[name]), constants.R_OK);
      return [];
    } catch {
      return [`${name} names ${resolve(root, settings[name])}, which is not there or may not be read: correct it in .env.`];
    }
  });
}

/**
 * @param {Record<string, any>} settings
 * @param {Record<string, string | undefined>} environment
 */
function foreignProblems(settings, environment) {
  if (settings['ASTERISK_ARI_URL'] === undefined) return [];
  return ['ASTERISK_ARI_PASSWORD', 'ASTERISK_AMI_PASSWORD']
    .filter((name) => !environment[name])
    .map((name) => `${name} is not set: with an Asterisk of your own (ASTERISK_ARI_URL) it must be given in .env.`);
}

/**
 * The ports that the settings name, of what will be started.
 * @param {Record<string, any>} settings
 * @param {Record<string, string | undefined>} environment
 * @param {boolean} ownsAsterisk
 * @returns {import('./ports.mjs').PortUse[]}
 */
export function namedPorts(settings, environment, ownsAsterisk) {
  const host = '127.0.0.1';
  return [
    { name: 'DASHBOARD_PORT' },
    { name: 'API_PORT', host: environment['API_HOST'] || host },
    ...(ownsAsterisk
      ? [
          { name: 'SIP_PORT', udp: true },
          { name: 'SIP_TLS_PORT' },
          { name: 'ASTERISK_HTTP_PORT', host },
          ...(environment['ASTERISK_AMI_PORT'] ? [{ name: 'ASTERISK_AMI_PORT', host }] : []),
          { name: 'HEP_PORT', host, udp: true, tcp: false },
          { name: 'CARRIER_SIP_PORT', host, udp: true },
        ]
      : []),
    ...(settings['DATABASE_URL'] === undefined ? [{ name: 'PG_PORT', host }] : []),
  ]
    .filter(({ name }) => settings[name] !== undefined)
    .map((use) => ({ ...use, port: /** @type {number} */ (settings[use.name]) }));
}

/**
 * @param {Record<string, any>} settings
 * @param {Record<string, string | undefined>} environment
 * @param {Partial<ChosenPorts>} kept
 * @returns {Promise<ChosenPorts>}
 */
async function choosePorts(settings, environment, kept) {
  const taken = new Set(namedPorts(settings, environment, true).map(({ port }) => port));
  const isReserved = (/** @type {number} */ port) =>
    taken.has(port) || (port >= settings['RTP_START'] && port <= settings['RTP_END']);
  const choose = async (
    /** @type {string} */ pin,
    /** @type {number | undefined} */ before,
    { udp = false, preferred = /** @type {number | undefined} */ (undefined) } = {},
  ) => {
    const port =
      settings[pin] ??
      (await choosePort({ ...(before ? { kept: before } : {}), ...(preferred ? { preferred } : {}), udp, isReserved }));
    taken.add(port);
    return port;
  };
  const ami = environment['ASTERISK_AMI_PORT']
    ? settings['ASTERISK_AMI_PORT']
    : await choose('', kept.ami, { preferred: settings['ASTERISK_AMI_PORT'] });
  return {
    ami,
    postgres: await choose('PG_PORT', kept.postgres),
    hep: await choose('HEP_PORT', kept.hep, { udp: true }),
    carrierSip: await choose('CARRIER_SIP_PORT', kept.carrierSip, { udp: true }),
    carrierRtp: await chooseRange({ ...(kept.carrierRtp ? { kept: kept.carrierRtp } : {}), size: CARRIER_RTP_PORTS, isReserved }),
  };
}

/** @param {string} path */
function readState(path) {
  try {
    return /** @type {RunState} */ (JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Missing, or broken by hand: ports can be chosen again.
    return {};
  }
}

/**
 * Reads and checks everything, and takes the lock of DATA_DIR.
 * @param {Record<string, string | undefined>} processEnvironment
 * @returns {Promise<Instance>}
 * @throws {Error} a sentence for each thing that is wrong, with what to do
 */
export async function openInstance(processEnvironment) {
  const environment = withEnvFile(join(root, '.env'), processEnvironment);
  const settings = /** @type {Record<string, any>} */ (readSettings(environment));
  const problems = [...fileProblems(settings), ...foreignProblems(settings, environment)];
  if (problems.length > 0) throw new StartError(problems);
  const dataDir = resolve(root, settings['DATA_DIR']);
  const ownsAsterisk = settings['ASTERISK_ARI_URL'] === undefined;
  makeDataDir(dataDir);

  const address = settings['PUBLIC_URL'] ?? `http://localhost:${String(settings['DASHBOARD_PORT'])}`;
  const lock = takeLock(join(dataDir, 'start.lock'), address);
  if ('holder' in lock) {
    const { pid, about } = lock.holder;
    throw new StartError([
      `Trunkline is already running on DATA_DIR ${dataDir} (process ${String(pid)}, ${about}): stop it there with Ctrl-C, or set DATA_DIR and the ports in .env for a second one.`,
    ]);
  }
  try {
    const named = namedPorts(settings, environment, ownsAsterisk);
    let taken = await checkPorts(named);
    // What a killed start had running may need a moment to go.
    for (let tries = 0; taken.length > 0 && lock.isAfterCrash && tries < 12; tries++) {
      await waitUntil(() => false, 500);
      taken = await checkPorts(named);
    }
    const disk = diskProblems([
      ...(isInstalled(root) ? [] : [{ path: root, mb: 1500, why: 'packages and builds' }]),
      existsSync(join(dataDir, 'secrets.json'))
        ? { path: dataDir, mb: 200, why: 'the database and recordings' }
        : { path: dataDir, mb: ownsAsterisk ? 800 : 300, why: 'the database, Asterisk and recordings' },
    ]);
    if (taken.length + disk.length > 0) throw new StartError([...taken, ...disk]);
    const stateFile = join(dataDir, 'run.json');
    const state = readState(stateFile);
    const ports = await choosePorts(settings, environment, state.ports ?? {});
    state.ports = ports;
    const saveState = () => writePrivate(stateFile, `${JSON.stringify(state, null, 2)}\n`);
    saveState();
    return {
      ...{
        settings,
        environment,
        dataDir,
        logDir: join(dataDir, 'logs'),
        secrets: readSecrets(dataDir),
        ports,
        state,
        saveState,
        ownsAsterisk,
      },
      hasDemo: ownsAsterisk && settings['DEMO'] === true,
      release: lock.release,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
