import pg from 'pg';
import type { Stack } from './stack.js';

/** What no person could do through the product: calls of days that are over. The connection is closed afterwards, whatever happens. */
export async function withDatabase<T>({ databaseUrl }: Stack, work: (database: pg.Client) => Promise<T>): Promise<T> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}
