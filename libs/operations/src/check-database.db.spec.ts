import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPort, testDatabaseUrl } from '@app/common/testing';
import { checkDatabase } from './check-database.js';

const MIGRATIONS = ['First1', 'Second2'];
let url: string;
let client: pg.Client;
beforeAll(async () => {
  url = await testDatabaseUrl();
  client = new pg.Client(url);
  await client.connect();
});
afterAll(() => client?.end());

const look = async (at = url, now?: () => number) =>
  Object.fromEntries((await checkDatabase(at, MIGRATIONS, now)).map((finding) => [finding.code, finding]));

describe('checkDatabase', () => {
  it('should follow a database from empty to its version, and past it', async () => {
    expect((await look())['database.migrations']).toMatchObject({
      state: 'WARNING',
      message: expect.stringContaining('no tables yet'),
    });
    await client.query(`create table migrations (id serial, name text); insert into migrations (name) values ('First1')`);
    expect((await look())['database.migrations']).toMatchObject({
      state: 'WARNING',
      message: expect.stringMatching(/^1 migrations/),
    });
    await client.query(`insert into migrations (name) values ('Second2')`);
    expect(Object.values(await look()).filter(({ state }) => state !== 'OK')).toEqual([]);
    await client.query(`insert into migrations (name) values ('Third3')`);
    const past = (await look())['database.migrations'];
    expect(past).toMatchObject({ state: 'ERROR', message: expect.stringContaining('Third3') });
    expect(past?.remedy?.lines[0]).toContain('npm run restore');
  });

  it('should name a user that may make no tables', async () => {
    const name = `reader_${Date.now()}`;
    await client.query(`create role ${name} login password 'reader'`);
    const weak = new URL(url);
    weak.username = name;
    weak.password = 'reader';
    expect((await look(weak.toString()))['database.rights']).toMatchObject({
      state: 'ERROR',
      remedy: { lines: ['grant create on schema public to <user>;'] },
    });
    await client.query(`drop role ${name}`);
  });

  it('should name a clock that differs', async () => {
    const found = await look(url, () => Date.now() - 60_000);
    expect(found['database.clock']).toMatchObject({ state: 'ERROR', message: expect.stringMatching(/(59|60)(\.\d)? s ahead/) });
  });

  it('should name a database that is not there, or does not let us in, without the password', async () => {
    const away = new URL(url);
    away.port = String(await aPort());
    const wrong = new URL(url);
    wrong.password = 'wrong-password';
    for (const each of [away, wrong]) {
      const found = await look(each.toString());
      expect(found['database']).toMatchObject({ state: 'ERROR', remedy: { file: '.env' } });
      expect(found['database.clock']).toMatchObject({ state: 'UNKNOWN' });
      expect(JSON.stringify(found)).not.toContain(each.password);
    }
  });
});
