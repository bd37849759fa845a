import { Logger } from '@nestjs/common';
import type { TelephonyEvent } from './telephony.gateway.js';

/** Tells every listener every event, in order. */
export class EventHub {
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  readonly #log = new Logger('Telephony');

  subscribe(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener that throws is logged and does not disturb the others. */
  tell(event: TelephonyEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#log.error(`A listener threw at ${event.type}`, error instanceof Error ? error.stack : String(error));
      }
    }
  }
}
