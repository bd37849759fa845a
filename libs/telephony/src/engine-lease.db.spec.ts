import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { testDatabaseUrl, until } from '@app/common/testing';
import { EngineLease, leaseId, lockKey } from './engine-lease.js';
import { EngineLeaseRow } from './engine-lease.entity.js';

const ENGINE = 'http://127.0.0.1:8088';
const started: EngineLease[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((lease) => lease.stop()));
});

async function aDatabase(): Promise<string> {
  const url = await testDatabaseUrl();
  const source = await new DataSource({ type: 'postgres', url, entities: [EngineLeaseRow], synchronize: true }).initialize();
  await source.destroy();
  return url;
}

function aLease(databaseUrl: string, engine = ENGINE) {
  const story: string[] = [];
  const problems: string[] = [];
  const lease = new EngineLease({
    databaseUrl,
    engine,
    everyMs: 20,
    onHeld: (epoch) => story.push(`held ${epoch}`),
    onLost: () => story.push('lost'),
    onProblem: (message) => problems.push(message),
  });
  started.push(lease);
  lease.start();
  return { lease, story, problems };
}

/** Ends every connection of leases, as a restart of the database would. */
async function cut(databaseUrl: string): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trunkline engine lease' and datname = current_database()",
  );
  await client.end();
}

async function isLocked(databaseUrl: string): Promise<boolean> {
  const client = new Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(
    "select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
  );
  await client.end();
  return rows.length === 1;
}

describe('EngineLease', () => {
  it('should be held by one, and go to the next with a greater epoch when it is given back', async () => {
    const url = await aDatabase();
    const first = aLease(url);
    await until(() => expect(first.story).toEqual(['held 1']));
    const second = aLease(url);
    const third = aLease(url);
    await first.lease.stop();
    expect(first.story).toEqual(['held 1', 'lost']);
    await until(() => expect([...second.story, ...third.story]).toEqual(['held 2']));
    await Promise.all([second.lease.stop(), third.lease.stop()]);
    expect(first.lease.isHeld).toBe(false);
  });

  it('should be one for each engine', async () => {
    const url = await aDatabase();
    const leases = [aLease(url), aLease(url, 'http://127.0.0.1:8089'), aLease(url, 'http://127.0.0.2:8088')];
    await until(() => expect(leases.map(({ story }) => story)).toEqual([['held 1'], ['held 1'], ['held 1']]));
  });

  it('should be kept where only its connection breaks', async () => {
    const url = await aDatabase();
    const { lease, story } = aLease(url);
    await until(() => expect(story).toEqual(['held 1']));
    for (let round = 0; round < 3; round += 1) {
      await cut(url);
      await until(async () => expect(await isLocked(url)).toBe(true));
    }
    expect([story, lease.isHeld]).toEqual([['held 1'], true]);
  });

  it('should be lost where another had it meanwhile, and asked for again', async () => {
    const url = await aDatabase();
    const { story } = aLease(url);
    await until(() => expect(story).toEqual(['held 1']));
    const other = new Client(url);
    await other.connect();
    // In one go: the lock is taken before the first can look.
    await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trunkline engine lease'
      and datname = current_database(); select pg_advisory_lock(${lockKey(leaseId(ENGINE))}); update engine_lease set epoch = 2`);
    await until(() => expect(story).toEqual(['held 1', 'lost']));
    await other.end();
    await until(() => expect(story).toEqual(['held 1', 'lost', 'held 3']));
  });

  it('should go on asking while there is no database, and while its table is not there', async () => {
    const nowhere = aLease('postgres://nobody@127.0.0.1:1/nothing');
    const url = await testDatabaseUrl();
    const tableless = aLease(url);
    await until(() => {
      expect(nowhere.problems.length).toBeGreaterThan(1);
      expect(tableless.problems.length).toBeGreaterThan(1);
    });
    expect([...nowhere.story, ...tableless.story]).toEqual([]);
    const source = await new DataSource({ type: 'postgres', url, entities: [EngineLeaseRow], synchronize: true }).initialize();
    await source.destroy();
    await until(() => expect(tableless.story).toEqual(['held 1']));
  });
});

describe('the name of a lease', () => {
  it('should be the same for every way to write the address, and hold no password', () => {
    expect(leaseId('http://backend:secret@127.0.0.1:8088/')).toBe('http://127.0.0.1:8088');
    expect(lockKey(leaseId(`${ENGINE}/`))).toBe(lockKey(leaseId(ENGINE)));
    expect(BigInt.asIntN(64, BigInt(lockKey(ENGINE)))).toBe(BigInt(lockKey(ENGINE)));
    expect(lockKey('http://a')).not.toBe(lockKey('http://b'));
  });
});
