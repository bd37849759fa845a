import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { WebSocket } from 'ws';

/** A client that does not read: it comes back, and asks for what came after its last cursor or sequence. */
export const SLOW_SUBSCRIBER = 4008;

const LOOK_EVERY_MS = 1000;
/** Nothing went out for so long, though something waits. */
const STALLED_MS = 5000;
/** So long a closed socket is given to take what waits for it, the code among it. */
const GRACE_MS = 15_000;
/** More than this waits for nobody. */
const MOST_BYTES = 4 * 1024 * 1024;
/** A client for which more than this waits is not listened to: else it could ask and ask, and take no answer. */
const ENOUGH_BYTES = 128 * 1024;

interface Watched {
  socket: WebSocket;
  wire: Socket;
  /** Bytes that had gone out at the look before. */
  sent: number;
  /** ms, of performance.now(): since when nothing has gone out. */
  since: number;
}

/**
 * Ends sockets whose client does not read. graphql-ws writes a subscription's next message only when the one before has gone out, so what waits in a
 * socket's own buffer is a message for each of its subscriptions; this sees to it that such a socket does not stay so.
 */
export class SlowSockets {
  private readonly logger = new Logger('SlowSockets');
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;

  /** @param wire what the socket is made of */
  watch(socket: WebSocket, wire: Socket): void {
    const entry: Watched = { socket, wire, sent: 0, since: performance.now() };
    this.watched.add(entry);
    this.timer ??= setInterval(() => this.look(performance.now()), LOOK_EVERY_MS).unref();
    const check = () => {
      if (socket.bufferedAmount > ENOUGH_BYTES) socket.pause();
    };
    socket.on('message', check).on('ping', check);
    socket.once('close', () => {
      this.watched.delete(entry);
      if (this.watched.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    });
  }

  private look(now: number): void {
    for (const entry of this.watched) {
      const { bufferedAmount } = entry.socket;
      const sent = entry.wire.bytesWritten - entry.wire.writableLength;
      if (bufferedAmount === 0 || sent > entry.sent) entry.since = now;
      if (bufferedAmount === 0 && entry.socket.isPaused) entry.socket.resume();
      entry.sent = sent;
      if (bufferedAmount > MOST_BYTES) entry.socket.terminate();
      else if (now - entry.since >= STALLED_MS) this.end(entry.socket);
    }
  }

  private end(socket: WebSocket): void {
    if (socket.readyState !== socket.OPEN) return;
    this.logger.warn(`A subscriber does not read (${socket.bufferedAmount} bytes wait for it): its socket is closed.`);
    socket.close(SLOW_SUBSCRIBER, 'SLOW_SUBSCRIBER');
    // So that its answer to that is heard.
    socket.resume();
    setTimeout(() => socket.terminate(), GRACE_MS).unref();
  }
}
