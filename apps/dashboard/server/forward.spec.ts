import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createForwarder, isForwarded } from './forward.mjs';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listening(server: Server): Promise<URL> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function given({ secure = false, isApiDead = false, isBehindProxy = false } = {}) {
  const seen: { url?: string; headers: IncomingHttpHeaders }[] = [];
  const api = createServer((request, response) => {
    seen.push(request);
    response.setHeader('Set-Cookie', 'a=b').end('from the api');
  });
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false });
  api.on('upgrade', (request, socket, head) => {
    seen.push(request);
    sockets.handleUpgrade(request, socket, head, (ws) => ws.on('message', (text: Buffer) => ws.send(`echo ${text.toString()}`)));
  });
  const address = await listening(api);
  if (isApiDead) api.close();
  const forwarder = createForwarder({ api: address, secure, isBehindProxy });
  const front = createServer((request, response) => forwarder.web(request, response));
  front.on('upgrade', (request, socket, head) => forwarder.upgrade(request, socket, head));
  return { seen, front: await listening(front) };
}

const liar = {
  'X-Forwarded-For': '1.2.3.4',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'evil',
  Forwarded: 'for=1.2.3.4',
  'X-Real-IP': '1.2.3.4',
};

describe('isForwarded', () => {
  it.each([
    ['/graphql', true],
    ['/graphql?x=1', true],
    ['/api/calls/outbound', true],
    ['/sip', true],
    ['/health/ready', true],
    ['/apiary', false],
    ['/calls', false],
    ['/', false],
  ])('should say of %s: %s', (url, yes) => {
    expect(isForwarded(url)).toBe(yes);
  });
});

describe('forwarding', () => {
  it('should tell the api who really connected, whatever the client says', async () => {
    const { front, seen } = await given();
    const answer = await fetch(new URL('/api/x?y=1', front), { headers: liar });
    expect([await answer.text(), answer.headers.get('set-cookie')]).toEqual(['from the api', 'a=b']);
    expect(seen[0]?.url).toBe('/api/x?y=1');
    expect(seen[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': front.host,
      host: front.host,
    });
    expect(seen[0]?.headers).not.toHaveProperty('forwarded');
    expect(seen[0]?.headers).not.toHaveProperty('x-real-ip');
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['1.2.3.4, 203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['not an address', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('should take the word of a proxy on this machine, where there is one: "%s" is %s', async (told, client) => {
    const { front, seen } = await given({ isBehindProxy: true });
    await fetch(new URL('/api', front), { headers: { ...liar, 'X-Forwarded-For': told } });
    expect(seen[0]?.headers).toMatchObject({ 'x-forwarded-for': client, 'x-forwarded-host': front.host });
  });

  it('should say https where browsers come by https', async () => {
    const { front, seen } = await given({ secure: true });
    await fetch(new URL('/api', front));
    expect(seen[0]?.headers['x-forwarded-proto']).toBe('https');
  });

  it('should carry a WebSocket with its subprotocol, and stamp it likewise', async () => {
    const { front, seen } = await given();
    const socket = new WebSocket(new URL('/sip', front.href.replace('http', 'ws')), 'sip', { headers: liar });
    await once(socket, 'open');
    socket.send('hello');
    const [text] = (await once(socket, 'message')) as [Buffer];
    expect([socket.protocol, text.toString()]).toEqual(['sip', 'echo hello']);
    expect(seen[0]?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': front.host });
    socket.terminate();
  });

  it('should say in words that the api is dead: 502, as GraphQL and as a problem', async () => {
    const { front } = await given({ isApiDead: true });
    const answer = await fetch(new URL('/graphql', front), { method: 'POST', body: '{}' });
    const body = (await answer.json()) as { detail: string };
    expect(answer.status).toBe(502);
    expect(body.detail).toContain('does not answer');
    expect(body).toMatchObject({
      status: 502,
      code: 'API_UNAVAILABLE',
      errors: [{ message: body.detail, extensions: { code: 'API_UNAVAILABLE' } }],
    });
  });

  it('should refuse a WebSocket with 502 when the api is dead', async () => {
    const { front } = await given({ isApiDead: true });
    const socket = new WebSocket(new URL('/graphql', front.href.replace('http', 'ws')));
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('502');
  });
});
