import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Context } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { type AccessRequest, hasEnded, type Principal, type RequestContext, SessionsService } from '@app/auth';
import { SlowSockets } from './slow-sockets.js';

/** graphql-ws: what a client takes as "sign in again". */
const FORBIDDEN = 4403;
/** RFC 6455, 7.4.1. */
const GOING_AWAY = 1001;
/** Node's timers hold no longer delay (ms). */
const LONGEST_TIMER = 2 ** 31 - 1;

type SocketExtra = Extra & { principal?: Principal };
export type SocketContext = Context<Record<string, unknown> | undefined, SocketExtra>;
interface OpenSocket {
  socket: Extra['socket'];
  principal: Principal;
}

/** Lets graphql-ws clients in by their token, and out when what let them in has ended. */
@Injectable()
export class GraphqlSockets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('GraphqlSockets');
  private readonly open = new Set<OpenSocket>();
  private readonly slow = new SlowSockets();
  private stopListening: (() => void) | undefined;

  constructor(private readonly sessions: SessionsService) {}

  onApplicationBootstrap(): void {
    this.stopListening = this.sessions.onEnded((ended) => {
      for (const entry of this.open) if (hasEnded(entry.principal, ended)) this.close(entry, 'Session ended');
    });
  }

  /** How many sockets are open, and what waits in the fullest of their buffers (bytes). */
  get load(): { open: number; waitingBytes: number } {
    const sockets = [...this.open].map(({ socket }) => socket);
    return {
      open: sockets.filter(({ readyState, OPEN }) => readyState === OPEN).length,
      waitingBytes: Math.max(0, ...sockets.map(({ bufferedAmount }) => bufferedAmount)),
    };
  }

  /** Before the HTTP server closes: it waits for every socket. Clients come back by themselves, to the next process. */
  beforeApplicationShutdown(): void {
    this.stopListening?.();
    for (const entry of this.open) this.close(entry, 'Going away', GOING_AWAY);
  }

  /** @returns false for a client that must not come in: graphql-ws closes it with 4403 */
  async admit(context: SocketContext): Promise<boolean> {
    const header = context.connectionParams?.['Authorization'] ?? context.connectionParams?.['authorization'];
    const token = typeof header === 'string' ? header.replace(/^Bearer +/i, '') : '';
    try {
      const principal = await this.sessions.verifyAccessToken(token);
      context.extra.principal = principal;
      this.watch({ socket: context.extra.socket, principal });
      this.slow.watch(context.extra.socket, context.extra.request.socket);
      // Once more: what ended between the first look and watch() was told to nobody.
      await this.sessions.verifyAccessToken(token);
      return true;
    } catch (error) {
      this.logger.debug(`A socket was refused: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** What resolvers and guards are given, for both ways in. */
  contextOf(source: { req: Request; res: Response } | Record<string, unknown>): RequestContext {
    const extra = 'extra' in source ? (source['extra'] as SocketExtra) : undefined;
    // Left out, `req` would be filled with the socket's context by @nestjs/apollo.
    if (extra) return { req: extra.request as AccessRequest, extra, ...(extra.principal ? { principal: extra.principal } : {}) };
    const { req, res } = source as { req: Request; res: Response };
    return { req, res };
  }

  private watch(entry: OpenSocket): void {
    const { socket, principal } = entry;
    this.open.add(entry);
    const remaining = principal.expiresAt ? principal.expiresAt.getTime() - Date.now() : Infinity;
    const timer =
      remaining <= LONGEST_TIMER ? setTimeout(() => this.close(entry, 'Token expired'), Math.max(0, remaining)) : undefined;
    socket.once('close', () => {
      clearTimeout(timer);
      this.open.delete(entry);
    });
  }

  private close({ socket }: OpenSocket, reason: string, code = FORBIDDEN): void {
    socket.close(code, reason);
    // A client that does not close its side is not waited for.
    setTimeout(() => socket.terminate(), 1000).unref();
  }
}
