import type { Readable } from 'node:stream';
import WebSocket, { type RawData } from 'ws';
import { TelephonyError, type OwnSound } from '../telephony.gateway.js';
import { asObject, asText } from './ari-payloads.js';
import { inPieces } from './in-pieces.js';

const BYTES_A_SAMPLE = 2;
/** Frames of 20 ms. */
const FRAMES_A_SECOND = 50;
/** Asterisk queues 20 s, and silently drops what is more (docs/asterisk-notes.md). So much also bridges a moment in which this process does nothing. */
const SECONDS_AHEAD = 5;
/** Nothing was heard for so long: Asterisk hangs. */
const PATIENCE_MS = 15_000;
const HANDSHAKE_MS = 5_000;
/** Asterisk says little here; without this, somebody else could make us keep anything. */
const LARGEST_MESSAGE = 64 * 1024;
/** Nobody closed it (RFC 6455, 7.4.1). */
const ABNORMAL = 1006;

/**
 * The way into one WebSocket channel: sound goes out a second at a time, each followed by a mark, and Asterisk says when it has come to the mark. It keeps
 * the time. When the socket closes, it hangs the channel up.
 * https://docs.asterisk.org/Configuration/Channel-Drivers/WebSocket/
 */
export class MediaSocket {
  #heard = 0;
  #isClosed = false;
  #isBroken = false;
  #wake: (() => void) | undefined;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#read(data);
    });
    socket.on('close', (code) => {
      this.#isBroken = code === ABNORMAL;
      this.#isClosed = true;
      this.#wake?.();
    });
  }

  /** @throws {TelephonyError} 503 where there is no connection */
  static open(url: string): Promise<MediaSocket> {
    const options = { handshakeTimeout: HANDSHAKE_MS, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false };
    const socket = new WebSocket(url, 'media', options);
    const media = new MediaSocket(socket);
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(media));
      socket.on('error', (error) => reject(new TelephonyError(`stream: no way to Asterisk (${error.message})`, 503, 'stream')));
    });
  }

  /** The connection was lost, and so perhaps every one to Asterisk. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Plays all of it, then closes. @returns whether all of it was heard @throws what the source says */
  async play({ samples, sampleRate }: OwnSound): Promise<boolean> {
    // What the party says is of no use here.
    this.#say({ command: 'SET_MEDIA_DIRECTION', direction: 'out' });
    try {
      return await this.#send(samples, sampleRate * BYTES_A_SAMPLE);
    } finally {
      samples.destroy();
      this.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
    this.socket.close();
  }

  async #send(samples: Readable, bytesASecond: number): Promise<boolean> {
    let sent = 0;
    for await (const piece of inPieces(samples, bytesASecond, bytesASecond / FRAMES_A_SECOND)) {
      if (!(await this.#untilHeard(sent - SECONDS_AHEAD + 1))) return false;
      this.socket.send(piece);
      this.#say({ command: 'MARK_MEDIA', correlation_id: String((sent += 1)) });
    }
    return this.#untilHeard(sent);
  }

  /** @returns false where it will not be */
  async #untilHeard(count: number): Promise<boolean> {
    while (this.#heard < count && !this.#isClosed) {
      const limit = setTimeout(() => this.socket.terminate(), PATIENCE_MS);
      await new Promise<void>((resolve) => (this.#wake = resolve));
      clearTimeout(limit);
    }
    return this.#heard >= count;
  }

  #say(command: Readonly<Record<string, string>>): void {
    this.socket.send(JSON.stringify(command));
  }

  #read(data: RawData): void {
    let message: Readonly<Record<string, unknown>>;
    try {
      message = asObject(JSON.parse((data as Buffer).toString('utf8')));
    } catch {
      return;
    }
    if (message['event'] !== 'MEDIA_MARK_PROCESSED') return;
    this.#heard = Number(asText(message['correlation_id'])) || 0;
    this.#wake?.();
  }
}
