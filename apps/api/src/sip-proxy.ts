import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { createProxyServer } from 'http-proxy-3';
import { Env } from '@app/common';
import { hasEnded, type Principal, SessionsService } from '@app/auth';

/**
 * Carries the browser phone's SIP over WebSocket from /sip to Asterisk's /ws, and no other path, so that Asterisk's HTTP stays on loopback.
 * Let in: subprotocol sip (RFC 7118), our own origin, and the cookie of a session that lives; out, when that session ends.
 */
@Injectable()
export class SipProxy implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('SipProxy');
  private readonly open = new Map<Duplex, Principal>();
  private readonly proxy;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly env: Env,
    private readonly sessions: SessionsService,
  ) {
    const target = new URL('/ws', env.ariUrl.replace(/^http/, 'ws'));
    this.proxy = createProxyServer({
      target: target.toString(),
      ignorePath: true,
      ws: true,
      xfwd: false,
      changeOrigin: true,
      proxyTimeout: 0,
    });
    this.proxy.on('error', (error, _request, socket) => {
      this.logger.warn(`Asterisk's WebSocket: ${error.message}`);
      if ('destroy' in socket) socket.destroy();
    });
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.sessions.onEnded((ended) => {
      for (const [socket, principal] of this.open) if (hasEnded(principal, ended)) socket.destroy();
    });
  }

  /** Before the HTTP server closes: it waits for every socket. */
  beforeApplicationShutdown(): void {
    this.stopListening?.();
    for (const socket of this.open.keys()) socket.destroy();
    this.proxy.close();
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = request.url?.split('?')[0];
      if (path === '/graphql') return;
      if (path !== '/sip') return refuse(socket, 404);
      this.admit(request, socket, head).catch((error: unknown) => {
        this.logger.warn(`A phone's socket failed: ${error instanceof Error ? error.message : String(error)}`);
        socket.destroy();
      });
    });
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
    if (!protocols.includes('sip')) return refuse(socket, 400);
    if (!this.isOwnOrigin(request)) return refuse(socket, 403);
    const principal = await this.sessions.principalFromCookie(request.headers.cookie).catch(() => null);
    if (!principal) return refuse(socket, 401);
    if (socket.destroyed) return;

    this.open.set(socket, principal);
    socket.once('close', () => this.open.delete(socket));
    // Once more: what ended between the first look and open.set() was told to nobody.
    if (!(await this.sessions.principalFromCookie(request.headers.cookie).catch(() => null))) return refuse(socket, 401);
    // What let the browser in is no business of Asterisk's.
    delete request.headers.cookie;
    delete request.headers.authorization;
    this.proxy.ws(request, socket, head);
  }

  /** A page of another site must not use the visitor's cookie (RFC 6455, 10.2). */
  private isOwnOrigin({ headers }: IncomingMessage): boolean {
    const { origin } = headers;
    if (!origin || !URL.canParse(origin)) return false;
    const forwardedHost = headers['x-forwarded-host'];
    const own = [typeof forwardedHost === 'string' ? forwardedHost : headers.host, new URL(this.env.publicUrl).host];
    return own.includes(new URL(origin).host);
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
