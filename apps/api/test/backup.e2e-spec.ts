/** `npm run backup` of a running installation, and `npm run restore` of it into an empty one with a PostgreSQL of its own: nothing is missing, and every refusal leaves all as it was. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabaseUrl, until } from '@app/common/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../../scripts/postgres.mjs';
import { startTestApi, type TestApi } from './support/test-api.js';

const root = join(import.meta.dirname, '../../..');
const ENGINE_RECORD = `insert into cel (eventtype, eventtime, uniqueid, linkedid, channame)
  values ('CHAN_END', '2026-11-26T08:00:00.123456Z', 'leg-1', 'leg-1', 'PJSIP/Bell-00000001')`;
const TRUNK_PASSWORD = 'S3cret-of-the-provider';

let folder: string;
let api: TestApi;
let backup: string;
let before: Record<string, string>;
let wav: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-backup-'));
  api = await startTestApi();
  await fillAnInstallation();
  before = await fingerprints(api.env.databaseUrl);
  const made = await command('backup', {}, join(folder, 'backups'));
  expect(made, made.output).toMatchObject({ code: 0 });
  backup = /Backup: (.+)$/m.exec(made.output)?.[1] ?? '';
}, 120_000);
afterAll(async () => {
  await api?.stop();
  // Root's clusters lie outside (scripts/postgres-place.mjs).
  const pointer = await readFile(join(folder, 'restored/postgres.json'), 'utf8').catch(() => '');
  if (pointer) await rm((JSON.parse(pointer) as { home: string }).home, { recursive: true });
  await rm(folder, { recursive: true, force: true });
});

/** The command as an operator types it, with the running installation's settings unless others are given. */
async function command(
  name: string,
  changed: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const { databaseUrl, dataDir, jwtSecret, encryptionKey } = api.env;
  const own = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, JWT_SECRET: jwtSecret, ENCRYPTION_KEY: encryptionKey };
  const child = spawn(process.execPath, [join(root, `scripts/${name}.mjs`), ...args], {
    env: { PATH: process.env['PATH'], ...own, ...changed },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

/** People, a trunk with a password, a rule, and a call that was recorded. */
async function fillAnInstallation(): Promise<void> {
  const mutations: [string, Record<string, unknown>][] = [
    [
      'createTrunk(input: { name: "Bell", server: "127.0.0.1", username: "login", password: $text, callerId: "998712000000" })',
      { text: TRUNK_PASSWORD },
    ],
    ['createDialplanRule(input: { name: $text, pattern: "_9989XXXXXXXX" })', { text: "Barcha qo'ng'iroqlar — все\t\\N" }],
  ];
  for (const [mutation, variables] of mutations)
    await api.admin.ask(`mutation ($text: String!) { ${mutation} { __typename } }`, variables);
  const { client } = await api.user('AGENT', '305');
  api.telephony.autoAnswer = true;
  api.telephony.phone('305', true);
  const { originateCall } = await until(async () => {
    const made = await client.ask<{ originateCall: { id?: string } }>(
      'mutation { originateCall(input: { to: "998901234567", record: true }) { ... on Call { id } ... on OperationError { errorCode } } }',
    );
    expect(made.originateCall.id).toBeDefined();
    return made;
  });
  await until(() => expect(api.recorder.running).toHaveLength(1));
  api.telephony.end(api.recorder.running[0] ?? '');
  const recording = await until(async () => {
    const { call } = await client.ask<{ call: { recording: { url: string } | null } }>(
      `{ call(id: "${originateCall.id}") { recording { url } } }`,
    );
    expect(call.recording).toBeTruthy();
    return call.recording;
  });
  wav = Buffer.from(await (await client.rest('GET', recording?.url ?? '')).arrayBuffer());
  await asAsterisk(api.env.databaseUrl, (client) => client.query(ENGINE_RECORD));
  // Whatever follows the end of a call is written by now.
  const settled = async () => JSON.stringify(await fingerprints(api.env.databaseUrl));
  await until(async () => expect(await settled()).toBe(await settled()));
}

/** One who is connected as Asterisk is, to write its own records of calls. */
async function asAsterisk<T>(url: string, what: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'trunkline-asterisk' });
  await client.connect();
  try {
    return await what(client);
  } finally {
    await client.end();
  }
}

/** Of each table one hash over its rows, whatever their order. */
async function fingerprints(url: string): Promise<Record<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('migrations', 'user_session')`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ hash: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${name}" t`,
    );
    found[name] = rows[0]?.hash ?? '';
  }
  await client.end();
  return found;
}

describe('npm run backup', () => {
  it('should be readable by its owner only, and name no secret in what it prints', async () => {
    for (const path of [backup, join(backup, 'keys.json'), join(backup, 'manifest.json')])
      expect(((await stat(path)).mode & 0o077).toString(8), path).toBe('0');
    expect(JSON.parse(await readFile(join(backup, 'keys.json'), 'utf8'))).toMatchObject({
      ENCRYPTION_KEY: api.env.encryptionKey,
    });
    expect(await readFile(join(backup, 'manifest.json'), 'utf8')).not.toContain(api.env.encryptionKey);
  });

  it('should keep as many as it is told', async () => {
    const elsewhere = join(folder, 'kept');
    for (let count = 0; count < 3; count++) {
      const { code, output } = await command('backup', {}, elsewhere, '--keep', '2', '--without-recordings');
      expect(code, output).toBe(0);
      // They are named by the second.
      const at = Math.floor(Date.now() / 1000);
      await until(() => expect(Math.floor(Date.now() / 1000)).toBeGreaterThan(at));
    }
    expect(await readdir(elsewhere)).toHaveLength(2);
  });

  it('should leave nothing behind when it fails', async () => {
    const elsewhere = join(folder, 'failed');
    const wrong = new URL(api.env.databaseUrl);
    wrong.pathname = '/nowhere';
    const { code, output } = await command('backup', { DATABASE_URL: wrong.toString() }, elsewhere);
    expect(code).toBe(1);
    expect(output).toContain('nowhere');
    expect(output).not.toContain(wrong.password);
    expect(await readdir(elsewhere)).toEqual([]);
  });
});

describe('npm run restore', () => {
  it('should bring everything back into an empty installation, with a PostgreSQL of its own', async () => {
    const dataDir = join(folder, 'restored');
    const { code, output } = await command(
      'restore',
      { DATABASE_URL: '', DATA_DIR: dataDir, JWT_SECRET: '', ENCRYPTION_KEY: '' },
      backup,
    );
    expect(code, output).toBe(0);
    const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
    const postgres = await startPostgres({ dataDir });
    try {
      expect(await fingerprints(postgres.url)).toEqual(before);
      const again = await startTestApi({
        databaseUrl: postgres.url,
        dataDir,
        encryptionKey: secrets['ENCRYPTION_KEY'] ?? '',
        jwtSecret: secrets['JWT_SECRET'] ?? '',
      });
      try {
        await until(() => expect(again.provisioning.trunks.get('Bell')).toMatchObject({ password: TRUNK_PASSWORD }));
        const { calls } = await again.admin.ask<{ calls: { items: { outcome: string; recording: { url: string } | null }[] } }>(
          '{ calls(first: 5) { items { outcome recording { url } } } }',
        );
        expect(calls.items).toEqual([{ outcome: 'COMPLETED', recording: expect.anything() }]);
        const sound = await again.admin.rest('GET', calls.items[0]?.recording?.url ?? '');
        expect(Buffer.from(await sound.arrayBuffer()).equals(wav)).toBe(true);
        // New rows get numbers of their own.
        expect(await again.user('AGENT', '306')).toMatchObject({ id: expect.any(String) });
      } finally {
        await again.stop();
      }
    } finally {
      await postgres.stop();
    }
    // Stopped as it is: its PostgreSQL is started for the backup alone.
    const kept = await command(
      'backup',
      { DATABASE_URL: '', DATA_DIR: dataDir, JWT_SECRET: '', ENCRYPTION_KEY: '' },
      join(folder, 'second'),
    );
    expect(kept, kept.output).toMatchObject({ code: 0, output: expect.stringContaining('1 recordings') });
  }, 60_000);

  it('should end every session of before', async () => {
    const url = await testDatabaseUrl();
    const { code, output } = await command('restore', { DATABASE_URL: url, DATA_DIR: join(folder, 'sessions') }, backup);
    expect(code, output).toBe(0);
    const client = new pg.Client(url);
    await client.connect();
    expect((await client.query('select 1 from user_session')).rowCount).toBe(0);
    await client.end();
  });

  it('should not touch a database that is in use', async () => {
    const { code, output } = await command('restore', { DATA_DIR: join(folder, 'used') }, backup, '--replace');
    expect(code).toBe(1);
    expect(output).toContain('stop Trunkline first');
    expect(await fingerprints(api.env.databaseUrl)).toEqual(before);
  });

  it('should not wait for Asterisk, which goes on with its calls and writes its records into what is restored', async () => {
    const url = await testDatabaseUrl();
    await asAsterisk(url, async (client) => {
      const settings = { DATABASE_URL: url, DATA_DIR: join(folder, 'beside-asterisk') };
      for (const args of [[], ['--replace']]) {
        const { code, output } = await command('restore', settings, backup, ...args);
        expect(code, output).toBe(0);
        await client.query(ENGINE_RECORD);
      }
      const { rows } = await client.query<{ id: string }>('select id from cel order by id');
      expect(rows.map(({ id }) => id)).toEqual(['1', '2']);
    });
  });

  it('should replace what is there only when told, and then all of it or nothing', async () => {
    const url = await testDatabaseUrl();
    const client = new pg.Client(url);
    await client.connect();
    await client.query('create table of_before (x int); insert into of_before values (1)');
    await client.end();
    const settings = { DATABASE_URL: url, DATA_DIR: join(folder, 'replaced') };
    const refused = await command('restore', settings, backup);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('--replace') });
    expect(Object.keys(await fingerprints(url))).toEqual(['of_before']);
    const done = await command('restore', settings, backup, '--replace');
    expect(done, done.output).toMatchObject({ code: 0 });
    expect(await fingerprints(url)).toEqual(before);
  });

  it.each([
    ['a damaged table', 'database/calls.copy.gz', 'is damaged'],
    ['damaged keys', 'keys.json', 'is damaged'],
  ])('should refuse %s before anything changes', async (_what, file, words) => {
    const made = await command('backup', {}, join(folder, `damaged-${file.length}`));
    const damaged = /Backup: (.+)$/m.exec(made.output)?.[1] ?? '';
    await appendFile(join(damaged, file), 'x');
    const url = await testDatabaseUrl();
    const refused = await command('restore', { DATABASE_URL: url, DATA_DIR: join(folder, 'untouched') }, damaged);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(words) });
    expect(await fingerprints(url)).toEqual({});
  });

  it('should refuse keys of .env that can not read what is restored', async () => {
    const settings = { DATABASE_URL: await testDatabaseUrl(), DATA_DIR: join(folder, 'keys'), ENCRYPTION_KEY: 'another-key' };
    expect(await command('restore', settings, backup)).toMatchObject({
      code: 1,
      output: expect.stringContaining('ENCRYPTION_KEY'),
    });
    expect(await fingerprints(settings.DATABASE_URL)).toEqual({});
  });

  it('should refuse what is no backup', async () => {
    expect(await command('restore', {}, folder)).toMatchObject({ code: 1, output: expect.stringContaining('is no backup') });
  });
});
