import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import next from 'next';
import { createForwarder, isForwarded } from './forward.mjs';
import { commonHeaders, contentSecurityPolicy, newNonce } from './security-headers.mjs';

/** How long an answer under way may take once we are told to stop, in ms. */
const graceMs = 500;

/** How long a connection may rest, in ms: longer than a proxy before us keeps it (Caddy 120 s), or its next request meets a closing one. */
const keepAliveMs = 130_000;

/**
 * One origin for everything: the pages from Next, the rest forwarded to the api.
 * @param {import('./settings.mjs').Settings} settings
 * @param {{ dir: string }} options  dir: the Next application
 * @returns {Promise<{ close(): Promise<void> }>} resolves when browsers may come
 */
export async function startDashboard(settings, { dir }) {
  const { tls, dev, port, host, isBehindProxy } = settings;
  const secure = Boolean(tls) || settings.publicUrl.protocol === 'https:';
  const forwarder = createForwarder({ api: settings.api, secure, isBehindProxy });
  const upgraded = new Set();
  const server = tls ? createHttpsServer(tls) : createHttpServer();
  server.keepAliveTimeout = keepAliveMs;
  // Next adds an upgrade listener of its own to the server it is given, and would end the api's sockets: it gets one that nobody listens on.
  const pagesUpgrades = createHttpServer();
  const app = next({ dev, dir, port, hostname: 'localhost', httpServer: pagesUpgrades });
  const pages = app.getRequestHandler();

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    if (isForwarded(request.url)) return forwarder.web(request, response);
    const policy = contentSecurityPolicy({ nonce: newNonce(), host: request.headers.host, secure, dev });
    request.headers['content-security-policy'] = policy;
    response.setHeader('Content-Security-Policy', policy);
    return void pages(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (isForwarded(request.url)) {
      upgraded.add(socket);
      socket.on('close', () => upgraded.delete(socket));
      return forwarder.upgrade(request, socket, head);
    }
    if (dev) return void pagesUpgrades.emit('upgrade', request, socket, head);
    return socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  await app.prepare();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(undefined));
  });

  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      for (const socket of upgraded) socket.destroy();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      await app.close();
    },
  };
}
