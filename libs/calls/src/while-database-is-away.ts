import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';

const LONGEST_MS = 120_000;

/** Node's and PostgreSQL's words for a database that can't be reached just now (classes 08 and 57P of SQLSTATE, 53300 too many connections). */
const connectionLost = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|57P0.|53300)$/;

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
      if (!isConnectionLoss(error) || performance.now() > end) throw error;
      if (wait === 100) logger.warn('The database is away: a change waits for it.');
      await pause(wait);
    }
  }
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return connectionLost.test(code) || /Connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}
