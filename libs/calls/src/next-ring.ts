import { Injectable } from '@nestjs/common';
import { KeyedQueue } from '@app/common';
import { CallDistribution } from './call-distribution.js';
import type { CallInProgress } from './call-in-progress.js';
import { CallJournal } from './call-journal.js';
import { isWaiting, ringChosen, ringingLegs } from './inbound-steps.js';
import type { Decision } from './next-steps.js';

/** A call whose next phones are chosen and saved, and what is to be done now. */
export interface ChosenRing {
  progress: CallInProgress;
  steps: Decision['steps'];
}

/** Whom a call that came in rings next. One call chooses at a time, so that two that come at once do not ring the same phone. */
@Injectable()
export class NextRing {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly distribution: CallDistribution,
    private readonly journal: CallJournal,
  ) {}

  /**
   * @param busy users whose phones have a leg of any call, as it is when it is asked
   * @param keep what has been saved is known from then on, before anybody else chooses
   */
  take(
    progress: CallInProgress,
    busy: () => ReadonlySet<string>,
    keep: (after: CallInProgress) => void,
  ): Promise<ChosenRing | undefined> {
    return this.queue.run('ring', async () => {
      if (!isWaiting(progress)) return undefined;
      const at = new Date();
      const decision = ringChosen(progress, await this.choose(progress, at, busy()), at);
      const after = await this.journal.save(progress, decision, at);
      keep(after);
      return { progress: after, steps: decision.steps };
    });
  }

  private async choose(progress: CallInProgress, at: Date, busyUserIds: ReadonlySet<string>) {
    const { distribution } = progress.call;
    if (!distribution) return { do: 'giveUp' } as const;
    const ringingUserIds = ringingLegs(progress).flatMap(({ userId }) => (userId === null ? [] : [userId]));
    return this.distribution.next(distribution, { at, ringingUserIds, busyUserIds });
  }
}
