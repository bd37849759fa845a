import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { may, type Principal } from '@app/auth';
import { ApiError, type Cursor, decodeCursor, encodeCursor, isUuid, pageSize } from '@app/common';
import { In, type Repository } from 'typeorm';
import { Call } from './call.entity.js';
import type { CallFilter } from './call.inputs.js';
import { CallPage } from './call-page.js';
import { CallSearch, type Search } from './call-search.js';
import { missed } from './missed-calls.js';

const PER_READ = 500;

/** Columns of a call that its subscribers' rights hang on. */
type Visible = Pick<Call, 'agentId' | 'startedById'>;

/** An AGENT sees the calls whose agent they are, or that they started; the others see all. */
export function maySee(principal: Principal, call: Visible): boolean {
  const { id } = principal.user;
  return may(principal, 'calls.all') || call.agentId === id || call.startedById === id;
}

/** Calls to be looked at, by those who may. */
@Injectable()
export class CallHistory {
  constructor(
    @InjectRepository(Call) private readonly calls: Repository<Call>,
    private readonly searches: CallSearch,
  ) {}

  /** Null as well for a call that the principal may not see. */
  async find(principal: Principal, id: string): Promise<Call | null> {
    const call = isUuid(id) ? await this.calls.findOneBy({ id }) : null;
    return call && maySee(principal, call) ? call : null;
  }

  /** @throws {ApiError} NOT_FOUND, likewise */
  async getOrThrow(principal: Principal, id: string): Promise<Call> {
    const call = await this.find(principal, id);
    if (!call) throw ApiError.notFound('call');
    return call;
  }

  /** Newest first. */
  async active(principal: Principal): Promise<Call[]> {
    const calls = await this.calls.createQueryBuilder('call').where(`call.state <> 'ENDED'`).getMany();
    return calls.filter((call) => maySee(principal, call)).sort(newestFirst);
  }

  countActive(): Promise<number> {
    return this.calls.createQueryBuilder('call').where(`call.state <> 'ENDED'`).getCount();
  }

  /**
   * Newest first.
   * @param after a nextCursor of an earlier page
   * @throws {ApiError} BAD_USER_INPUT
   */
  async page(principal: Principal, filter: CallFilter, first: number, after?: string | null): Promise<CallPage> {
    const size = pageSize(first);
    const from = after == null ? null : decodeCursor(after);
    return this.pageOf(await this.searches.search(principal, filter), size, from);
  }

  /**
   * Inbound calls that nobody answered and whose number has had no answered call since. Newest first.
   * @throws {ApiError} BAD_USER_INPUT
   */
  async missed(principal: Principal, first: number, after?: string | null): Promise<CallPage> {
    const size = pageSize(first);
    const from = after == null ? null : decodeCursor(after);
    const search = await this.searches.search(principal, {});
    search.conditions.add(missed);
    return this.pageOf(search, size, from);
  }

  /**
   * All that match, newest first, read page by page: what it holds does not grow with them.
   * @throws {ApiError} BAD_USER_INPUT, at once
   */
  async all(principal: Principal, filter: CallFilter): Promise<AsyncGenerator<Call>> {
    await this.searches.search(principal, filter);
    return this.read(principal, filter);
  }

  private async *read(principal: Principal, filter: CallFilter): AsyncGenerator<Call> {
    let after: Cursor | null = null;
    do {
      const calls: Call[] = await this.found(await this.searches.search(principal, filter), PER_READ, after);
      yield* calls;
      const last = calls.at(-1);
      after = calls.length === PER_READ && last ? { at: last.createdAt, id: last.id } : null;
    } while (after);
  }

  private async pageOf(search: Search, size: number, after: Cursor | null): Promise<CallPage> {
    const calls = await this.found(search, size + 1, after);
    const items = calls.slice(0, size);
    const last = items.at(-1);
    const nextCursor = calls.length > size && last ? encodeCursor({ at: last.createdAt, id: last.id }) : null;
    return Object.assign(new CallPage(), { items, nextCursor });
  }

  private async found(search: Search, first: number, after: Cursor | null): Promise<Call[]> {
    const ids = await this.searches.ids(search, first, after);
    return ids.length === 0 ? [] : (await this.calls.findBy({ id: In(ids) })).sort(newestFirst);
  }
}

function newestFirst(left: Call, right: Call): number {
  const difference = right.createdAt.getTime() - left.createdAt.getTime();
  if (difference !== 0) return difference;
  return left.id < right.id ? 1 : -1;
}
