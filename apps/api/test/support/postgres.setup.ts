import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../../scripts/postgres.mjs';

/** Starts one PostgreSQL for the whole run; each test file makes its own database in it (testDatabase). */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-test-'));
  const postgres = await startPostgres({ dataDir, forTests: true, log: () => undefined });
  process.env['TRUNKLINE_TEST_DATABASE_URL'] = postgres.url;
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
