import { TelephonyError, type EavesdropRequest, type Hearing, type LegQualityReport } from '../telephony.gateway.js';
import { unless } from '../unless.js';
import type { AriApi } from './ari-api.js';
import type { LegBook } from './leg-book.js';
import { qualityOf } from './leg-quality.js';
import { APP } from './stasis-app.js';
import { newLeg } from './to-telephony-event.js';

const DIGITS = /^[0-9*#A-D]{1,32}$/;
const ID = /^[\w-]{1,100}$/;
/** ms; what most providers take for a pressed key. */
const DIGIT_MS = 120;
const ENTRY_LIMIT_MS = 5_000;
/** Silence has no way to be replaced: what was before is taken back first. */
const EVERYTHING = 'both';
/** A tone of 0 Hz, over and over. */
const SILENCE = 'tone:0/1000';

const SPIES: Record<Hearing, string> = { TALK: 'both', VOICE: 'in', NOTHING: 'none' };

/** Holds nothing: what a party hears, and whether it is heard. */
export class LegControl {
  constructor(
    private readonly api: AriApi,
    private readonly legs: LegBook,
  ) {}

  async startMusic(bridgeId: string): Promise<void> {
    await this.api.call('bridges', 'startMoh', { bridgeId });
  }

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

  /**
   * Plays silence there for as long as the bridge lives: of three, Asterisk mixes the voices. It would else pass packets on with the numbers that their
   * phones gave them, and a recording drops the voice of whoever comes later as late until its numbers have caught up (docs/asterisk-notes.md).
   */
  private async keepMixing(bridgeId: string): Promise<void> {
    const playing = this.api.call('bridges', 'playWithId', { bridgeId, playbackId: `quiet-${bridgeId}`, media: SILENCE });
    await unless([404, 409, 500], playing);
  }

  async silence(channelId: string, what: 'voice' | 'all'): Promise<void> {
    await this.unsilence(channelId);
    await this.api.call('channels', 'mute', { channelId, direction: what === 'all' ? EVERYTHING : 'in' });
  }

  async unsilence(channelId: string): Promise<void> {
    await this.api.call('channels', 'unmute', { channelId, direction: EVERYTHING });
  }

  async sendDigits(channelId: string, digits: string): Promise<void> {
    if (!DIGITS.test(digits)) throw new TelephonyError('Digits are 0-9, * and #, at most 32', 400, 'sendDigits');
    await this.api.call('channels', 'sendDTMF', { channelId, dtmf: digits, duration: DIGIT_MS, between: DIGIT_MS });
  }

  async leave(bridgeId: string, channel: string): Promise<void> {
    await unless([400, 404, 422], this.api.call('bridges', 'removeChannel', { bridgeId, channel }));
  }

  /** A hidden channel that spies on the leg, in a bridge. It goes with either of them. */
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
      await this.api.call('bridges', 'addChannel', {
        bridgeId: conversationId,
        channel: legId,
        inhibitConnectedLineUpdates: true,
      });
    } catch (error) {
      this.legs.remove(legId);
      await this.api.call('channels', 'hangup', { channelId: legId }).catch(() => undefined);
      throw error;
    }
  }

  /** https://docs.asterisk.org/Latest_API/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#transfer_progress */
  async answerTransfer(channelId: string, isDone: boolean): Promise<void> {
    const states = isDone ? 'channel_answered' : 'channel_declined';
    await unless([404, 409], this.api.call('channels', 'transfer_progress', { channelId, states }));
  }

  async quality(channelId: string): Promise<LegQualityReport | undefined> {
    return qualityOf(await unless([404, 500], this.api.call('channels', 'rtpstatistics', { channelId })));
  }
}
