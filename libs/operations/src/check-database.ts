import { failure, type Finding, ok, unknown, type Verdict, warning } from '@app/common';
import pg from 'pg';

const ANSWER_MS = 5_000;
/** The first that has gen_random_uuid(), multiranges and what else the migrations use, and is still looked after. */
const LEAST_VERSION = 14;
/** The api's pool, its lease, a backup and a person who looks. */
const LEAST_CONNECTIONS = 30;
const CLOCK_LIMIT_MS = 2_000;

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
): Promise<Finding[]> {
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
    const why = error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
    const verdict = failure(`The database at ${host} can not be used (${why}).`, {
      file: '.env',
      lines: ['DATABASE_URL=postgres://<user>:<password>@<host>:5432/<database>'],
      apply: 'restart Trunkline',
    });
    const rest = ['version', 'rights', 'encoding', 'connections', 'clock', 'migrations'];
    const later = unknown('Can only be seen once the database lets us in.');
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
    : failure(`PostgreSQL ${version} is too old: ${LEAST_VERSION} is the first that Trunkline works with.`, {
        file: 'the database server',
        lines: [`PostgreSQL ${LEAST_VERSION} or newer`],
      });

const judgeRights = ({ mayCreate }: Facts): Verdict =>
  mayCreate
    ? ok('Tables can be made.')
    : failure('The user of DATABASE_URL may make no tables: an upgrade would stop.', {
        file: 'psql, as the owner of the database',
        lines: ['grant create on schema public to <user>;'],
      });

const judgeEncoding = ({ encoding }: Facts): Verdict =>
  encoding === 'UTF8'
    ? ok('The database holds every script.')
    : failure(`The database is in ${encoding}: names in other scripts would be refused.`, {
        file: 'psql',
        lines: ["create database trunkline encoding 'UTF8' template template0;"],
      });

const judgeConnections = ({ connections }: Facts): Verdict =>
  connections >= LEAST_CONNECTIONS
    ? ok(`The database takes ${connections} connections.`)
    : warning(`The database takes ${connections} connections: ${LEAST_CONNECTIONS} are needed for each api process.`, {
        file: 'postgresql.conf',
        lines: ['max_connections = 100'],
        apply: 'restart PostgreSQL',
      });

function judgeClock(aheadMs: number): Verdict {
  const seconds = Math.round(Math.abs(aheadMs) / 100) / 10;
  if (Math.abs(aheadMs) <= CLOCK_LIMIT_MS) return ok(`The database's clock and ours differ by ${seconds} s.`);
  return failure(`The database's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} ours.`, {
    file: 'both machines',
    lines: ['timedatectl set-ntp true'],
  });
}

function judgeMigrations({ migrations }: Facts, all: readonly string[]): Verdict {
  if (migrations === 'none') return warning('The database has no tables yet: the first start makes them.');
  if (migrations === 'hidden')
    return failure('The tables belong to another user, who is not that of DATABASE_URL.', {
      file: 'psql, as their owner',
      lines: ['reassign owned by <their owner> to <user>;'],
    });
  const known = new Set(all);
  const newer = [...migrations].filter((name) => !known.has(name));
  if (newer.length > 0)
    return failure(`The database belongs to a newer version of Trunkline (${newer.join(', ')}).`, {
      file: 'this machine',
      lines: ['npm run restore -- <the backup from before the upgrade>', 'or the newer version again'],
    });
  const missing = all.filter((name) => !migrations.has(name));
  if (missing.length > 0) return warning(`${missing.length} migrations are not done yet: the next start does them.`);
  return ok('The tables are those of this version.');
}
