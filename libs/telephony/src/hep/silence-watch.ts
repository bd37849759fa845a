import type { TelephonyEvent } from '../telephony.gateway.js';
import type { SipMessage } from './sip-message.js';

/** A server that lives says at least 100 within RFC 3261's T1 times a few (0.5 s, 1 s, 2 s …): after three lost requests nobody is there. */
const SILENT_AFTER_MS = 6_000;

interface Waiting {
  legId: string;
  timer?: NodeJS.Timeout;
}

/**
 * Tells when nothing at all came back to a leg's INVITE. It is driven by the SIP messages that are copied to us: where none are, it tells nothing.
 */
export class SilenceWatch {
  /** By the leg's SIP Call-ID; an entry goes with the first answer, or with its leg. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    private readonly tell: (event: TelephonyEvent) => void,
    private readonly afterMs = SILENT_AFTER_MS,
  ) {}

  /** How many legs are waited for. */
  get size(): number {
    return this.#waiting.size;
  }

  /** A leg is about to be dialled. */
  expect(legId: string, sipCallId: string): void {
    if (sipCallId !== '') this.#waiting.set(sipCallId, { legId });
  }

  note(message: SipMessage): void {
    if (message.method !== 'INVITE') return;
    const waiting = this.#waiting.get(message.callId);
    if (!waiting) return;
    if (message.kind === 'response') this.#drop(message.callId);
    else
      waiting.timer ??= setTimeout(() => {
        this.#drop(message.callId);
        this.tell({ type: 'silent', at: new Date(), legId: waiting.legId });
      }, this.afterMs).unref();
  }

  ended(legId: string): void {
    for (const [callId, waiting] of this.#waiting) if (waiting.legId === legId) this.#drop(callId);
  }

  /** Nobody is told of these legs any more. */
  clear(): void {
    for (const callId of this.#waiting.keys()) this.#drop(callId);
  }

  #drop(callId: string): void {
    clearTimeout(this.#waiting.get(callId)?.timer);
    this.#waiting.delete(callId);
  }
}
