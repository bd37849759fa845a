import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { quoted, readMigrations, readSequences, readTables, type SequenceFacts, type TableFacts } from './table-facts.js';

/** What a dump consists of; it is written beside the tables' files. */
export interface DatabaseDump {
  /** Those that had been run: the tables are what they make. */
  migrations: string[];
  tables: (TableFacts & { file: string; rows: number; sha256: string })[];
  sequences: SequenceFacts[];
}

/**
 * Writes every table into a file of its own (COPY's text, gzip), as they all were at one moment, while calls go on: it reads only, and makes nobody wait.
 * The same files go into any PostgreSQL: a dump of pg_dump would need one that is no older than the server, which no installation of ours brings.
 * @param folder is made; 0700
 * @throws what the database or the disk says
 */
export async function dumpDatabase(url: string, folder: string): Promise<DatabaseDump> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'trunkline backup' });
  // What goes wrong between two queries is told by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    const dump: DatabaseDump = {
      migrations: await readMigrations(client),
      tables: [],
      sequences: await readSequences(client),
    };
    for (const table of await readTables(client)) dump.tables.push(await dumpTable(client, table, folder));
    await client.query('commit');
    return dump;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function dumpTable(client: pg.Client, table: TableFacts, folder: string): Promise<DatabaseDump['tables'][number]> {
  const file = `${table.name}.copy.gz`;
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  const columns = table.columns.map(quoted).join(', ');
  const rows = client.query(copyTo(`copy (select ${columns} from ${quoted(table.name)}) to stdout`));
  await pipeline(rows, createGzip(), hashing, createWriteStream(join(folder, file), { mode: 0o600 }));
  return { ...table, file, rows: rows.rowCount ?? 0, sha256: hash.digest('hex') };
}
