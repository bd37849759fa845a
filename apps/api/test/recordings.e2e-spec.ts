import { createHash } from 'node:crypto';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from './support/graphql-client.js';
import { startTestApi, type TestApi } from './support/test-api.js';

interface RecordingView {
  id: string;
  url: string;
  playUrl: string;
  sha256: string;
  sizeBytes: number;
  durationSeconds: number;
  channels: number;
}

const WAV_HEADER_BYTES = 44;

let api: TestApi;
let owner: ApiClient;
let stranger: ApiClient;
let recording: RecordingView;

const recordingFields = 'id url playUrl sha256 sizeBytes durationSeconds channels silent gaps { fromSeconds toSeconds }';
const pauseRecording = `mutation ($id: ID!) { pauseRecording(id: $id) { ... on Call { id recordingPaused } ... on OperationError { errorCode } } }`;

async function recordedCall(client: ApiClient): Promise<RecordingView> {
  const { originateCall } = await client.ask<{ originateCall: { id: string } }>(
    `mutation ($input: OriginateCallInput!) { originateCall(input: $input) { ... on Call { id } ... on OperationError { errorCode message } } }`,
    { input: { to: '998901234567', record: true } },
  );
  const live = await client.subscribe<{ callUpdated: { state: string; recording: RecordingView | null } }>(
    `subscription ($id: ID) { callUpdated(id: $id, afterSequence: 0) { state recording { ${recordingFields} } } }`,
    { id: originateCall.id },
  );
  await until(() => expect(api.recorder.running).toHaveLength(1));
  const [legId = ''] = api.recorder.running;
  const began = performance.now();
  await until(() => expect(performance.now()).toBeGreaterThan(began + 400));
  api.telephony.end(legId);
  const found = await until(() => {
    const last = live.items.at(-1)?.callUpdated.recording;
    expect(last).toBeTruthy();
    return last as RecordingView;
  });
  const states = live.items.map(({ callUpdated }) => `${callUpdated.state} ${callUpdated.recording ? 'with' : 'without'}`);
  expect(states.slice(-2)).toEqual(['ENDED without', 'ENDED with']);
  live.stop();
  return found;
}

beforeAll(async () => {
  api = await startTestApi();
  api.telephony.autoAnswer = true;
  const input = { name: 'BellUZ', server: '127.0.0.1', authMode: 'IP', callerId: '998712000000' };
  await api.admin.ask(`mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { __typename } }`, { input });
  await api.admin.ask(`mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { __typename } }`, {
    input: { name: 'All', pattern: '_9989XXXXXXXX' },
  });
  const user = await api.user('AGENT', '305');
  owner = user.client;
  stranger = (await api.user('AGENT', '306')).client;
  api.telephony.phone('305', true);
  await until(async () => {
    const { user: seen } = await api.admin.ask<{ user: { softphoneOnline: boolean } }>(
      'query ($id: ID!) { user(id: $id) { softphoneOnline } }',
      { id: user.id },
    );
    expect(seen.softphoneOnline).toBe(true);
  });
  recording = await recordedCall(owner);
});
afterAll(() => api?.stop());

describe('GET /api/recordings/:id', () => {
  it('should give the whole file, with its hash as ETag', async () => {
    const response = await owner.rest('GET', recording.url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      etag: `"${recording.sha256}"`,
      'content-length': String(recording.sizeBytes),
      'cache-control': 'private, no-cache',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(recording.sha256);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  });

  it('should give parts, and refuse those that are not there', async () => {
    const whole = Buffer.from(await (await owner.rest('GET', recording.url)).arrayBuffer());
    const size = recording.sizeBytes;
    for (const [range, from, to] of [
      ['bytes=0-43', 0, 44],
      ['bytes=100-199', 100, 200],
      ['bytes=-10', size - 10, size],
      [`bytes=${size - 1}-`, size - 1, size],
      [`bytes=44-${size + 100}`, 44, size],
    ] as const) {
      const part = await owner.rest('GET', recording.url, undefined, { range });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to - 1}/${size}`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to))).toBe(true);
    }
    const beyond = await owner.rest('GET', recording.url, undefined, { range: `bytes=${size}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
    expect(beyond.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await beyond.json()).toMatchObject({ status: 416, code: 'BAD_USER_INPUT' });
  });

  it('should answer HEAD and conditions', async () => {
    const head = await owner.rest('HEAD', recording.url);
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(recording.sizeBytes), '']);
    // fetch() would send no-cache with it, which asks for the file all the same.
    const known = { 'if-none-match': `"${recording.sha256}"`, 'cache-control': 'max-age=0' };
    expect((await owner.rest('GET', recording.url, undefined, known)).status).toBe(304);
    const resumed = { range: 'bytes=0-9', 'if-range': `"${recording.sha256}"` };
    expect((await owner.rest('GET', recording.url, undefined, resumed)).status).toBe(206);
    expect((await owner.rest('GET', recording.url, undefined, { ...resumed, 'if-range': '"another"' })).status).toBe(200);
  });

  it('should be for those who may see the call', async () => {
    const supervisor = (await api.user('SUPERVISOR')).client;
    const answers = [owner, api.admin, supervisor, stranger, api.client].map((client) => client.rest('HEAD', recording.url));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 404, 401]);
    for (const path of [
      '/api/recordings/nothing',
      '/api/recordings/..%2f..%2fsecrets.json',
      `/api/recordings/${crypto.randomUUID()}`,
    ]) {
      expect((await owner.rest('GET', path)).status).toBe(404);
    }
  });
});

describe('playUrl', () => {
  it('should play without a header, in parts too', async () => {
    const response = await api.client.rest('GET', recording.playUrl, undefined, { range: 'bytes=0-99' });
    expect([response.status, response.headers.get('content-type')]).toEqual([206, 'audio/wav']);
    expect((await api.client.rest('HEAD', recording.playUrl)).status).toBe(200);
  });

  it('should be worth nothing once it is changed', async () => {
    const other = await recordedCall(owner);
    const query = recording.playUrl.slice(recording.playUrl.indexOf('?'));
    for (const path of [
      recording.playUrl.replace(/signature=./, 'signature=_'),
      recording.playUrl.replace(/until=\d+/, 'until=9999999999'),
      `${recording.url}/audio`,
      `${other.url}/audio${query}`,
      `${recording.url}/audio${query}&until=1`,
    ]) {
      const response = await api.client.rest('GET', path);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'FORBIDDEN']);
    }
  });
});

describe('pauseRecording', () => {
  it('should be refused to strangers, and of a call that is over', async () => {
    const { calls } = await owner.ask<{ calls: { items: { id: string }[] } }>('query { calls(first: 1) { items { id } } }');
    const id = calls.items[0]?.id;
    expect(await owner.ask(pauseRecording, { id })).toEqual({ pauseRecording: { errorCode: 'CALL_NOT_ACTIVE' } });
    expect((await stranger.send(pauseRecording, { id })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await api.client.send(pauseRecording, { id })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('a recording as an announcement', () => {
  const originate = `mutation ($input: OriginateCallInput!) { originateCall(input: $input) { ... on Call { id } ... on OperationError { errorCode field } } }`;
  const inputOf = (id: string) => ({
    input: { to: '998907654321', record: false, connect: { announcement: `recording:${id}` } },
  });
  const refused = { originateCall: { errorCode: 'INVALID_INPUT', field: 'input.connect.announcement' } };

  it('should be played to the far party, both sides at once', async () => {
    const supervisor = (await api.user('SUPERVISOR')).client;
    const { originateCall } = await supervisor.ask<{ originateCall: { id: string } }>(originate, inputOf(recording.id));
    const stream = await until(() => {
      const found = api.telephony.sent('stream').find(({ conversationId }) => conversationId === originateCall.id);
      if (!found) throw new Error('Nothing plays.');
      return found;
    });
    expect(stream.sound).toHaveLength((recording.sizeBytes - WAV_HEADER_BYTES) / recording.channels);
    api.telephony.played(stream.playId);
    await until(async () => {
      const { call } = await supervisor.ask<{ call: object }>('query ($id: ID!) { call(id: $id) { outcome } }', originateCall);
      expect(call).toEqual({ outcome: 'COMPLETED' });
    });
  });

  it('should be refused where there is none, and be no right of agents', async () => {
    for (const id of [crypto.randomUUID(), 'nothing']) expect(await api.admin.ask(originate, inputOf(id))).toEqual(refused);
    for (const client of [owner, stranger])
      expect((await client.send(originate, inputOf(recording.id))).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect((await api.client.send(originate, inputOf(recording.id))).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('a deleted recording', () => {
  it('should be gone from the call and from its path', async () => {
    await api.dataSource.query(`update recordings set "deletedAt" = now() where id = $1`, [recording.id]);
    expect((await owner.rest('GET', recording.url)).status).toBe(404);
    expect((await api.client.rest('GET', recording.playUrl)).status).toBe(404);
    const { calls } = await owner.ask<{ calls: { items: { recordings: { id: string }[] }[] } }>(
      'query { calls(first: 50) { items { recordings { id } } } }',
    );
    expect(calls.items.flatMap(({ recordings }) => recordings.map(({ id }) => id))).not.toContain(recording.id);
  });
});
