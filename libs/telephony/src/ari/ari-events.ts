import WebSocket, { type RawData } from 'ws';
import { type AriAccount, basicAuth } from './ari-documents.js';

export interface AriSocketOptions {
  app: string;
  /** The stream is up. */
  onUp: () => void;
  /** It was up and is not any more. */
  onDown: (why: string) => void;
  /** One parsed JSON object of Asterisk's. */
  onEvent: (event: { readonly type: string }) => void;
  /** It could not connect, or something odd came; called once for each attempt. */
  onProblem: (message: string) => void;
  /** ms between pings; two without a sign of life end the connection. */
  pingMs?: number;
  handshakeTimeoutMs?: number;
  firstDelayMs?: number;
  largestDelayMs?: number;
}

const LARGEST_EVENT = 1024 * 1024;

/**
 * Asterisk's event stream for one application. It tries for ever, with a growing and jittered delay. A hung Asterisk keeps its sockets open and
 * pings nobody, so this side pings.
 */
export class AriEventSocket {
  readonly #account: AriAccount;
  readonly #options: Required<AriSocketOptions>;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #attempts = 0;
  #isStarted = false;

  constructor(account: AriAccount, options: AriSocketOptions) {
    this.#account = account;
    this.#options = { pingMs: 5_000, handshakeTimeoutMs: 5_000, firstDelayMs: 250, largestDelayMs: 5_000, ...options };
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#attempts = 0;
    this.#open();
  }

  /** Closes at once; onDown is called before this returns if the stream was up. */
  stop(why = 'stopped'): void {
    this.#isStarted = false;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    if (socket) this.#drop(socket, why);
  }

  /** Ends this connection and tries again, as if it had been lost. */
  restart(why: string): void {
    const socket = this.#socket;
    if (socket) this.#drop(socket, why);
  }

  /** Ends this connection and leaves the stream alone for so long. */
  pause(delayMs: number, why: string): void {
    this.restart(why);
    if (!this.#isStarted) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), delayMs);
  }

  #open(): void {
    const url = new URL(`${this.#account.url.replace(/^http/, 'ws').replace(/\/+$/, '')}/ari/events`);
    url.searchParams.set('app', this.#options.app);
    const socket = new WebSocket(url, {
      headers: { authorization: basicAuth(this.#account) },
      handshakeTimeout: this.#options.handshakeTimeoutMs,
      maxPayload: LARGEST_EVENT,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    let isAlive = true;
    let beat: NodeJS.Timeout | undefined;
    let why = 'closed by Asterisk';
    socket.on('open', () => {
      if (this.#socket !== socket) return socket.terminate();
      this.#attempts = 0;
      beat = setInterval(() => {
        if (!isAlive) return this.#drop(socket, 'Asterisk does not answer pings');
        isAlive = false;
        socket.ping();
      }, this.#options.pingMs);
      this.#options.onUp();
    });
    socket.on('pong', () => (isAlive = true));
    socket.on('message', (data) => {
      isAlive = true;
      if (this.#socket === socket) this.#read(textOf(data));
    });
    socket.on('error', (error) => {
      why = error.message;
      if (this.#socket === socket) this.#options.onProblem(error.message);
    });
    socket.on('close', () => {
      clearInterval(beat);
      if (this.#socket === socket) this.#lost(beat !== undefined, why);
    });
  }

  #read(text: string): void {
    let event: unknown;
    try {
      event = JSON.parse(text);
    } catch {
      return this.#options.onProblem('an event that is not JSON');
    }
    if (typeof event !== 'object' || event === null || !('type' in event) || typeof event.type !== 'string') {
      return this.#options.onProblem('an event without a type');
    }
    this.#options.onEvent({ ...event, type: event.type });
  }

  #drop(socket: WebSocket, why: string): void {
    const wasUp = socket.readyState === WebSocket.OPEN;
    socket.terminate();
    this.#lost(wasUp, why);
  }

  #lost(wasUp: boolean, why: string): void {
    this.#socket = undefined;
    if (wasUp) this.#options.onDown(why);
    if (!this.#isStarted) return;
    const { firstDelayMs, largestDelayMs } = this.#options;
    const delay = Math.min(firstDelayMs * 2 ** this.#attempts, largestDelayMs);
    this.#attempts += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), delay * (0.5 + Math.random() / 2));
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
