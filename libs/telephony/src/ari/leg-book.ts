import { TelephonyError, type TelephonyEvent } from '../telephony.gateway.js';
import type { LegMemory } from './to-telephony-event.js';

export interface LegEntry {
  memory: LegMemory;
  /** Events wait here while the leg is being prepared; undefined once they may be told. */
  held: TelephonyEvent[] | undefined;
  /** Called when the leg enters the application, or can not any more. */
  entered?: (error?: TelephonyError) => void;
  /** Hangs up a leg that does not answer. */
  givingUp?: NodeJS.Timeout;
}

/** What is known of every live leg, by its id. A leg leaves the book with its last event, so the book is as large as the calls of now. */
export class LegBook {
  readonly #legs = new Map<string, LegEntry>();

  get size(): number {
    return this.#legs.size;
  }

  ids(): string[] {
    return [...this.#legs.keys()];
  }

  get(legId: string): LegEntry | undefined {
    return this.#legs.get(legId);
  }

  add(legId: string, memory: LegMemory, isHeld: boolean): LegEntry {
    const entry: LegEntry = { memory, held: isHeld ? [] : undefined };
    this.#legs.set(legId, entry);
    return entry;
  }

  remove(legId: string, why = 'the leg ended'): void {
    const entry = this.#legs.get(legId);
    this.#legs.delete(legId);
    clearTimeout(entry?.givingUp);
    entry?.entered?.(new TelephonyError(`${legId}: ${why}`, 500, 'dialLeg'));
  }

  /** Resolves when the leg's channel enters the application. @throws {TelephonyError} 500 when it ended first, 504 when it takes too long */
  entry(legId: string, timeoutMs: number): Promise<void> {
    const entry = this.#legs.get(legId);
    return new Promise((resolve, reject) => {
      if (!entry) return reject(new TelephonyError(`There is no leg ${legId}`, 404, 'dialLeg'));
      const limit = setTimeout(
        () => entry.entered?.(new TelephonyError(`${legId} did not enter the application in time`, 504, 'dialLeg')),
        timeoutMs,
      );
      entry.entered = (error) => {
        clearTimeout(limit);
        delete entry.entered;
        if (error) reject(error);
        else resolve();
      };
    });
  }
}
