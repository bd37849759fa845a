/** What an operator sees of the system itself. */
import { measure } from '@app/common';
import { testDatabaseUrl, until } from '@app/common/testing';
import { SystemChecksService } from '@app/operations';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './support/test-api.js';

interface Remedy {
  file: string;
  section: string | null;
  lines: string[];
  apply: string | null;
  phrases: { phrase: string; text: string }[];
}

interface Check {
  code: string;
  state: string;
  message: string;
  reason: string | null;
  facts: { name: string; value: string }[];
  remedy: Remedy | null;
}

let api: TestApi;
beforeAll(async () => {
  // No disk has so much: recordings must stop, and nothing else.
  api = await startTestApi({ recordingMinFreeMb: 1_000_000_000 });
});
afterAll(() => api?.stop());

describe('systemChecks', () => {
  const checks = async (): Promise<Record<string, Check>> => {
    const query = `{ systemChecks { code state message reason facts { name value }
      remedy { file section lines apply phrases { phrase text } } } }`;
    const { systemChecks } = await api.admin.ask<{ systemChecks: Check[] }>(query);
    return Object.fromEntries(systemChecks.map((check) => [check.code, check]));
  };

  it('should say what is well and what is not, and what to write where', async () => {
    const found = await checks();
    // The engine is played, so that no Asterisk is there to be looked at.
    const remedy = { file: 'http.conf', section: 'general' };
    expect(found['asterisk.ari']).toMatchObject({ state: 'ERROR', reason: 'ARI_CLOSED', remedy });
    expect(found['asterisk.ari']?.facts).toEqual([{ name: 'url', value: api.env.ariUrl }]);
    expect(found['asterisk.ari']?.remedy?.phrases).toEqual([
      { phrase: 'RESTART_ASTERISK', text: 'restart Asterisk' },
      { phrase: 'REACHABLE_ADDRESS', text: '<an address that the api reaches>' },
    ]);
    expect(found['asterisk.ice']).toMatchObject({ state: 'UNKNOWN', reason: 'AMI_NOT_OPEN', remedy: null });
    expect(found['database']).toMatchObject({ state: 'OK', reason: null, facts: [] });
    expect(found['database.migrations']).toMatchObject({ state: 'OK', message: 'The tables are those of this version.' });
    expect(found['disk.space']).toMatchObject({ state: 'ERROR', message: expect.stringContaining('RECORDING_MIN_FREE_MB') });
  });

  it('should show no secret', async () => {
    const shown = JSON.stringify(await checks());
    const { databaseUrl, ariPassword, amiPassword, jwtSecret, encryptionKey } = api.env;
    for (const secret of [new URL(databaseUrl).password, ariPassword, amiPassword, jwtSecret, encryptionKey])
      expect(shown).not.toContain(secret);
  });

  it('should look once for all who ask at the same time, and again for who asks later', async () => {
    const service = api.app.get(SystemChecksService, { strict: false });
    const first = service.look();
    expect(service.look()).toBe(first);
    await first;
    const second = service.look();
    expect(second).not.toBe(first);
    await second;
  });
});

describe('a disk that is nearly full', () => {
  it('should be told by systemStatus', async () => {
    const query = '{ systemStatus { recordingSpace { freeMegabytes neededMegabytes isEnough } } }';
    const { systemStatus } = await api.admin.ask<{ systemStatus: { recordingSpace: Record<string, unknown> } }>(query);
    expect(systemStatus.recordingSpace).toEqual({
      freeMegabytes: expect.any(Number),
      neededMegabytes: 1_000_000_000,
      isEnough: false,
    });
  });

  it('should make nobody unready: calls go on', async () => {
    const response = await api.client.rest('GET', '/health/ready');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ database: true, asterisk: true, recordingSpace: false });
  });
});

describe('/metrics', () => {
  const figures = async (headers: Record<string, string> = {}): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${api.url}/metrics`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const figure = async (line: string): Promise<number> => {
    const { text } = await figures();
    const found = text.split('\n').find((each) => each.startsWith(`${line} `));
    return Number(found?.split(' ').at(-1));
  };

  it('should count calls by state, and by how they end', async () => {
    api.telephony.autoAnswer = true;
    const before = (await figure('trunkline_calls_ended_total{direction="OUTBOUND",outcome="COMPLETED"}')) || 0;
    const legId = await aCall();
    await until(async () => expect(await figure('trunkline_calls{state="ANSWERED",direction="OUTBOUND"}')).toBe(1));
    expect(await figure('trunkline_originate_seconds_count')).toBeGreaterThan(0);
    api.telephony.end(legId);
    await until(async () => {
      expect(await figure('trunkline_calls{state="ANSWERED",direction="OUTBOUND"}')).toBe(0);
      expect(await figure('trunkline_calls_ended_total{direction="OUTBOUND",outcome="COMPLETED"}')).toBe(before + 1);
    });
    expect(await figure('trunkline_event_lag_seconds_count')).toBeGreaterThan(2);
    await until(async () => expect(await figure('trunkline_queue_length{queue="calls"}')).toBe(0));
  });

  it('should follow the link to Asterisk, trunks and phones', async () => {
    expect(await figure('trunkline_asterisk_connected{link="ari"}')).toBe(1);
    expect(await figure('trunkline_phones_online')).toBe(1);
    api.telephony.disconnect();
    expect(await figure('trunkline_asterisk_connected{link="ari"}')).toBe(0);
    api.telephony.connect();
    await until(async () => expect(await figure('trunkline_asterisk_connected{link="ari"}')).toBe(1));
  });

  it.each([
    'trunkline_database_up',
    'trunkline_database_connections{state="waiting"}',
    'trunkline_recording_free_bytes',
    'trunkline_recording_needed_bytes',
    'trunkline_queue_length{queue="recordings"}',
    'nodejs_eventloop_lag_p99_seconds',
    'nodejs_heap_size_used_bytes',
    'process_resident_memory_bytes',
  ])('should give %s', async (line) => {
    expect(await figure(line)).toBeGreaterThanOrEqual(0);
  });

  it('should stay with its own process', async () => {
    const before = await figure('trunkline_originate_seconds_count');
    measure('originated', { seconds: 0.01 });
    expect(await figure('trunkline_originate_seconds_count')).toBe(before + 1);
  });

  it('should be for this machine only where there is no token, and not for what a proxy passes on', async () => {
    expect((await figures()).status).toBe(200);
    const { status, text } = await figures({ 'x-forwarded-for': '127.0.0.1' });
    expect(status).toBe(403);
    expect(text).not.toContain('trunkline_calls');
  });

  it('should be for whoever knows the token where there is one', async () => {
    const other = await startTestApi({ metricsToken: 'token-of-the-scraper' });
    const ask = async (authorization?: string) =>
      (
        await fetch(`${other.url}/metrics`, {
          headers: { 'x-forwarded-for': '10.0.0.1', ...(authorization && { authorization }) },
        })
      ).status;
    expect([await ask(), await ask('Bearer wrong'), await ask('Bearer token-of-the-scraper')]).toEqual([403, 403, 200]);
    await other.stop();
  });
});

describe('a request', () => {
  const idOf = async (given?: string): Promise<string | null> =>
    (await fetch(`${api.url}/health/live`, { headers: given === undefined ? {} : { 'x-request-id': given } })).headers.get(
      'x-request-id',
    );

  it("should have an id of its own, or the caller's where that may stand in a log", async () => {
    expect(await idOf('crm-4711')).toBe('crm-4711');
    const made = await idOf();
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf()).not.toBe(made);
    for (const odd of ['a b', 'x'.repeat(65), '{"level":"fatal"}']) expect(await idOf(odd)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a database of a newer version', () => {
  it('should stop the start, and say what to do', async () => {
    const databaseUrl = await testDatabaseUrl();
    await (await startTestApi({ databaseUrl })).stop();
    const client = new pg.Client(databaseUrl);
    await client.connect();
    await client.query(`insert into migrations (timestamp, name) values (9999999999999, 'Newer9999999999999')`);
    await client.end();
    await expect(startTestApi({ databaseUrl })).rejects.toThrow(
      /newer version of Trunkline \(Newer9999999999999\).+restore the backup/,
    );
  });
});

/** An answered call of the first agent. @returns the leg of the far party */
async function aCall(): Promise<string> {
  const trunk = { name: 'BellUZ', server: '127.0.0.1', authMode: 'IP', callerId: '998712000000' };
  await api.admin.ask(`mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { __typename } }`, { input: trunk });
  await api.admin.ask('mutation { createDialplanRule(input: { name: "All", pattern: "_9989XXXXXXXX" }) { __typename } }');
  const { client } = await api.user('AGENT', '305');
  api.telephony.phone('305', true);
  const { originateCall } = await until(async () => {
    const made = await client.ask<{ originateCall: { id?: string } }>(
      'mutation { originateCall(input: { to: "998901234567" }) { ... on Call { id } ... on OperationError { errorCode } } }',
    );
    expect(made.originateCall.id).toBeDefined();
    return made;
  });
  return until(async () => {
    const { call } = await client.ask<{ call: { state: string; legs: { id: string; role: string }[] } }>(
      `{ call(id: "${originateCall.id}") { state legs { id role } } }`,
    );
    expect(call.state).toBe('ANSWERED');
    return call.legs.find(({ role }) => role === 'CUSTOMER')?.id ?? '';
  });
}
