import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { root } from '../../../scripts/instance.mjs';
import { choosePort } from '../../../scripts/ports.mjs';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The dashboard's server as it is started, in front of an api of a few lines (or of none). */
async function given({ hasApi = true } = {}) {
  const api = createServer((_request, response) => response.end('api'));
  const sockets = new WebSocketServer({ server: api, handleProtocols: (offered) => [...offered][0] ?? false });
  await once(api.listen(0, '127.0.0.1'), 'listening');
  const apiPort = (api.address() as AddressInfo).port;
  const stopApi = () => {
    for (const socket of sockets.clients) socket.terminate();
    api.close();
    api.closeAllConnections();
  };
  if (hasApi) closing.push(stopApi);
  else stopApi();
  const port = await choosePort({ isReserved: () => false });
  const child: ChildProcess = spawn(process.execPath, [join(root, 'apps/dashboard/server.mjs')], {
    env: { PATH: process.env.PATH, DASHBOARD_PORT: String(port), API_PORT: String(apiPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closing.push(() => child.kill('SIGKILL'));
  let said = '';
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    if (said.includes('Dashboard ready')) break;
  }
  return { child, port, address: `http://127.0.0.1:${port}` };
}

it('should serve pages whose scripts all carry the nonce of their policy', async () => {
  const { address } = await given();
  const answer = await fetch(`${address}/login`);
  // Longer than a proxy before it keeps connections.
  expect(answer.headers.get('keep-alive')).toBe('timeout=130');
  const policy = answer.headers.get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(answer.headers.get('permissions-policy')).toContain('microphone=(self)');
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

it('should keep serving pages while the api is dead, and say so to who asks for it', async () => {
  const { address } = await given({ hasApi: false });
  expect((await fetch(`${address}/login`)).status).toBe(200);
  const answer = await fetch(`${address}/health/ready`);
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([502, 'API_UNAVAILABLE']);
});

it('should end within two seconds when told to, with WebSockets open', async () => {
  const { child, address } = await given();
  const socket = new WebSocket(`${address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  // Kept alive by a browser, and idle.
  await fetch(`${address}/login`);
  const closed = once(socket, 'close');
  const toldAt = Date.now();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  await closed;
  expect(code).toBe(0);
  expect(Date.now() - toldAt).toBeLessThan(2_000);
});

it('should say in one sentence that its port is taken', async () => {
  const { port } = await given();
  const second = spawn(process.execPath, [join(root, 'apps/dashboard/server.mjs')], {
    env: { PATH: process.env.PATH, DASHBOARD_PORT: String(port) },
  });
  closing.push(() => second.kill('SIGKILL'));
  let said = '';
  second.stderr.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(second, 'exit')) as [number];
  expect([code, said.trim()]).toEqual([1, `Port ${port} is taken: stop what listens there, or set DASHBOARD_PORT to another.`]);
});
