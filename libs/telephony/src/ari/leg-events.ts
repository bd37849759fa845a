import { Logger } from '@nestjs/common';
import { TelephonyError, type TelephonyEvent } from '../telephony.gateway.js';
import type { SipAnswers } from '../hep/sip-answers.js';
import type { AriApi } from './ari-api.js';
import { asObject, readChannel } from './ari-payloads.js';
import type { LegBook } from './leg-book.js';
import { APP } from './stasis-app.js';
import { endOfLostLeg, legOf, toTelephonyEvents } from './to-telephony-event.js';

/** A leg that left the application without an end is looked for after this long. */
const LOST_LEG_MS = 1_000;

/** The far side's own words for a refusal come as a copy of its message, which may be a little later than Asterisk's event. */
const COPY_DELAY_MS = 100;

/** From Asterisk's events to ours: keeps the book of legs, and tells what they mean. */
export class LegEvents {
  readonly #log = new Logger('Asterisk');

  constructor(
    private readonly api: Pick<AriApi, 'call'>,
    private readonly legs: LegBook,
    private readonly tell: (event: TelephonyEvent) => void,
    private readonly answers?: Pick<SipAnswers, 'isFed' | 'refusalOf'>,
  ) {}

  /** One event of the stream, in its order. */
  receive(event: { readonly type: string }): void {
    const legId = legOf(event);
    const entry = legId === undefined ? undefined : this.legs.get(legId);
    const { told, leg } = toTelephonyEvents(event, entry?.memory);
    if (legId !== undefined && !entry && leg) {
      this.legs.add(legId, leg, true).held?.push(...told);
      void this.#welcome(legId, told);
      return;
    }
    if (entry && leg) entry.memory = leg;
    if (entry && event.type === 'StasisStart') entry.entered?.();
    if (entry?.held) entry.held.push(...told);
    else for (const each of told) this.#tell(each, event);
    if (legId !== undefined && entry && !leg) this.legs.remove(legId);
    if (legId !== undefined && entry?.memory.hasArrived && event.type === 'StasisEnd') this.#lookForLostLeg(legId);
  }

  /** A leg's end is its last event, so that it may wait for the far side's words without overtaking or being overtaken. */
  #tell(event: TelephonyEvent, source: unknown): void {
    const sipCallId = readChannel(asObject(source)['channel'])?.sipCallId ?? '';
    if (event.type !== 'ended' || (event.sipCode ?? 0) < 300 || !this.answers?.isFed || sipCallId === '') return this.tell(event);
    void this.answers.refusalOf(sipCallId, event.sipCode ?? 0, COPY_DELAY_MS).then((refusal) => {
      this.tell(refusal === undefined || refusal.reason === '' ? event : { ...event, sipReason: refusal.reason });
    });
  }

  /** A leg arrived: its end is told only to who subscribed, and a transfer that its phone asks for is ours to decide. Then it is told. */
  async #welcome(legId: string, told: readonly TelephonyEvent[]): Promise<void> {
    const isFromPhone = told.some((event) => event.type === 'arrived' && event.leg.origin === 'phone');
    try {
      await this.api.call('applications', 'subscribe', { applicationName: APP, eventSource: `channel:${legId}` });
      if (isFromPhone) {
        await this.api.call('channels', 'setChannelVar', {
          channelId: legId,
          variable: 'PJSIP_TRANSFER_HANDLING()',
          value: 'ari-only',
        });
      }
    } catch (error) {
      this.#log.debug(`${legId} could not be welcomed: ${String(error)}`);
      this.#lookForLostLeg(legId);
    }
    const entry = this.legs.get(legId);
    if (!entry) return;
    const held = entry.held ?? [];
    entry.held = undefined;
    for (const event of held) this.tell(event);
  }

  #lookForLostLeg(legId: string): void {
    setTimeout(() => {
      if (!this.legs.get(legId)) return;
      this.api.call('channels', 'get', { channelId: legId }).catch((error: unknown) => {
        const entry = this.legs.get(legId);
        if (!entry || !(error instanceof TelephonyError && error.status === 404)) return;
        this.legs.remove(legId);
        this.tell(endOfLostLeg(entry.memory, legId, new Date()));
      });
    }, LOST_LEG_MS).unref();
  }
}
