import { Injectable, Logger } from '@nestjs/common';
import { within } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import type { CallInProgress } from './call-in-progress.js';
import type { VoiceQuality } from './call.results.js';
import type { Decision } from './happenings.js';

/** A hang-up waits so long at most, ms. */
const LONGEST_MS = 300;

/** What the engine measured last of each leg that lives: kept here, and written with the leg's end. */
@Injectable()
export class LegQualities {
  private readonly logger = new Logger(LegQualities.name);
  private readonly last = new Map<string, VoiceQuality>();

  constructor(private readonly gateway: TelephonyGateway) {}

  get size(): number {
    return this.last.size;
  }

  /** Asks the engine, which forgets a leg with its end. What can't be measured is no error. */
  async measure(legId: string): Promise<void> {
    const measured = this.gateway.legQuality(legId).catch((error: unknown) => {
      this.logger.debug(`The leg ${legId} could not be measured: ${String(error)}`);
      return undefined;
    });
    const quality = await within(LONGEST_MS, measured);
    if (quality) this.last.set(legId, quality);
  }

  /** The decision, with what was measured of the legs that end by it. */
  withMeasured({ legs }: CallInProgress, decision: Decision): Decision {
    const changes = Object.entries(decision.legs ?? {}).map(([id, change]) => {
      const measured = change.endedAt ? this.last.get(id) : undefined;
      const quality = legs.find((leg) => leg.id === id)?.quality ?? {};
      return [id, measured ? { ...change, quality: { ...quality, measured } } : change] as const;
    });
    return decision.legs ? { ...decision, legs: Object.fromEntries(changes) } : decision;
  }

  /** Forgets every leg but these. */
  keepOnly(legIds: ReadonlySet<string>): void {
    for (const legId of [...this.last.keys()]) if (!legIds.has(legId)) this.last.delete(legId);
  }

  forget(legId: string): void {
    this.last.delete(legId);
  }
}
