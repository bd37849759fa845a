import { Client, type QueryConfig } from 'pg';

/** Asked so often in the same words, a statement will be asked again. */
const TIMES = 3;
/** PostgreSQL keeps each of them for every connection. */
const MOST_NAMES = 200;
/** Of those that have no name yet: an `in (…)` of every length has words of its own. */
const MOST_COUNTED = 1000;

/** Finds the statements that are asked again and again, and names them. */
export class StatementNames {
  private readonly counts = new Map<string, number>();
  private readonly names = new Map<string, string>();

  /** Counts how often it is asked. @returns undefined for one that has no name (yet) */
  of(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= MOST_NAMES) return known;
    const count = (this.counts.get(text) ?? 0) + 1;
    this.counts.delete(text);
    if (count < TIMES) return this.countOn(text, count);
    const name = `asked_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }

  private countOn(text: string, count: number): undefined {
    this.counts.set(text, count);
    const [oldest] = this.counts.keys();
    if (this.counts.size > MOST_COUNTED && oldest !== undefined) this.counts.delete(oldest);
  }
}

/** The same for all connections. */
const names = new StatementNames();

/**
 * A connection that lets PostgreSQL parse and plan once what is asked again and again with other values: a named statement
 * (https://node-postgres.com/features/queries#prepared-statements). Nobody who asks has to know.
 */
export class PreparingClient extends Client {
  override query(...given: unknown[]): never {
    const ask = super.query.bind(this) as (...args: unknown[]) => never;
    const [text, values, ...more] = given;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return ask(...given);
    const name = names.of(text);
    return name === undefined ? ask(...given) : ask({ name, text, values } satisfies QueryConfig, ...more);
  }
}
