import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '@app/common/testing';
import { startTestApi, type TestApi } from './support/test-api.js';

let asterisk: WebSocketServer;
let api: TestApi;
/** What came through to Asterisk. */
const seen: { path: string | undefined; cookie: string | undefined; text: string }[] = [];

beforeAll(async () => {
  asterisk = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
  asterisk.on('connection', (socket, request) => {
    socket.on('message', (data: Buffer) => {
      seen.push({ path: request.url, cookie: request.headers.cookie, text: data.toString() });
      socket.send('SIP/2.0 200 OK');
    });
  });
  await once(asterisk, 'listening');
  api = await startTestApi({ ariUrl: `http://127.0.0.1:${(asterisk.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await api?.stop();
  asterisk.close();
});

interface Attempt {
  path?: string;
  protocol?: string;
  origin?: string;
  cookie?: string | undefined;
}

/** Opens the phone's socket as a browser would. Gives it open, or the HTTP status of the refusal. */
async function openPhone({
  path = '/sip',
  protocol = 'sip',
  origin = api.url,
  cookie = api.admin.cookie,
}: Attempt): Promise<WebSocket | number> {
  const socket = new WebSocket(`${api.url.replace(/^http/, 'ws')}${path}`, protocol ? [protocol] : [], {
    headers: { origin, ...(cookie ? { cookie } : {}) },
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

describe('/sip', () => {
  it('should carry a signed-in page to Asterisk and back, without its cookie', async () => {
    const socket = (await openPhone({})) as WebSocket;
    const answer = once(socket, 'message');
    socket.send('OPTIONS sip:trunkline SIP/2.0');
    expect(String((await answer)[0])).toBe('SIP/2.0 200 OK');
    expect(seen.at(-1)).toEqual({ path: '/ws', cookie: undefined, text: 'OPTIONS sip:trunkline SIP/2.0' });
    socket.close();
  });

  it.each<[string, Attempt, number]>([
    ['a stranger', { cookie: 'none=1' }, 401],
    ['a made-up cookie', { cookie: 'trunkline_refresh_3000=abc.1.def' }, 401],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: '' }, 403],
    ['another subprotocol', { protocol: 'mqtt' }, 400],
    ['another path', { path: '/ws' }, 404],
    ["Asterisk's ARI", { path: '/ari/events?app=trunkline' }, 404],
    ['a path that only begins so', { path: '/sip/../ari/events' }, 404],
  ])('should refuse %s', async (_name, attempt, status) => {
    expect(await openPhone(attempt)).toBe(status);
  });

  it('should end with the session', async () => {
    const { client } = await api.user('AGENT');
    const socket = (await openPhone({ cookie: client.cookie })) as WebSocket;
    await client.ask('mutation { logout { id } }');
    await until(() => expect(socket.readyState).toBe(WebSocket.CLOSED), { timeoutMs: 2000 });
    expect(await openPhone({ cookie: client.cookie })).toBe(401);
  });
});
