import { Logger } from '@nestjs/common';
import type { TelephonyEvent } from '../telephony.gateway.js';
import { asObject, readChannel } from './ari-payloads.js';
import { legOf } from './to-telephony-event.js';

/** One line for each thing that happens to a leg, with all its names: the call's, the leg's (which is Asterisk's), and the Call-ID of its SIP messages. */
export class LegLog {
  readonly #log = new Logger('Asterisk');
  readonly #names = new Map<string, { callId?: string; sipCallId?: string }>();

  /** Number of legs that are remembered: those that live. */
  get size(): number {
    return this.#names.size;
  }

  dialled(legId: string, callId: string, sipCallId: string): void {
    this.#names.set(legId, { callId, ...(sipCallId !== '' && { sipCallId }) });
    this.#say('A leg is dialled', legId);
  }

  /** Nothing more will be told of it. */
  failed(legId: string, why: string): void {
    this.#say('A leg could not be dialled', legId, { why });
    this.#names.delete(legId);
  }

  /** It came by itself, and is now part of a call. */
  claimed(legId: string, callId: string): void {
    this.#names.set(legId, { ...this.#names.get(legId), callId });
    this.#say('A leg is part of a call', legId);
  }

  /** Of a leg that came by itself Asterisk's first event tells the Call-ID. */
  received(event: { readonly type: string }): void {
    if (event.type !== 'StasisStart') return;
    const legId = legOf(event);
    const sipCallId = readChannel(asObject(event)['channel'])?.sipCallId ?? '';
    if (legId !== undefined && sipCallId !== '' && !this.#names.has(legId)) this.#names.set(legId, { sipCallId });
  }

  told(event: TelephonyEvent): void {
    if (event.type === 'arrived') {
      const { legId, origin, originId, dialled } = event.leg;
      this.#say(`A leg arrived from ${origin} ${originId}`, legId, { dialled });
    }
    if (event.type === 'ringing') this.#say('A leg rings', event.legId);
    if (event.type === 'answered') this.#say('A leg is answered', event.legId);
    if (event.type === 'ended') {
      const { cause, sipCode, sipReason, endedBy } = event;
      this.#say('A leg ended', event.legId, { cause, sipCode, sipReason, endedBy });
      this.#names.delete(event.legId);
    }
  }

  /** Asterisk was lost: which of them live is learnt anew. */
  forget(): void {
    this.#names.clear();
  }

  #say(message: string, legId: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#log.log({ message, legId, ...this.#names.get(legId), ...fields });
  }
}
