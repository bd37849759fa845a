import { type Finding, ok, remedyPhrases } from '@app/common';
import pg from 'pg';
import { failure, type SurroundingsReason, unknown, type Verdict, warning } from './surroundings-reasons.js';

const ANSWER_MS = 5_000;
/** The first that has gen_random_uuid(), multiranges and what else the migrations use, and is still looked after. */
const LEAST_VERSION = 14;
/** The api's pool, its lease, a backup and a person who looks. */
const LEAST_CONNECTIONS = 30;
const CLOCK_LIMIT_MS = 2_000;
const { USER } = remedyPhrases;

interface Facts {
  version: number;
  encoding: string;
  mayCreate: boolean;
  connections: number;
  now: Date;
  /** 'none': nobody has made tables yet; 'hidden': this user may not read them. */
  migrations: ReadonlySet<string> | 'none' | 'hidden';
}

/**
 * Looks at the database. Never throws, and shows no password.
 * @param migrations the names of all that this version has
 * @param now our own clock, ms
 */
export async function checkDatabase(
  url: string,
  migrations: readonly string[],
  now: () => number = Date.now,
): Promise<Finding<SurroundingsReason>[]> {
  const { host } = new URL(url);
  try {
    const askedAt = now();
    const facts = await readFacts(url);
    const clockAheadMs = facts.now.getTime() - (askedAt + now()) / 2;
    return [
      { code: 'database', ...ok(`PostgreSQL ${facts.version} answers at ${host}.`) },
      { code: 'database.version', ...judgeVersion(facts) },
      { code: 'database.rights', ...judgeRights(facts) },
      { code: 'database.encoding', ...judgeEncoding(facts) },
      { code: 'database.connections', ...judgeConnections(facts) },
      { code: 'database.clock', ...judgeClock(clockAheadMs) },
      { code: 'database.migrations', ...judgeMigrations(facts, migrations) },
    ];
  } catch (error) {
    const told = error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
    const verdict = failure(
      'DATABASE_UNUSABLE',
      { host, error: told },
      {
        file: '.env',
        lines: [`DATABASE_URL=postgres://${USER}:${remedyPhrases.PASSWORD}@<host>:5432/${remedyPhrases.DATABASE}`],
        apply: remedyPhrases.RESTART_TRUNKLINE,
      },
    );
    const rest = ['version', 'rights', 'encoding', 'connections', 'clock', 'migrations'];
    const later = unknown('DATABASE_NOT_OPEN', {});
    return [{ code: 'database', ...verdict }, ...rest.map((name) => ({ code: `database.${name}`, ...later }))];
  }
}

async function readFacts(url: string): Promise<Facts> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: 'trunkline doctor',
  });
  // What goes wrong between two queries is told by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Omit<Facts, 'migrations'> & { mayReadMigrations: boolean | null }>(`
      select current_setting('server_version_num')::int / 10000 as version,
        current_setting('server_encoding') as encoding,
        has_schema_privilege(current_user, 'public', 'CREATE') as "mayCreate",
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as connections,
        clock_timestamp() as now,
        has_table_privilege(to_regclass('public.migrations'), 'select') as "mayReadMigrations"`);
    const [facts] = rows;
    if (!facts) throw new Error('it answers nothing');
    if (facts.mayReadMigrations !== true) return { ...facts, migrations: facts.mayReadMigrations === null ? 'none' : 'hidden' };
    const done = await client.query<{ name: string }>('select name from migrations');
    return { ...facts, migrations: new Set(done.rows.map(({ name }) => name)) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

const judgeVersion = ({ version }: Facts): Verdict =>
  version >= LEAST_VERSION
    ? ok(`PostgreSQL ${version}.`)
    : failure(
        'DATABASE_TOO_OLD',
        { version, floor: LEAST_VERSION },
        {
          file: remedyPhrases.DATABASE_SERVER,
          lines: [`PostgreSQL ${LEAST_VERSION} ${remedyPhrases.OR_NEWER}`],
        },
      );

const judgeRights = ({ mayCreate }: Facts): Verdict =>
  mayCreate
    ? ok('Tables can be made.')
    : failure(
        'DATABASE_MAKES_NO_TABLES',
        {},
        {
          file: `psql, ${remedyPhrases.AS_DATABASE_OWNER}`,
          lines: [`grant create on schema public to ${USER};`],
        },
      );

const judgeEncoding = ({ encoding }: Facts): Verdict =>
  encoding === 'UTF8'
    ? ok('The database holds every script.')
    : failure(
        'DATABASE_NOT_UTF8',
        { encoding },
        {
          file: 'psql',
          lines: ["create database trunkline encoding 'UTF8' template template0;"],
        },
      );

const judgeConnections = ({ connections }: Facts): Verdict =>
  connections >= LEAST_CONNECTIONS
    ? ok(`The database takes ${connections} connections.`)
    : warning(
        'DATABASE_CONNECTIONS_TOO_FEW',
        { connections, needed: LEAST_CONNECTIONS },
        {
          file: 'postgresql.conf',
          lines: ['max_connections = 100'],
          apply: remedyPhrases.RESTART_POSTGRESQL,
        },
      );

function judgeClock(aheadMs: number): Verdict {
  const ms = Math.abs(aheadMs);
  if (ms <= CLOCK_LIMIT_MS) return ok(`The database's clock and ours differ by ${Math.round(ms / 100) / 10} s.`);
  return failure(
    aheadMs > 0 ? 'DATABASE_CLOCK_AHEAD' : 'DATABASE_CLOCK_BEHIND',
    { seconds: Math.round(ms / 1000) },
    { file: remedyPhrases.BOTH_MACHINES, lines: ['timedatectl set-ntp true'] },
  );
}

function judgeMigrations({ migrations }: Facts, all: readonly string[]): Verdict {
  if (migrations === 'none') return warning('DATABASE_EMPTY', {});
  if (migrations === 'hidden')
    return failure(
      'DATABASE_TABLES_FOREIGN',
      {},
      {
        file: `psql, ${remedyPhrases.AS_TABLE_OWNER}`,
        lines: [`reassign owned by ${remedyPhrases.TABLE_OWNER} to ${USER};`],
      },
    );
  const known = new Set(all);
  const newer = [...migrations].filter((name) => !known.has(name));
  if (newer.length > 0)
    return failure(
      'DATABASE_NEWER',
      { migrations: newer.join(', ') },
      {
        file: remedyPhrases.THIS_MACHINE,
        lines: [`npm run restore -- ${remedyPhrases.BACKUP}`, remedyPhrases.OR_UPGRADE],
      },
    );
  const missing = all.filter((name) => !migrations.has(name));
  if (missing.length > 0) return warning('MIGRATIONS_PENDING', { count: missing.length });
  return ok('The tables are those of this version.');
}
