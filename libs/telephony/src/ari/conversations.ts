import { TelephonyError, type EavesdropRequest, type Hearing, type OwnSound } from '../telephony.gateway.js';
import { unless, unlessGone } from '../unless.js';
import type { AriApi } from './ari-api.js';
import type { LegBook } from './leg-book.js';
import type { SoundStreams } from './sound-streams.js';
import { APP, BRIDGE_NAME } from './stasis-app.js';
import { newLeg } from './to-telephony-event.js';

const ID = /^[\w-]{1,100}$/;
const ENTRY_LIMIT_MS = 5_000;
/** Silence has no way to be replaced: what was before is taken back first. */
const EVERYTHING = 'both';
/** A tone of 0 Hz, over and over. */
const SILENCE = 'tone:0/1000';

const SPIES: Record<Hearing, string> = { TALK: 'both', VOICE: 'in', NOTHING: 'none' };

/** Who hears whom, and what else: bridges, sounds in them, and the ears of those who listen in. The port's commands, as telephony.gateway.ts has them. */
export class Conversations {
  constructor(
    private readonly api: AriApi,
    private readonly legs: LegBook,
    private readonly sounds: SoundStreams,
  ) {}

  /** Made twice is no error. @throws {TelephonyError} */
  async create(bridgeId: string): Promise<void> {
    await unless([409], this.api.call('bridges', 'createWithId', { bridgeId, type: 'mixing', name: BRIDGE_NAME }));
  }

  /** @throws {TelephonyError} 404 when the leg is gone */
  async join(bridgeId: string, channel: string): Promise<void> {
    try {
      await this.add(bridgeId, channel);
    } catch (error) {
      // Of a leg that has just hung up it says 400 (Channel not found) or 422 (no longer in the application).
      const isLegGone = error instanceof TelephonyError && (error.status === 400 || error.status === 422);
      throw isLegGone
        ? new TelephonyError(`joinConversation: the leg is gone (${error.message})`, 404, 'joinConversation')
        : error;
    }
  }

  /** One that is not in it is no error. @throws {TelephonyError} */
  async leave(bridgeId: string, channel: string): Promise<void> {
    await unless([400, 404, 422], this.api.call('bridges', 'removeChannel', { bridgeId, channel }));
  }

  /** Its legs stay. One that is gone already is no error. @throws {TelephonyError} */
  async end(bridgeId: string): Promise<void> {
    this.sounds.stopIn(bridgeId);
    await unlessGone(this.api.call('bridges', 'destroy', { bridgeId }));
  }

  /** @throws {TelephonyError} */
  async play(bridgeId: string, playbackId: string, media: string): Promise<void> {
    await this.api.call('bridges', 'playWithId', { bridgeId, playbackId, media });
  }

  /** Resolves when it has begun. @throws {TelephonyError} */
  async stream(bridgeId: string, playId: string, sound: OwnSound): Promise<void> {
    await this.sounds.begin(bridgeId, playId, sound);
  }

  /** @throws {TelephonyError} */
  async startMusic(bridgeId: string): Promise<void> {
    await this.api.call('bridges', 'startMoh', { bridgeId });
  }

  /** A conversation that is gone, or had none, is no error. @throws {TelephonyError} */
  async stopMusic(bridgeId: string): Promise<void> {
    try {
      await this.api.call('bridges', 'stopMoh', { bridgeId });
    } catch (error) {
      // There was none, and so nobody else's voice can follow it.
      if (error instanceof TelephonyError && [404, 409].includes(error.status)) return;
      throw error;
    }
    await this.keepMixing(bridgeId);
  }

  /** A later word replaces the earlier one. @throws {TelephonyError} 404 */
  async silence(channelId: string, what: 'voice' | 'all'): Promise<void> {
    await this.unsilence(channelId);
    await this.api.call('channels', 'mute', { channelId, direction: what === 'all' ? EVERYTHING : 'in' });
  }

  /** @throws {TelephonyError} 404 */
  async unsilence(channelId: string): Promise<void> {
    await this.api.call('channels', 'unmute', { channelId, direction: EVERYTHING });
  }

  /** A hidden channel that spies on the leg, in a bridge. It goes with either of them. @throws {TelephonyError} */
  async eavesdrop({ legId, callId, onLegId, hears, whispers, conversationId }: EavesdropRequest): Promise<void> {
    if (!ID.test(legId) || !ID.test(callId)) throw new TelephonyError('eavesdrop: that id is not allowed', 400, 'eavesdrop');
    this.legs.add(legId, newLeg(), false);
    const entered = this.legs.entry(legId, ENTRY_LIMIT_MS);
    entered.catch(() => undefined);
    try {
      await this.api.call('channels', 'snoopChannelWithId', {
        channelId: onLegId,
        snoopId: legId,
        spy: SPIES[hears],
        whisper: whispers ? 'out' : 'none',
        app: APP,
        appArgs: `dialed,${callId}`,
      });
      await entered;
      await this.add(conversationId, legId);
    } catch (error) {
      this.legs.remove(legId);
      await this.api.call('channels', 'hangup', { channelId: legId }).catch(() => undefined);
      throw error;
    }
  }

  private async add(bridgeId: string, channel: string): Promise<void> {
    // Else each party's number would be shown to the others, and sent to the provider (docs/asterisk-notes.md).
    await this.api.call('bridges', 'addChannel', { bridgeId, channel, inhibitConnectedLineUpdates: true });
  }

  /**
   * Plays silence there for as long as the bridge lives: of three, Asterisk mixes the voices. It would else pass packets on with the numbers that their
   * phones gave them, and a recording drops the voice of whoever comes later as late until its numbers have caught up (docs/asterisk-notes.md).
   */
  private async keepMixing(bridgeId: string): Promise<void> {
    const playing = this.api.call('bridges', 'playWithId', { bridgeId, playbackId: `quiet-${bridgeId}`, media: SILENCE });
    await unless([404, 409, 500], playing);
  }
}
