import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { Env } from '@app/common';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { PreparingClient } from './preparing-client.js';
import { migrations } from './migrations/index.js';

/** PostgreSQL is the truth. Every feature registers its own entities (TypeOrmModule.forFeature); migrations run at the start. */
export function databaseOptions(env: Env): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url: env.databaseUrl,
    autoLoadEntities: true,
    migrations,
    migrationsRun: true,
    migrationsTransactionMode: 'each',
    // gen_random_uuid() is PostgreSQL's own: no extension, and no right to install one, is needed.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    // A database that does not answer must not hang a request. What is asked together goes out together.
    extra: { max: 20, connectionTimeoutMillis: 5000, statement_timeout: 15_000, pipeline: true, Client: PreparingClient },
    retryAttempts: 20,
    retryDelay: 1000,
    toRetry: (error) => !(error instanceof NewerDatabaseError),
  };
}

/** An older version on a database that a newer one has changed would write what the newer one can't read. */
export class NewerDatabaseError extends Error {
  constructor(migrations: readonly string[]) {
    super(
      `The database belongs to a newer version of Trunkline (${migrations.join(', ')}): start that version, or restore the backup from before the upgrade.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

/** Connects and migrates. @throws {NewerDatabaseError} before anybody has written anything */
export async function openDatabase(options?: DataSourceOptions): Promise<DataSource> {
  if (!options) throw new TypeError('openDatabase needs options');
  const dataSource = await new DataSource(options).initialize();
  const done = await dataSource.query<{ name: string }[]>('select name from migrations order by id');
  const known = new Set<string>(migrations.map(({ name }) => name));
  const newer = done.map(({ name }) => name).filter((name) => !known.has(name));
  if (newer.length === 0) return dataSource;
  await dataSource.destroy();
  throw new NewerDatabaseError(newer);
}
