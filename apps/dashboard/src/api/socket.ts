import { createClient, type Client } from 'graphql-ws';
import { session } from '@/session/session';
import { connection, retryDelay } from './connection';

/** The server closes a socket so when its session is over or its token has run out. */
const forbidden = 4403;
const pingMs = 8_000;
const pongMs = 4_000;

/** The live connection of one signed-in person, made again without end. `dispose()` it when the session ends. */
export function makeSocket(): Client {
  let current: WebSocket | undefined;
  let pong: ReturnType<typeof setTimeout> | undefined;
  let tokenOfSocket: string | undefined;
  return createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    lazy: false,
    onNonLazyError: () => connection.set({ ...connection.get(), state: 'lost' }),
    keepAlive: pingMs,
    retryAttempts: Infinity,
    shouldRetry: () => session.state.get().status === 'signedIn',
    retryWait: (attempt) => new Promise((resolve) => setTimeout(resolve, retryDelay(attempt))),
    connectionParams: async () => {
      tokenOfSocket = await session.freshToken();
      return tokenOfSocket ? { Authorization: `Bearer ${tokenOfSocket}` } : {};
    },
    on: {
      opened: (socket) => (current = socket as WebSocket),
      connected: () => connection.set({ state: 'open', opened: connection.get().opened + 1 }),
      closed: (event) => {
        clearTimeout(pong);
        connection.set({ ...connection.get(), state: 'lost' });
        const code = event instanceof CloseEvent ? event.code : undefined;
        if (code === forbidden && session.token === tokenOfSocket) void session.renew();
      },
      // A hung server keeps the socket open and says nothing: no pong in time is a lost connection.
      ping: (received) => {
        if (!received) pong = setTimeout(() => current?.close(4408, 'No pong'), pongMs);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
    },
  });
}

/** Closing a socket that was just being opened, or was refused, fails with the CloseEvent: that is no news. */
export function closeSocket(socket: Client): void {
  Promise.resolve(socket.dispose()).catch(() => undefined);
}
