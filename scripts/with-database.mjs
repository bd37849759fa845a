// @ts-check
/** The database of an instance, whether it runs now or not. */
import { databaseAnswers } from './database.mjs';
import { startPostgres } from './postgres.mjs';

/**
 * @template T
 * @param {import('./known-instance.mjs').KnownInstance} instance
 * @param {(url: string) => Promise<T>} task
 * @returns {Promise<T>} PostgreSQL of our own is started for it, and stopped again, where it does not run
 * @throws {Error} in words where somebody else's does not answer
 */
export async function withDatabase({ databaseUrl, ownsDatabase, dataDir }, task) {
  if (databaseUrl !== undefined && (await databaseAnswers(databaseUrl))) return task(databaseUrl);
  if (!ownsDatabase) throw new Error('The database of DATABASE_URL does not answer: start it, or correct DATABASE_URL in .env.');
  const postgres = await startPostgres({ dataDir });
  try {
    return await task(postgres.url);
  } finally {
    await postgres.stop();
  }
}
