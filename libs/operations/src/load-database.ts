import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource, MigrationExecutor, type MigrationInterface } from 'typeorm';
import type { DatabaseDump } from './dump-database.js';
import { quoted, type Queryable, readTables } from './table-facts.js';

export type Migrations = readonly (new () => MigrationInterface)[];

/** In words for people: what is wrong with a backup, or with where it should go. Nothing was changed. */
export class RestoreError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RestoreError';
  }
}

/** Sessions of people: one that was ended after the backup must not live again. */
const NOT_RESTORED = ['user_session'];

/**
 * Every file is as it was written, and this version has every migration of it.
 * @throws {RestoreError}
 */
export async function checkDump(dump: DatabaseDump, folder: string, migrations: Migrations): Promise<void> {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = dump.migrations.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new RestoreError(`The backup is of a newer version (${unknown.join(', ')}): restore it with that version.`);
  for (const { file, sha256 } of dump.tables) {
    const hash = createHash('sha256');
    try {
      for await (const piece of createReadStream(join(folder, file)) as AsyncIterable<Buffer>) hash.update(piece);
    } catch (error) {
      throw new RestoreError(`The backup's ${file} can not be read (${error instanceof Error ? error.message : String(error)}).`);
    }
    if (hash.digest('hex') !== sha256) throw new RestoreError(`The backup's ${file} is damaged: take another backup.`);
  }
}

/** Asterisk goes on with its calls and writes its own records of them (cel_pgsql.conf); between two of them it holds no lock. */
const WRITES_ALL_THE_TIME = 'trunkline-asterisk';

/** Whether there are tables of ours, and whether anybody else is connected but Asterisk. @throws what the database says */
export async function lookAtTarget(url: string): Promise<{ isEmpty: boolean; others: string[] }> {
  const source = await new DataSource({ type: 'postgres', url, applicationName: 'trunkline restore' }).initialize();
  try {
    const [{ count } = { count: '0' }] = await source.query<{ count: string }[]>(
      `select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    const others = await source.query<{ name: string }[]>(
      `select coalesce(nullif(application_name, ''), backend_type) as name from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name <> $1`,
      [WRITES_ALL_THE_TIME],
    );
    return { isEmpty: count === '0', others: others.map(({ name }) => name) };
  } finally {
    await source.destroy();
  }
}

/**
 * Puts a dump in the place of all that is in the database, in one transaction: whatever goes wrong, the database is as it was. The tables are made by the migrations that
 * the dump names; those that this version has beyond them run at its next start, as in any upgrade. Call checkDump() first.
 * @throws what the database says
 */
export async function loadDatabase(url: string, dump: DatabaseDump, folder: string, migrations: Migrations): Promise<void> {
  const then = migrations.filter(({ name }) => dump.migrations.includes(name));
  const source = await new DataSource({
    type: 'postgres',
    url,
    migrations: then,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: 'trunkline restore',
  }).initialize();
  const runner = source.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await runner.startTransaction();
    try {
      await dropEverything(client);
      const executor = new MigrationExecutor(source, runner);
      executor.transaction = 'none';
      await executor.executePendingMigrations();
      await fill(client, dump, folder);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
    await client.query('analyze');
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** What is ours in the schema: tables, sequences, functions and types. An extension's own is left alone. */
async function dropEverything(client: Queryable): Promise<void> {
  const kinds = [
    `select 'drop table if exists ' || oid::regclass || ' cascade' as drop from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')`,
    `select 'drop sequence if exists ' || oid::regclass || ' cascade' as drop from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'S'`,
    `select 'drop function if exists ' || oid::regprocedure || ' cascade' as drop from pg_proc
     where pronamespace = 'public'::regnamespace and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`,
    `select 'drop type if exists ' || oid::regtype || ' cascade' as drop from pg_type
     where typnamespace = 'public'::regnamespace and typtype = 'e' and not exists (select from pg_depend where objid = pg_type.oid and deptype = 'e')`,
  ];
  for (const kind of kinds) {
    const { rows } = await client.query<{ drop: string }>(kind);
    for (const { drop } of rows) await client.query(drop);
  }
}

/** Foreign keys and triggers are off meanwhile, whatever the order of the tables; each key is checked when it comes back. */
async function fill(client: PoolClient, dump: DatabaseDump, folder: string): Promise<void> {
  const made = await readTables(client);
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of keys.rows) await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  for (const { name } of made) await client.query(`alter table ${quoted(name)} disable trigger user`);
  // Migrations may have written rows of their own.
  if (made.length > 0) await client.query(`truncate ${made.map(({ name }) => quoted(name)).join(', ')}`);
  for (const { name, columns, file } of dump.tables) {
    if (NOT_RESTORED.includes(name)) continue;
    const into = copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`);
    await pipeline(createReadStream(join(folder, file)), createGunzip(), client.query(into));
  }
  for (const { name, value, isCalled } of dump.sequences)
    await client.query('select setval($1, $2, $3)', [quoted(name), value, isCalled]);
  for (const { name } of made) await client.query(`alter table ${quoted(name)} enable trigger user`);
  for (const { table, name, definition } of keys.rows)
    await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
}
