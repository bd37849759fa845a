import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { Env } from '@app/common';
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
    // A database that does not answer must not hang a request.
    extra: { max: 20, connectionTimeoutMillis: 5000, statement_timeout: 15_000 },
    retryAttempts: 20,
    retryDelay: 1000,
  };
}
