import type { Client } from 'pg';

/** A table as it is copied: what PostgreSQL computes itself is left out. */
export interface TableFacts {
  name: string;
  columns: string[];
}

/** Where a sequence stands. */
export interface SequenceFacts {
  name: string;
  value: string;
  isCalled: boolean;
}

/** Anything with pg's query(). */
export type Queryable = Pick<Client, 'query'>;

/** TypeORM's own table: it follows from the migrations that are run, and is never copied. */
export const MIGRATIONS_TABLE = 'migrations';

/** Every table of ours, by name. */
export async function readTables(client: Queryable): Promise<TableFacts[]> {
  const { rows } = await client.query<TableFacts>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> $1
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
    [MIGRATIONS_TABLE],
  );
  return rows;
}

/** Every sequence but that of TypeORM's own table. */
export async function readSequences(client: Queryable): Promise<SequenceFacts[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and c.relname <> $1 order by c.relname`,
    [`${MIGRATIONS_TABLE}_id_seq`],
  );
  const facts: SequenceFacts[] = [];
  for (const { name } of rows) {
    const read = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${quoted(name)}`,
    );
    if (read.rows[0]) facts.push({ name, ...read.rows[0] });
  }
  return facts;
}

/** The names of the migrations that were run, in their order. */
export async function readMigrations(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select name from ${quoted(MIGRATIONS_TABLE)} order by id`);
  return rows.map(({ name }) => name);
}

/** An identifier, as SQL wants it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
