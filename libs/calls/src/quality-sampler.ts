import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CallConductor } from './call-conductor.js';
import { isUp } from './call-in-progress.js';
import { CallState } from './call-state.js';
import { LegQualities } from './leg-qualities.js';

const EVERY_MS = 10_000;
/** Questions to the engine at a time. */
const AT_ONCE = 8;

/** Measures every leg of every answered call from time to time, where the engine's event stream is. */
@Injectable()
export class QualitySampler implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(QualitySampler.name);
  private timer: NodeJS.Timeout | undefined;
  private isSampling = false;

  constructor(
    private readonly conductor: CallConductor,
    private readonly qualities: LegQualities,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.sample().catch((error: unknown) => this.logger.warn(`Voices could not be measured: ${String(error)}`));
    }, EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** A slow engine is not asked a second time before it has answered the first. */
  async sample(): Promise<void> {
    if (this.isSampling || this.conductor.epoch === undefined) return;
    this.isSampling = true;
    try {
      const legIds = this.talkingLegs();
      this.qualities.keepOnly(new Set(legIds));
      const waiting = legIds.values();
      const ask = async () => {
        for (const legId of waiting) await this.qualities.measure(legId);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
    } finally {
      this.isSampling = false;
    }
  }

  private talkingLegs(): string[] {
    const answered = this.conductor.living().filter(({ call }) => call.state === CallState.ANSWERED);
    return answered.flatMap(({ legs }) => legs.filter((leg) => leg.part !== 'MONITOR' && isUp(leg)).map(({ id }) => id));
  }
}
