import { Logger } from '@nestjs/common';
import { inTime } from '../in-time.js';
import { TelephonyError, type OwnSound, type TelephonyEvent } from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { asObject, asText } from './ari-payloads.js';
import { MediaSocket } from './media-socket.js';
import { APP, SOUND } from './stasis-app.js';
import { legOf } from './to-telephony-event.js';

const ID = /^[\w-]{1,100}$/;
/** Asterisk's names of raw sound, by samples a second. */
const formats: Readonly<Record<number, string>> = {
  8000: 'slin',
  16000: 'slin16',
  24000: 'slin24',
  32000: 'slin32',
  48000: 'slin48',
};
const CONNECTION = 'MEDIA_WEBSOCKET_CONNECTION_ID';
const ENTRY_LIMIT_MS = 5_000;
/** Connections that are lost together are not seen to be in the same moment. One that only falls silent is noticed by the event stream first, which pings. */
const LOST_TOGETHER_MS = 1_000;

interface Playing {
  bridgeId: string;
  isStopped: boolean;
  socket?: MediaSocket;
  /** Called when its channel enters the application. */
  entered?: () => void;
}

/** Sound of ours that plays now. Each has a channel of its own in the bridge, named by its playId, which is there as long as its socket is. */
export class SoundStreams {
  readonly #log = new Logger('Asterisk');
  readonly #playing = new Map<string, Playing>();

  constructor(
    private readonly api: AriApi,
    private readonly tell: (event: TelephonyEvent) => void,
  ) {}

  get size(): number {
    return this.#playing.size;
  }

  /** Resolves when it plays. @throws {TelephonyError} */
  async begin(bridgeId: string, playId: string, sound: OwnSound): Promise<void> {
    const playing: Playing = { bridgeId, isStopped: false };
    this.#playing.set(playId, playing);
    try {
      playing.socket = await this.#open(playing, playId, sound);
      if (playing.isStopped) throw new TelephonyError('stream: stopped before it began', 404, 'stream');
    } catch (error) {
      this.#playing.delete(playId);
      sound.samples.destroy();
      playing.socket?.close();
      await this.api.call('channels', 'hangup', { channelId: playId }).catch(() => undefined);
      throw error;
    }
    void this.#run(playing.socket, playId, sound);
  }

  /** @returns whether the event is of a channel of ours, and so of no leg */
  receive(event: { readonly type: string }): boolean {
    const playing = this.#playing.get(legOf(event) ?? '');
    if (event.type === 'StasisStart') playing?.entered?.();
    return playing !== undefined;
  }

  /** Nobody is told that they have ended. */
  stopIn(bridgeId: string): void {
    for (const playing of this.#playing.values()) if (playing.bridgeId === bridgeId) stop(playing);
  }

  stopAll(): void {
    for (const playing of this.#playing.values()) stop(playing);
  }

  async #open(playing: Playing, channelId: string, { sampleRate }: OwnSound): Promise<MediaSocket> {
    const format = formats[sampleRate];
    if (!format || !ID.test(channelId))
      throw new TelephonyError(`stream: ${sampleRate} Hz or that id is not allowed`, 400, 'stream');
    const entry = new Promise<void>((resolve) => (playing.entered = resolve));
    await this.#create(channelId, format);
    const { value } = asObject(await this.api.call('channels', 'getChannelVar', { channelId, variable: CONNECTION }));
    const url = this.api.account.url.replace(/^http/, 'ws').replace(/\/+$/, '');
    const socket = await MediaSocket.open(`${url}/media/${encodeURIComponent(asText(value))}`);
    playing.socket = socket;
    // It enters when the socket is open, and can't be put into a bridge before.
    await inTime(ENTRY_LIMIT_MS, entry, 'stream: its channel did not enter the application in time', 'stream');
    const { bridgeId } = playing;
    await this.api.call('bridges', 'addChannel', { bridgeId, channel: channelId, inhibitConnectedLineUpdates: true });
    return socket;
  }

  async #create(channelId: string, format: string): Promise<void> {
    const kind = { transport: 'websocket', encapsulation: 'none', connection_type: 'server', transport_data: 'f(json)' };
    try {
      await this.api.call('channels', 'externalMedia', { channelId, app: APP, data: SOUND, format, ...kind });
    } catch (error) {
      if (!(error instanceof TelephonyError && error.status === 500)) throw error;
      throw new TelephonyError('stream: Asterisk takes no sound of ours; it needs chan_websocket.so', 500, 'stream');
    }
  }

  async #run(socket: MediaSocket, playId: string, sound: OwnSound): Promise<void> {
    const ok = await socket.play(sound).catch((error: unknown) => {
      this.#log.warn(`${playId} could not be played to its end: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    });
    // With the event stream gone nobody knows what the call does now: it will be asked once the stream is back.
    if (!ok && socket.isBroken) await new Promise((resolve) => setTimeout(resolve, LOST_TOGETHER_MS));
    const wasStopped = this.#playing.get(playId)?.isStopped;
    this.#playing.delete(playId);
    if (!wasStopped) this.tell({ type: 'played', at: new Date(), playId, ok });
  }
}

function stop(playing: Playing): void {
  playing.isStopped = true;
  playing.socket?.close();
}
