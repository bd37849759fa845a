import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { may, type Principal } from '@app/auth';
import { ApiError, type Cursor, isUuid } from '@app/common';
import { DataSource } from 'typeorm';
import type { CallFilter } from './call.inputs.js';
import { CallNumbers } from './call-numbers.js';
import { CallState } from './call-state.js';

/** So many numbers are looked up each in its own order; more are left to the planner; above the second the newest calls are gone through. */
const EACH_ALONE = 10;
const MOST_NUMBERS = 1000;

/** SQL with its parameters: conditions on the table `calls`, known as `call`. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly texts: string[] = [];

  /** @param text with $ where the value goes */
  add(text: string, ...values: unknown[]): void {
    let next = 0;
    this.texts.push(text.replace(/\$/g, () => this.value(values[next++])));
  }

  /** @returns its place in the SQL */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get sql(): string {
    return this.texts.length > 0 ? this.texts.join(' and ') : 'true';
  }
}

/** What is asked for: one of the alternatives, and all conditions. */
export interface Search {
  conditions: Conditions;
  /** Each can be read from an index in order. None: nothing can match. */
  alternatives: string[];
  /** Whether calls that live, and calls that are over, are asked for. */
  states: { living: boolean; ended: boolean };
}

/**
 * Finds calls, newest first, so that a page costs the same however many calls there are: alternatives ("or", "in") are read each from its own index,
 * in order, and merged. One query with `or` would read and sort all that match, or pass by all that do not.
 */
@Injectable()
export class CallSearch {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly numbers: CallNumbers,
  ) {}

  /** @throws {ApiError} BAD_USER_INPUT */
  async search(principal: Principal, filter: CallFilter): Promise<Search> {
    const conditions = new Conditions();
    let alternatives = seenBy(principal, conditions);
    const { state, outcome, direction, trunkName, agentId, number, createdAfter, createdBefore, hasRecording, tags } = filter;
    const living = state?.filter((each) => each !== CallState.ENDED);
    if (living && living.length > 0) conditions.add(`(call.state = 'ENDED' or call.state = any($))`, living);
    if (direction) conditions.add('call.direction = $', direction);
    if (trunkName != null) conditions.add('call."trunkName" = $', trunkName);
    // Nobody has an id that is none.
    if (agentId != null) conditions.add(isUuid(agentId) ? 'call."agentId" = $' : '$::text is null', agentId);
    if (createdAfter) conditions.add('call."createdAt" > $', createdAfter);
    if (createdBefore) conditions.add('call."createdAt" < $', createdBefore);
    if (hasRecording != null) conditions.add(`(call."recordingIds" <> '{}') = $`, hasRecording);
    // The index of tags leaves out the calls that have none.
    if (tags && tags.length > 0) conditions.add(`call.tags <> '{}' and call.tags @> $::varchar[]`, tags);
    if (number != null) {
      alternatives = both(alternatives, await this.having(digitsOf(number), conditions));
      if (outcome) conditions.add('call.outcome = any($)', outcome);
    } else if (outcome) {
      const each = [...new Set(outcome)].map((value) => `call.outcome = ${conditions.value(value)}`);
      alternatives = both(alternatives, each);
    }
    const states = { living: living?.length !== 0, ended: !state || state.includes(CallState.ENDED) };
    return { conditions, alternatives, states };
  }

  /** The ids of the first calls, newest first. @param after the last one of the page before */
  async ids(search: Search, first: number, after?: Cursor | null): Promise<string[]> {
    const { sql, values } = this.statement(search, first, after);
    const rows = sql ? await this.dataSource.query<{ id: string }[]>(sql, values) : [];
    return rows.map(({ id }) => id);
  }

  /** What ids() asks. Without text where nothing can match. */
  statement(search: Search, first: number, after?: Cursor | null): { sql: string; values: unknown[] } {
    const { conditions, alternatives, states } = search;
    if (after) conditions.add('(call."createdAt", call.id) < ($, $)', after.at, after.id);
    const order = (table: string) => `order by ${table}."createdAt" desc, ${table}.id desc limit ${first}`;
    const part = (wanted: string) =>
      `(select call.id, call."createdAt" from calls call where ${wanted} and ${conditions.sql} ${order('call')})`;
    const parts = [
      // The words of the indexes: a parameter would keep PostgreSQL from using them.
      ...(states.ended ? alternatives.map((alternative) => part(`call.state = 'ENDED' and ${alternative}`)) : []),
      ...(states.living && alternatives.length > 0 ? [part(`call.state <> 'ENDED' and (${alternatives.join(' or ')})`)] : []),
    ];
    const sql = parts.length > 0 ? `select found.id from (${parts.join(' union ')}) found ${order('found')}` : '';
    return { sql, values: conditions.values };
  }

  private async having(part: string, conditions: Conditions): Promise<string[]> {
    const numbers = await this.numbers.with(part, MOST_NUMBERS);
    if (!numbers) {
      const like = conditions.value(`%${part}%`);
      return [`(call."to" like ${like} or call."from" like ${like})`];
    }
    if (numbers.length === 0) return [];
    if (numbers.length > EACH_ALONE) {
      const list = conditions.value(numbers);
      return [`call."to" = any(${list})`, `call."from" = any(${list})`];
    }
    return numbers.flatMap((number) => {
      const place = conditions.value(number);
      return [`call."to" = ${place}`, `call."from" = ${place}`];
    });
  }
}

/** An AGENT sees the calls whose agent they are, or that they started; the others see all. */
function seenBy(principal: Principal, conditions: Conditions): string[] {
  if (may(principal, 'calls.all')) return ['true'];
  const me = conditions.value(principal.user.id);
  return [`call."agentId" = ${me}`, `call."startedById" = ${me}`];
}

const both = (left: readonly string[], right: readonly string[]): string[] =>
  left.flatMap((one) => right.map((other) => (one === 'true' ? other : `${one} and ${other}`)));

/** @throws {ApiError} BAD_USER_INPUT */
function digitsOf(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 3 || !/^[\d\s()+.-]*$/.test(number) || digits.length > 40) {
    throw new ApiError('BAD_USER_INPUT', 'A part of a number has at least 3 digits.');
  }
  return digits;
}
