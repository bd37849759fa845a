import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LiveUpdates } from '@app/common';
import { TRUNK_TOPIC } from '@app/trunks';
import type { CallLeg } from './call-leg.entity.js';

/** A busy trunk's lines change many times a second: so often it is told of at most, ms. */
const PAUSE_MS = 500;

type Legs = readonly Pick<CallLeg, 'slotTrunkId'>[];

/** Tells subscribers of a trunk that its lines were taken or given back: at once, and then at most twice a second; what it came to is always told. */
@Injectable()
export class LineNews implements OnModuleDestroy {
  /** Trunks that were told of lately, and whether something has changed since. */
  private readonly pausing = new Map<string, { timer: NodeJS.Timeout; hasNews: boolean }>();

  constructor(private readonly updates: LiveUpdates) {}

  onModuleDestroy(): void {
    for (const { timer } of this.pausing.values()) clearTimeout(timer);
    this.pausing.clear();
  }

  /** To be called when the change has been committed. @param before none where the call is new */
  changed(before: Legs, after: Legs): void {
    for (const trunkId of trunksWithOtherLines(before, after)) {
      const pause = this.pausing.get(trunkId);
      if (pause) pause.hasNews = true;
      else this.tell(trunkId);
    }
  }

  private tell(trunkId: string): void {
    const timer = setTimeout(() => {
      const hasNews = this.pausing.get(trunkId)?.hasNews;
      this.pausing.delete(trunkId);
      if (hasNews) this.tell(trunkId);
    }, PAUSE_MS);
    timer.unref();
    this.pausing.set(trunkId, { timer, hasNews: false });
    void this.updates.publish(TRUNK_TOPIC, { trunkId, what: 'calls' });
  }
}

function trunksWithOtherLines(before: Legs, after: Legs): string[] {
  const lines = new Map<string, number>();
  const count = (legs: Legs, by: number) => {
    for (const { slotTrunkId } of legs) if (slotTrunkId !== null) lines.set(slotTrunkId, (lines.get(slotTrunkId) ?? 0) + by);
  };
  count(before, -1);
  count(after, 1);
  return [...lines].flatMap(([trunkId, change]) => (change === 0 ? [] : [trunkId]));
}
