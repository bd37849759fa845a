import { isIP } from 'node:net';
import { createProxyServer } from 'http-proxy-3';

const forwardedPaths = ['/graphql', '/api', '/sip', '/health'];
/** What a client must not tell the api about itself: only this server knows who connected to it. */
const claims = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'x-client-ip',
];

/**
 * Whether a request is the api's: /graphql, /api/…, /sip, /health/…
 * @param {string | undefined} url  path and query, as in the request line
 */
export function isForwarded(url = '/') {
  const path = url.split('?', 1)[0];
  return forwardedPaths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/**
 * Who connected: the connection's other end, or whom a proxy on this machine speaks for. The last address of X-Forwarded-For is that proxy's own word; what
 * stands before it came from the client.
 * @param {import('node:http').IncomingMessage} request
 * @param {boolean} isBehindProxy
 */
function clientAddress({ headers, socket }, isBehindProxy) {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    .trim();
  const isLocal = peer === '::1' || peer.startsWith('127.');
  return isBehindProxy && isLocal && isIP(told) !== 0 ? told : peer;
}

/**
 * The headers that the api may trust, from the connection itself.
 * @param {import('node:http').IncomingMessage} request  changed in place
 * @param {{ secure: boolean, isBehindProxy?: boolean }} options  secure: whether browsers come by https, here or at a proxy before us
 */
export function stampForwardedHeaders(request, { secure, isBehindProxy = false }) {
  const client = clientAddress(request, isBehindProxy);
  for (const name of claims) delete request.headers[name];
  request.headers['x-forwarded-for'] = client;
  request.headers['x-forwarded-proto'] = secure ? 'https' : 'http';
  if (request.headers.host) request.headers['x-forwarded-host'] = request.headers.host;
}

const sentence = 'The Trunkline api does not answer; it may be restarting. Try again in a few seconds.';

/** One shape for both readers: problem+json for REST, `errors` for GraphQL clients. */
const badGateway = JSON.stringify({
  type: 'about:blank',
  title: 'Bad Gateway',
  status: 502,
  code: 'API_UNAVAILABLE',
  detail: sentence,
  errors: [{ message: sentence, extensions: { code: 'API_UNAVAILABLE' } }],
});

/**
 * Forwards to the api, over HTTP and WebSocket.
 * @param {{ api: URL, secure: boolean, isBehindProxy?: boolean }} options
 */
export function createForwarder({ api, secure, isBehindProxy = false }) {
  // No time limit of our own on answers: a recording may stream for minutes.
  const proxy = createProxyServer({ target: api.href.replace(/\/$/, ''), proxyTimeout: 0, timeout: 0 });
  proxy.on('error', (_error, _request, answer) => {
    if ('writeHead' in answer) {
      if (answer.headersSent) return void answer.destroy();
      answer.writeHead(502, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
      answer.end(badGateway);
    } else if (answer.bytesWritten > 0) {
      answer.destroy(); // an open WebSocket whose other end broke: there is no HTTP to say it in
    } else {
      const head = 'HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n';
      answer.end(`${head}Content-Length: ${Buffer.byteLength(badGateway)}\r\n\r\n${badGateway}`);
    }
  });
  return {
    web(request, response) {
      stampForwardedHeaders(request, { secure, isBehindProxy });
      proxy.web(request, response);
    },
    upgrade(request, socket, head) {
      stampForwardedHeaders(request, { secure, isBehindProxy });
      proxy.ws(request, socket, head);
    },
  };
}
