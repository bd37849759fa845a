import type { QueryRunner } from 'typeorm';

interface Column {
  name: string;
  type: string;
  isArray: boolean;
  isEnum: boolean;
  isRequired: boolean;
  /** Characters; null where there is no limit. */
  length: number | null;
  references: { table: string; column: string } | null;
}

/** Rows of whatever may be there, for a migration to be run over: in each table that is empty one row with every column, and one with only those that must be. */
export async function fillEmptyTables(runner: QueryRunner): Promise<void> {
  for (const table of await tablesInOrder(runner)) {
    const [found] = (await runner.query(`select count(*)::int as count from "${table}"`)) as { count: number }[];
    if (found && found.count > 0) continue;
    const columns = await columnsOf(runner, table);
    for (const [row, wanted] of [columns, columns.filter(({ isRequired }) => isRequired)].entries()) {
      const values: unknown[] = [];
      for (const column of wanted) values.push(await valueFor(runner, column, row));
      const names = wanted.map(({ name }) => `"${name}"`).join(', ');
      const places = wanted.map((_column, index) => `$${index + 1}`).join(', ');
      await runner.query(
        wanted.length === 0 ? `insert into "${table}" default values` : `insert into "${table}" (${names}) values (${places})`,
        values,
      );
    }
  }
}

/** Every table of ours, those that others refer to first. */
export async function tablesInOrder(runner: QueryRunner): Promise<string[]> {
  const all = (await runner.query(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migrations' order by 1`,
  )) as { name: string }[];
  const keys = (await runner.query(
    `select r.relname as "from", f.relname as "to" from pg_constraint c join pg_class r on r.oid = conrelid join pg_class f on f.oid = confrelid
     where contype = 'f' and conrelid <> confrelid`,
  )) as { from: string; to: string }[];
  const ordered: string[] = [];
  const visit = (table: string, path: string[]): void => {
    if (ordered.includes(table) || path.includes(table)) return;
    for (const { to } of keys.filter(({ from }) => from === table)) visit(to, [...path, table]);
    ordered.push(table);
  };
  for (const { name } of all) visit(name, []);
  return ordered;
}

async function columnsOf(runner: QueryRunner, table: string): Promise<Column[]> {
  return (await runner.query(
    `select a.attname as name, coalesce(e.typname, t.typname) as type, e.oid is not null as "isArray",
       coalesce(e.typtype, t.typtype) = 'e' as "isEnum", a.attnotnull and not a.atthasdef and a.attidentity = '' as "isRequired",
       case when a.atttypmod > 4 and coalesce(e.typname, t.typname) in ('varchar', 'bpchar') then a.atttypmod - 4 end as length,
       (select json_build_object('table', f.relname, 'column', fa.attname) from pg_constraint c
          join pg_class f on f.oid = c.confrelid join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = c.confkey[1]
        where c.contype = 'f' and c.conrelid = a.attrelid and c.conkey = array[a.attnum] limit 1) as references
     from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type e on t.typcategory = 'A' and e.oid = t.typelem
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.attidentity = '' and coalesce(pg_get_serial_sequence(quote_ident($2), a.attname), '') = '' order by a.attnum`,
    [`"${table}"`, table],
  )) as Column[];
}

async function valueFor(runner: QueryRunner, column: Column, row: number): Promise<unknown> {
  if (column.references) {
    const { table, column: key } = column.references;
    const rows = (await runner.query(`select "${key}" as value from "${table}" order by 1 offset $1 limit 1`, [row])) as {
      value: unknown;
    }[];
    return rows[0]?.value ?? null;
  }
  if (column.isArray) return [];
  if (column.isEnum) {
    const [first] = (await runner.query(
      `select enumlabel as label from pg_enum where enumtypid = $1::regtype order by enumsortorder limit 1`,
      [`"${column.type}"`],
    )) as { label: string }[];
    return first?.label;
  }
  return plainValue(column, row);
}

function plainValue({ name, type, length }: Column, row: number): unknown {
  switch (type) {
    case 'uuid':
      return `00000000-0000-4000-8000-00000000000${row + 1}`;
    case 'varchar':
    case 'bpchar':
    case 'text':
      return `${name} ${row}`.slice(-(length ?? 200));
    case 'int2':
    case 'int4':
    case 'int8':
    case 'float4':
    case 'float8':
    case 'numeric':
      return row + 1;
    case 'bool':
      return true;
    case 'timestamptz':
      return new Date(Date.UTC(2026, 0, row + 1));
    case 'date':
      return `2026-01-0${row + 1}`;
    case 'json':
    case 'jsonb':
      return '[]';
    case 'bytea':
      return Buffer.from([row]);
    default:
      throw new Error(`No value is known for ${name}, a ${type}: add one to fill-tables.ts`);
  }
}
