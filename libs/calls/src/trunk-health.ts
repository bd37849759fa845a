import { Injectable, Logger } from '@nestjs/common';
import { TrunkRests } from '@app/trunks';
import type { CallInProgress } from './call-in-progress.js';
import { trunkNews } from './trunk-news.js';

/** Tells the trunks' circuit breaker what calls meet, once it is saved. No call waits for it. */
@Injectable()
export class TrunkHealth {
  private readonly logger = new Logger(TrunkHealth.name);

  constructor(private readonly rests: TrunkRests) {}

  /** What a change of a call says of its trunks. */
  observe(before: CallInProgress, after: CallInProgress): void {
    for (const { trunkId, works, at } of trunkNews(before, after)) {
      const noted = works ? this.rests.noteSuccess(trunkId) : this.rests.noteFailure(trunkId, at);
      noted.catch((error: unknown) => {
        this.logger.warn(
          `How the trunk ${trunkId} does was not noted: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    }
  }
}
