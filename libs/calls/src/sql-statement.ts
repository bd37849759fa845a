import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

/**
 * One statement that changes several tables (`with … as (update …), … as (insert …)`): one way to the database and back, and a transaction by itself. TypeORM
 * says which columns there are and how their values are written.
 */
export class SqlStatement {
  readonly parameters: unknown[] = [];

  constructor(private readonly dataSource: DataSource) {}

  /** `$1` … for a value as it is. */
  bind(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  /** `insert into …`, with the database's own default for what is not given. Several rows are put there in their order. */
  insert<T extends ObjectLiteral>(entity: EntityTarget<T>, ...rows: readonly Partial<T>[]): string {
    const metadata = this.dataSource.getMetadata(entity);
    const all = rows.map((row) => new Map(this.columnsOf(metadata, row).map(({ name, value }) => [name, value])));
    const names = [...new Set(all.flatMap((values) => [...values.keys()]))];
    const places = all.map((values) =>
      names.map((name) => (values.has(name) ? this.bind(values.get(name)) : 'default')).join(', '),
    );
    const list = names.map((name) => `"${name}"`).join(', ');
    return `insert into "${metadata.tableName}" (${list}) values ${places.map((place) => `(${place})`).join(', ')}`;
  }

  /** `update … set …`, without its condition. Undefined where nothing is to be set. */
  update<T extends ObjectLiteral>(entity: EntityTarget<T>, change: Partial<T>): string | undefined {
    const metadata = this.dataSource.getMetadata(entity);
    const sets = this.columnsOf(metadata, change).map(({ name, value }) => `"${name}" = ${this.bind(value)}`);
    return sets.length === 0 ? undefined : `update "${metadata.tableName}" set ${sets.join(', ')}`;
  }

  private columnsOf({ columns }: EntityMetadata, row: ObjectLiteral): { name: string; value: unknown }[] {
    return columns.flatMap((column) => {
      const value: unknown = row[column.propertyName];
      if (value === undefined) return [];
      return [{ name: column.databaseName, value: this.dataSource.driver.preparePersistentValue(value, column) as unknown }];
    });
  }
}
