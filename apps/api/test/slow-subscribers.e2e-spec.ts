import { storedCall } from '@app/calls/testing';
import { LiveUpdates } from '@app/common';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { GraphqlSockets } from '../src/graphql-sockets.js';
import { ownHeap } from './support/own-heap.js';
import { startTestApi, type TestApi } from './support/test-api.js';

const MEGABYTE = 2 ** 20;
/** As much as the kernel's own buffers take several times over. */
const CHANGES = 3000;
const NOTE_LENGTH = 20_000;

let api: TestApi;
let sockets: GraphqlSockets;
let live: LiveUpdates;
let adminId: string;
const clients: RawClient[] = [];

beforeAll(async () => {
  api = await startTestApi();
  sockets = api.app.get(GraphqlSockets, { strict: false });
  live = api.app.get(LiveUpdates, { strict: false });
  adminId = (await api.admin.ask<{ me: { id: string } }>('{ me { id } }')).me.id;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await until(() => expect(sockets.load.open).toBe(0));
});
afterAll(() => api?.stop());

/** graphql-transport-ws by hand, so that its socket can be left unread. */
class RawClient {
  readonly data: unknown[] = [];
  readonly errors: unknown[] = [];
  code: number | undefined;
  isIn = false;
  readonly socket: WebSocket;

  constructor(query: string, variables: Record<string, unknown>) {
    this.socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    clients.push(this);
    const say = (message: object) => this.socket.send(JSON.stringify(message));
    this.socket.on('open', () => say({ type: 'connection_init', payload: { Authorization: `Bearer ${api.admin.token}` } }));
    this.socket.on('close', (code) => (this.code = code));
    this.socket.on('message', (text: Buffer) => {
      const message = JSON.parse(text.toString()) as { type: string; payload: unknown };
      if (message.type === 'connection_ack') {
        this.isIn = true;
        say({ id: '1', type: 'subscribe', payload: { query, variables } });
      }
      if (message.type === 'next') this.data.push((message.payload as { data: unknown }).data);
      if (message.type === 'error') this.errors.push(message.payload);
    });
  }
}

/** A call that is over, with one change. */
async function givenCall(): Promise<string> {
  const { id } = await api.dataSource.manager.save(storedCall({ createdAt: new Date(), startedById: adminId }));
  await change(id, 1, 1);
  return id;
}

/** Changes with these sequences, written and told. */
async function change(callId: string, from: number, to: number): Promise<void> {
  await api.dataSource.query(
    `insert into call_changes ("callId", sequence, at, snapshot)
     select id, number, now(), to_jsonb(calls) || jsonb_build_object('sequence', number, 'note', repeat('ў', $4))
     from calls, generate_series($2::int, $3::int) number where id = $1 order by number`,
    [callId, from, to, NOTE_LENGTH],
  );
  for (let sequence = from; sequence <= to; sequence += 1) {
    await live.publish('call', { callId, sequence, agentId: null, startedById: adminId });
  }
}

type Event = { callUpdated: { sequence: number } } | { callEvents: { cursor: string; call: { sequence: number } } };
const sequencesOf = (client: RawClient) =>
  (client.data as Event[]).map((data) => ('callUpdated' in data ? data.callUpdated.sequence : data.callEvents.call.sequence));

describe('a subscriber that does not read its socket', () => {
  it.each(['callUpdated', 'callEvents'] as const)(
    'should be ended with 4008, cost no memory meanwhile, and get the rest afterwards: %s',
    { timeout: 120_000 },
    async (field) => {
      const callId = await givenCall();
      const { callEventsCursor } = await api.admin.ask<{ callEventsCursor: string }>('{ callEventsCursor }');
      const follow = (last: number, cursor: string) =>
        field === 'callUpdated'
          ? new RawClient('subscription ($id: ID, $last: Int) { callUpdated(id: $id, afterSequence: $last) { sequence note } }', {
              id: callId,
              last,
            })
          : new RawClient('subscription ($after: String) { callEvents(after: $after) { cursor call { sequence note } } }', {
              after: cursor,
            });
      const [slow, quick] = [follow(1, callEventsCursor), follow(1, callEventsCursor)];
      await until(() => expect(sockets.load.open).toBe(2));
      await change(callId, 2, 11);
      const firstTen = Array.from({ length: 10 }, (_, index) => index + 2);
      await until(() => expect([sequencesOf(slow), sequencesOf(quick)]).toEqual([firstTen, firstTen]));

      slow.socket.pause();
      const before = await ownHeap();
      let [mostWaiting, mostHeap] = [0, 0];
      // It reads on once it has been ended, while things go on to change.
      const ended = until(() => expect(sockets.load.open).toBe(1), { timeoutMs: 60_000 }).then(() => slow.socket.resume());
      for (let sequence = 12; sequence <= CHANGES; sequence += 50) {
        const last = Math.min(CHANGES, sequence + 49);
        await change(callId, sequence, last);
        await until(() => expect(sequencesOf(quick).at(-1)).toBe(last), { timeoutMs: 20_000 });
        mostWaiting = Math.max(mostWaiting, sockets.load.waitingBytes);
        // What the quick one was given is the test's own.
        for (const data of quick.data as { callUpdated?: { note?: string }; callEvents?: { call: { note?: string } } }[]) {
          delete data.callUpdated?.note;
          delete data.callEvents?.call.note;
        }
        if (sequence % 500 < 50) mostHeap = Math.max(mostHeap, await ownHeap());
      }
      expect(mostWaiting).toBeGreaterThan(0);
      expect(mostWaiting).toBeLessThan(MEGABYTE);
      // All that was sent to the quick one is 60 MB and more; waiting snapshots are shared, and their number is bounded.
      expect(mostHeap - before).toBeLessThan(200 * MEGABYTE);

      await ended;
      await until(() => expect(slow.code).toBe(4008), { timeoutMs: 20_000 });
      const read = sequencesOf(slow);
      expect(read).toEqual(Array.from({ length: read.length }, (_, index) => index + 2));
      expect(read.length).toBeLessThan(CHANGES - 1);

      const cursor = (slow.data as { callEvents?: { cursor: string } }[]).at(-1)?.callEvents?.cursor ?? '';
      const again = follow(read.at(-1) ?? 0, cursor);
      await until(
        () => expect([...read, ...sequencesOf(again)]).toEqual(Array.from({ length: CHANGES - 1 }, (_, index) => index + 2)),
        { timeoutMs: 30_000, everyMs: 200 },
      );
      expect(quick.code).toBeUndefined();
    },
  );
});

describe('a subscriber that reads, but slower than things change', () => {
  it('should be told SLOW_SUBSCRIBER, and keep its socket', async () => {
    // Each of these is read when it is delivered.
    const client = new RawClient('subscription { dialplanUpdated { text } }', {});
    await until(async () => {
      await live.publish('dialplan', {});
      expect(client.data.length).toBeGreaterThan(0);
    });
    for (let count = 0; count < 3000; count += 1) await live.publish('dialplan', {});
    await until(() =>
      expect(client.errors).toEqual([
        [{ message: expect.stringContaining('too far behind'), extensions: { code: 'SLOW_SUBSCRIBER' } }],
      ]),
    );
    expect(client.code).toBeUndefined();
  });
});

describe('a socket', () => {
  it('should have at most 100 subscriptions', async () => {
    const client = new RawClient('subscription { callEvents { cursor } }', {});
    await until(() => expect(client.isIn).toBe(true));
    for (let id = 2; id <= 101; id += 1) {
      client.socket.send(JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query: 'subscription { trunkDeleted }' } }));
    }
    await until(() => expect(JSON.stringify(client.errors)).toContain('RATE_LIMITED'));
    expect(client.errors).toHaveLength(1);
  });

  it('should be ended when it asks and asks, and takes no answer', { timeout: 60_000 }, async () => {
    const client = new RawClient('subscription { trunkDeleted }', {});
    await until(() => expect(client.isIn).toBe(true));
    client.socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { padding: 'x'.repeat(50_000) } });
    let most = 0;
    await until(
      () => {
        if (client.socket.bufferedAmount < MEGABYTE) for (let count = 0; count < 20; count += 1) client.socket.send(ping);
        most = Math.max(most, sockets.load.waitingBytes);
        expect(sockets.load.open).toBe(0);
      },
      { timeoutMs: 30_000 },
    );
    expect(most).toBeLessThan(MEGABYTE);
    client.socket.resume();
    await until(() => expect(client.code).toBe(4008));
  });
});
