import { TelephonyError, type LegQualityReport } from '../telephony.gateway.js';
import { unless, unlessGone } from '../unless.js';
import type { AriApi } from './ari-api.js';
import type { LegBook } from './leg-book.js';
import { qualityOf } from './leg-quality.js';

const DIGITS = /^[0-9*#A-D]{1,32}$/;
/** ms; what most providers take for a pressed key. */
const DIGIT_MS = 120;

/** What is done with one leg by itself. Whom it hears is in conversations.ts, how it comes to be in dial-leg.ts. */
export class LegControl {
  constructor(
    private readonly api: AriApi,
    private readonly legs: LegBook,
  ) {}

  /** One that is gone already is no error. @param cause Q.850 @throws {TelephonyError} */
  async hangUp(channelId: string, cause: number): Promise<void> {
    const entry = this.legs.get(channelId);
    if (entry) entry.memory = { ...entry.memory, isHangUpSent: true };
    await unlessGone(this.api.call('channels', 'hangup', { channelId, reason_code: String(cause) }));
  }

  /** @throws {TelephonyError} */
  async answer(channelId: string): Promise<void> {
    await this.api.call('channels', 'answer', { channelId });
  }

  /** @throws {TelephonyError} */
  async ring(channelId: string): Promise<void> {
    await this.api.call('channels', 'ring', { channelId });
  }

  /** @throws {TelephonyError} */
  async openEarlyMedia(channelId: string): Promise<void> {
    await this.api.call('channels', 'progress', { channelId });
  }

  /** Marks it as a leg of the call, and lets Asterisk end it after that time. @throws {TelephonyError} */
  async claim(channelId: string, callId: string, maxSeconds: number): Promise<void> {
    const variables = {
      TRUNKLINE_CALL: callId,
      TRUNKLINE_LEG: channelId,
      'CHANNEL(accountcode)': callId,
      'TIMEOUT(absolute)': String(maxSeconds),
    };
    for (const [variable, value] of Object.entries(variables)) {
      await this.api.call('channels', 'setChannelVar', { channelId, variable, value });
    }
  }

  /** @throws {TelephonyError} 400 for what is no digit, 404 */
  async sendDigits(channelId: string, digits: string): Promise<void> {
    if (!DIGITS.test(digits)) throw new TelephonyError('Digits are 0-9, * and #, at most 32', 400, 'sendDigits');
    await this.api.call('channels', 'sendDTMF', { channelId, dtmf: digits, duration: DIGIT_MS, between: DIGIT_MS });
  }

  /** https://docs.asterisk.org/Latest_API/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#transfer_progress */
  async answerTransfer(channelId: string, isDone: boolean): Promise<void> {
    const states = isDone ? 'channel_answered' : 'channel_declined';
    await unless([404, 409], this.api.call('channels', 'transfer_progress', { channelId, states }));
  }

  /** undefined where nothing was measured, or the leg is gone. @throws {TelephonyError} */
  async quality(channelId: string): Promise<LegQualityReport | undefined> {
    return qualityOf(await unless([404, 500], this.api.call('channels', 'rtpstatistics', { channelId })));
  }
}
