import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import { isDatabaseAway } from '@app/common';

const LONGEST_MS = 120_000;

/**
 * Does it again until the database is back, at most for two minutes. A call's changes wait here in order, because one call does one thing at a time;
 * other calls do not wait for it.
 */
export async function whileDatabaseIsAway<T>(task: () => Promise<T>, logger: Logger): Promise<T> {
  const end = performance.now() + LONGEST_MS;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    try {
      return await task();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > end) throw error;
      if (wait === 100) logger.warn('The database is away: a change waits for it.');
      await pause(wait);
    }
  }
}
