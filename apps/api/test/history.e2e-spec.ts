import { request } from 'node:http';
import { type Call, CallOutcome } from '@app/calls';
import { storedCall } from '@app/calls/testing';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiClient, GraphqlError } from './support/graphql-client.js';
import { startTestApi, type TestApi } from './support/test-api.js';

let api: TestApi;
let supervisor: ApiClient;
let agent: { client: ApiClient; id: string; username: string };
let colleague: { client: ApiClient; id: string; username: string };

beforeAll(async () => {
  api = await startTestApi();
  supervisor = (await api.user('SUPERVISOR')).client;
  agent = await api.user('AGENT', '301');
  colleague = await api.user('AGENT', '302');
});
afterAll(() => api?.stop());

const start = new Date('2026-11-23T10:00:00.000Z').getTime();

async function store(minute: number, more: Partial<Call> = {}): Promise<string> {
  const createdAt = new Date(start + minute * 60_000);
  const { id } = await api.dataSource.manager.save(storedCall({ createdAt, outcome: CallOutcome.BUSY, ...more }));
  return id;
}

const annotation = `mutation ($id: ID!, $input: AnnotateCallInput!) {
  annotateCall(id: $id, input: $input) { ... on Call { id note tags sequence } ... on OperationError { errorCode message field } }
}`;
const codesOf = (errors: GraphqlError[] | undefined) => errors?.map(({ extensions }) => extensions?.code);

describe('a call in the books', () => {
  it('should be found by any part of its number, though the tables came out of the migrations', async () => {
    const id = await store(0, { from: '998951112233' });
    const found = await api.admin.ask<{ calls: { items: { id: string }[] } }>(
      `{ calls(filter: { number: "5111 22" }) { items { id } } }`,
    );
    expect(found.calls.items).toEqual([{ id }]);
    await api.dataSource.query(`update calls set "from" = '998954445566' where id = $1`, [id]);
    const again = await api.admin.ask<{ calls: { items: { id: string }[] } }>(
      `{ calls(filter: { number: "444-55" }) { items { id } } }`,
    );
    expect(again.calls.items).toEqual([{ id }]);
  });

  it('should be annotated, and told of, over the API', async () => {
    const id = await store(1, { agentId: agent.id });
    const updates = await agent.client.subscribe(`subscription ($id: ID) { callUpdated(id: $id) { note tags sequence } }`, {
      id,
    });
    const events = await supervisor.subscribe<{ callEvents: { cursor: string; call: { id: string; sequence: number } } }>(
      'subscription { callEvents { cursor call { id sequence } } }',
    );
    const others = await colleague.client.subscribe('subscription { callEvents { cursor } }');
    let sequence = 1;
    // The first ones may come before a subscription has begun.
    await until(async () => {
      const { annotateCall } = await agent.client.ask<{ annotateCall: { sequence: number } }>(annotation, {
        id,
        input: { note: `Qo'ng'iroq ${sequence}`, tags: ['vip'] },
      });
      sequence = annotateCall.sequence;
      expect(updates.items.length > 0 && events.items.length > 0).toBe(true);
    });
    await until(() => expect(updates.items.at(-1)).toMatchObject({ callUpdated: { sequence, tags: ['vip'] } }));
    await until(() => expect(events.items.at(-1)).toMatchObject({ callEvents: { call: { id, sequence } } }));
    expect(others.items).toEqual([]);

    const cursor = events.items.at(-1)?.callEvents.cursor;
    await agent.client.ask(annotation, { id, input: { note: null } });
    const later = await supervisor.subscribe(
      `subscription ($after: String) { callEvents(after: $after) { call { sequence note } } }`,
      {
        after: cursor,
      },
    );
    await until(() => expect(later.items).toEqual([{ callEvents: { call: { sequence: sequence + 1, note: null } } }]));
  });

  it('should refuse wrong annotations by their path, and those who may not see the call', async () => {
    const id = await store(2, { agentId: agent.id });
    const { annotateCall } = await agent.client.ask<{ annotateCall: object }>(annotation, {
      id,
      input: { tags: ['x'.repeat(41)] },
    });
    expect(annotateCall).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.tags' });
    expect(codesOf((await colleague.client.send(annotation, { id, input: {} })).errors)).toEqual(['NOT_FOUND']);
  });
});

describe('callEvents', () => {
  it.each(['x', Buffer.from('1 1 1').toString('base64url')])('should refuse the cursor %s', async (after) => {
    const subscription = await api.admin.subscribe(`subscription ($after: String) { callEvents(after: $after) { cursor } }`, {
      after,
    });
    await until(() => expect(JSON.stringify(subscription.errors)).toContain('BAD_USER_INPUT'));
  });
});

describe('statistics and the audit log', () => {
  it('should be told to supervisors', async () => {
    await store(3, {
      trunkName: 'Stats',
      answeredAt: new Date(start),
      ringingAt: new Date(start - 5000),
      endedAt: new Date(start + 60_000),
    });
    const { callStats } = await supervisor.ask<{ callStats: object[] }>(
      `{ callStats(by: DAY, filter: { trunkName: "Stats" }) { key calls answered averageRingSeconds averageTalkSeconds } }`,
    );
    expect(callStats).toEqual([{ key: '2026-11-23', calls: 1, answered: 1, averageRingSeconds: 5, averageTalkSeconds: 60 }]);
    const { auditLog } = await supervisor.ask<{ auditLog: { items: object[]; nextCursor: string } }>(
      `{ auditLog(first: 1) { items { id at user { username } action subject detail address } nextCursor } }`,
    );
    expect(auditLog).toMatchObject({ items: [{ action: expect.any(String) }], nextCursor: expect.any(String) });
  });

  it('should be refused to agents', async () => {
    for (const query of ['{ callStats(by: AGENT) { key } }', '{ auditLog { nextCursor } }']) {
      expect(codesOf((await agent.client.send(query)).errors)).toEqual(['FORBIDDEN']);
    }
  });
});

describe('GET /api/calls.csv', () => {
  const get = async (client: ApiClient, query = '') => {
    const response = await client.rest('GET', `/api/calls.csv${query}`);
    return { response, text: Buffer.from(await response.arrayBuffer()).toString('utf8') };
  };
  const lines = (text: string) => text.split('\r\n').slice(1, -1);

  it('should be a table that a spreadsheet reads, with the filters of calls', async () => {
    await store(10, { trunkName: 'Csv', note: 'Салом, "дўст"', tags: ['=cmd'], agentId: agent.id });
    await store(11, { trunkName: 'Csv', outcome: CallOutcome.FAILED });
    const { response, text } = await get(api.admin, '?trunkName=Csv&outcome=BUSY,NO_ANSWER&createdAfter=2026-11-23T10:09:00Z');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('calls.csv');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(lines(text)).toHaveLength(1);
    expect(lines(text)[0]).toContain(`"Салом, ""дўст""",'=cmd`);
    expect((await get(api.admin, '?trunkName=Csv&separator=semicolon')).text).toContain(';Csv;');
  });

  it('should show an AGENT their own calls', async () => {
    const { text } = await get(agent.client, '?trunkName=Csv');
    expect(lines(text)).toHaveLength(1);
    expect(lines((await get(colleague.client, '?trunkName=Csv')).text)).toEqual([]);
  });

  it.each([
    ['?state=ended', 'INVALID_INPUT', 'state'],
    ['?createdAfter=yesterday', 'INVALID_INPUT', 'createdAfter'],
    ['?trunk=BellUZ', 'INVALID_INPUT', 'trunk'],
    ['?number=9', 'BAD_USER_INPUT', undefined],
  ])('should refuse %s as a problem document', async (query, code, field) => {
    const { response, text } = await get(api.admin, query);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ code, ...(field ? { field } : {}) });
  });

  it('should read on only as fast as its client, and stop when that is gone', { timeout: 60_000 }, async () => {
    await api.dataSource.query(
      `insert into calls select many.* from calls, generate_series(1, 20000) n, lateral
         json_populate_record(calls, json_build_object('id', gen_random_uuid(), 'trunkName', 'Many', 'note', rpad(n::text, 2000, 'x'))) many
       where calls."trunkName" = 'Csv' and calls.outcome = 'FAILED'`,
    );
    const asked = vi.spyOn(api.dataSource, 'query');
    const pages = () => asked.mock.calls.filter(([sql]) => sql.includes('from calls call')).length;
    let received = 0;
    const client = request(`${api.url}/api/calls.csv?trunkName=Many`, {
      headers: { authorization: `Bearer ${api.admin.token}` },
    });
    const paused = new Promise<void>((resolve, reject) => {
      client.on('error', reject).once('response', (response) => {
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
          response.pause();
          resolve();
        });
      });
      client.end();
    });
    await paused;
    // Another client reads the whole meanwhile, in 41 pages: the first would have had the time.
    const whole = await get(api.admin, '?trunkName=Many');
    expect(lines(whole.text)).toHaveLength(20_000);
    expect(pages()).toBeGreaterThanOrEqual(41);
    expect(pages()).toBeLessThan(41 + 30);
    client.destroy();
    await get(api.admin, '?trunkName=Many');
    expect(pages()).toBeLessThan(2 * 41 + 30);
    expect(received).toBeGreaterThan(0);
    asked.mockRestore();
  });
});
