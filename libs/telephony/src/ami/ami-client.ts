import { connect, type Socket } from 'node:net';
import { TelephonyError } from '../telephony.gateway.js';
import { unless } from '../unless.js';
import { type AmiHeaders, AmiMessage, decodeMessage, encodeAction } from './ami-message.js';

export interface AmiOptions {
  host: string;
  port: number;
  username: string;
  password: string;
  onReady?: () => void;
  onLost?: (why: string) => void;
  onEvent?: (event: AmiMessage) => void;
  onProblem?: (message: string) => void;
  /** ms for an action */
  timeoutMs?: number;
  /** ms between pings; a connection that is silent for two and a half of them is given up */
  pingMs?: number;
  firstDelayMs?: number;
  largestDelayMs?: number;
}

/** The answer to an action, with the events of its list. */
export interface AmiReply {
  response: AmiMessage;
  events: readonly AmiMessage[];
}

interface Waiting {
  settle: (result: AmiReply | TelephonyError) => void;
  response?: AmiMessage;
  events: AmiMessage[];
}

const LARGEST_MESSAGE = 1024 * 1024;
const LONGEST_LIST = 20_000;

/**
 * Asterisk's Manager Interface over TCP: one connection that is made again for ever, actions with answers, events. It never sends a line that it
 * was not told to (see encodeAction), and keeps no more than one message of what comes.
 */
export class AmiClient {
  readonly #options: Required<AmiOptions>;
  readonly #waiting = new Map<string, Waiting>();
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #attempts = 0;
  #actions = 0;
  #isStarted = false;
  #isReady = false;

  constructor(options: AmiOptions) {
    const nothing = () => undefined;
    this.#options = {
      onReady: nothing,
      onLost: nothing,
      onEvent: nothing,
      onProblem: nothing,
      timeoutMs: 8_000,
      pingMs: 10_000,
      firstDelayMs: 250,
      largestDelayMs: 5_000,
      ...options,
    };
  }

  /** Logged in. */
  get isReady(): boolean {
    return this.#isReady;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#open();
  }

  stop(): void {
    this.#isStarted = false;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    if (socket) this.#lose(socket, 'stopped');
  }

  /**
   * Sends an action and waits for its answer, and for the end of its list if it has one.
   * @throws {TelephonyError} 503 not connected, 504 no answer, 400 Asterisk said no
   */
  async action(name: string, headers: AmiHeaders = {}): Promise<AmiReply> {
    if (!this.#isReady) throw new TelephonyError('Asterisk (AMI) is not connected', 503, name);
    return this.#send(name, headers);
  }

  /** The events of a list action. Asterisk answers an empty list with an error. @throws {TelephonyError} 503, 504 */
  async list(name: string, headers: AmiHeaders = {}): Promise<readonly AmiMessage[]> {
    return (await unless([400], this.action(name, headers)))?.events ?? [];
  }

  #open(): void {
    const { host, port, pingMs } = this.#options;
    const socket = connect({ host, port });
    this.#socket = socket;
    socket.setKeepAlive(true, pingMs);
    socket.setTimeout(pingMs * 2.5, () => this.#lose(socket, 'Asterisk is silent'));
    let text = '';
    let isGreeted = false;
    const decoder = new TextDecoder();
    socket.on('data', (data) => {
      if (this.#socket !== socket) return;
      text += decoder.decode(data, { stream: true });
      if (!isGreeted) {
        const end = text.indexOf('\n');
        if (end >= 0) {
          if (!text.startsWith('Asterisk Call Manager/')) return this.#lose(socket, 'this is not AMI');
          isGreeted = true;
          text = text.slice(end + 1);
          void this.#login(socket);
        }
      }
      let start = 0;
      for (let end = text.indexOf('\r\n\r\n', start); isGreeted && end >= 0; end = text.indexOf('\r\n\r\n', start)) {
        this.#receive(decodeMessage(text.slice(start, end)));
        if (this.#socket !== socket) return;
        start = end + 4;
      }
      text = text.slice(start);
      if (text.length > LARGEST_MESSAGE) this.#lose(socket, 'a message that does not end');
    });
    socket.on('error', (error) => this.#lose(socket, error.message));
    socket.on('close', () => this.#lose(socket, 'closed by Asterisk'));
  }

  async #login(socket: Socket): Promise<void> {
    const { username, password, pingMs, onReady } = this.#options;
    try {
      await this.#send('Login', { Username: username, Secret: password, Events: 'system' });
    } catch (error) {
      return this.#lose(socket, error instanceof TelephonyError ? error.message : String(error));
    }
    if (this.#socket !== socket) return;
    this.#isReady = true;
    this.#attempts = 0;
    this.#beat = setInterval(() => {
      this.#send('Ping', {}).catch(() => this.#lose(socket, 'Asterisk does not answer pings'));
    }, pingMs);
    onReady();
  }

  #send(name: string, headers: AmiHeaders): Promise<AmiReply> {
    const socket = this.#socket;
    const id = String((this.#actions += 1));
    const text = encodeAction({ Action: name, ActionID: id, ...headers });
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => settle(new TelephonyError(`${name} was not answered in time`, 504, name)),
        this.#options.timeoutMs,
      );
      const settle = (result: AmiReply | TelephonyError) => {
        clearTimeout(limit);
        this.#waiting.delete(id);
        if (result instanceof TelephonyError) reject(result);
        else resolve(result);
      };
      if (!socket) return settle(new TelephonyError('Asterisk (AMI) is not connected', 503, name));
      this.#waiting.set(id, { settle, events: [] });
      socket.write(text);
    });
  }

  #receive(message: AmiMessage): void {
    const waiting = this.#waiting.get(message.get('ActionID'));
    if (!waiting) {
      if (message.get('Event') !== '') this.#options.onEvent(message);
      return;
    }
    const response = message.get('Response');
    const list = message.get('EventList').toLowerCase();
    if (response !== '' && response !== 'Success' && response !== 'Goodbye') {
      waiting.settle(new TelephonyError(message.get('Message') || 'AMI error', 400, 'AMI'));
    } else if (response !== '') {
      waiting.response = message;
      if (list !== 'start') waiting.settle({ response: message, events: [] });
    } else if (list === 'complete' || list === 'cancelled') {
      waiting.settle({ response: waiting.response ?? new AmiMessage([]), events: waiting.events });
    } else if (waiting.events.length < LONGEST_LIST) {
      waiting.events.push(message);
    } else {
      waiting.settle(new TelephonyError('a list that does not end', 500, 'AMI'));
    }
  }

  #lose(socket: Socket, why: string): void {
    if (this.#socket !== socket) return;
    const wasReady = this.#isReady;
    this.#socket = undefined;
    this.#isReady = false;
    clearInterval(this.#beat);
    socket.destroy();
    for (const waiting of [...this.#waiting.values()]) waiting.settle(new TelephonyError(`AMI: ${why}`, 503, 'AMI'));
    if (wasReady) this.#options.onLost(why);
    else this.#options.onProblem(why);
    if (!this.#isStarted) return;
    const { firstDelayMs, largestDelayMs } = this.#options;
    const delay = Math.min(firstDelayMs * 2 ** this.#attempts, largestDelayMs);
    this.#attempts += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), delay * (0.5 + Math.random() / 2));
  }
}
