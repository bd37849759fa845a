/** Every migration is run over a database that has rows in every table, and keeps them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testDatabaseUrl } from '@app/common/testing';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../src/migrations/index.js';
import { fillEmptyTables, tablesInOrder } from './support/fill-tables.js';

let source: DataSource;
let runner: QueryRunner;
beforeAll(async () => {
  source = await new DataSource({
    type: 'postgres',
    url: await testDatabaseUrl(),
    migrations,
    installExtensions: false,
  }).initialize();
  runner = source.createQueryRunner();
});
afterAll(async () => {
  await runner?.release();
  await source?.destroy();
});

/** The rows of a table, by the columns that are asked for. */
const rowsOf = async (table: string, columns: readonly string[]): Promise<string[]> => {
  const listed = columns.map((name) => `"${name}"::text`).join(', ');
  const rows = (await runner.query(`select row(${listed})::text as row from "${table}" order by 1`)) as { row: string }[];
  return rows.map(({ row }) => row);
};

const columnsOf = async (table: string): Promise<string[]> =>
  (
    (await runner.query(
      `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 order by 1`,
      [table],
    )) as { name: string }[]
  ).map(({ name }) => name);

async function migrateOne(): Promise<string | undefined> {
  const executor = new MigrationExecutor(source, runner);
  const [next] = await executor.getPendingMigrations();
  if (!next) return undefined;
  await runner.startTransaction();
  executor.transaction = 'none';
  await executor.executeMigration(next);
  await runner.commitTransaction();
  return next.name;
}

describe('the migrations', () => {
  it.each(migrations.map(({ name }) => name))('%s should run over tables with rows, and keep them', async (name) => {
    await fillEmptyTables(runner);
    const before = new Map<string, { columns: string[]; rows: string[] }>();
    for (const table of await tablesInOrder(runner)) {
      const columns = await columnsOf(table);
      before.set(table, { columns, rows: await rowsOf(table, columns) });
    }
    expect([...before.values()].filter(({ rows }) => rows.length < 2)).toEqual([]);
    expect(await migrateOne()).toBe(name);
    for (const [table, { columns, rows }] of before) {
      const now = new Set(await columnsOf(table));
      // What a migration takes away it takes away on purpose, and it may add rows; what it leaves has the values that it had.
      if (now.size === 0 || columns.some((column) => !now.has(column))) continue;
      expect(await rowsOf(table, columns), table).toEqual(expect.arrayContaining(rows));
    }
  });

  it('should run forwards only, and be listed', async () => {
    for (const Migration of migrations) await expect(new Migration().down()).rejects.toThrow('restore the backup');
    const files = readdirSync(join(import.meta.dirname, '../src/migrations')).filter((file) => /^\d+-/.test(file));
    expect(files).toHaveLength(migrations.length);
  });

  it('should let every table take rows at the end, too', async () => {
    await fillEmptyTables(runner);
    for (const table of await tablesInOrder(runner)) {
      const [found] = (await runner.query(`select count(*)::int as count from "${table}"`)) as { count: number }[];
      expect(found?.count, table).toBeGreaterThan(0);
    }
  });
});
