import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { may, type Principal } from '@app/auth';
import { ApiError, decodeCursor, encodeCursor, isUuid, pageSize } from '@app/common';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import { Call } from './call.entity.js';
import type { CallFilter } from './call.inputs.js';
import { CallPage } from './call-page.js';

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
  constructor(@InjectRepository(Call) private readonly calls: Repository<Call>) {}

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
  active(principal: Principal): Promise<Call[]> {
    return this.visible(principal).andWhere(`call.state <> 'ENDED'`).getMany();
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
    const query = narrow(this.visible(principal), filter).take(size + 1);
    if (after != null) {
      const { at, id } = decodeCursor(after);
      query.andWhere('(call.createdAt, call.id) < (:at, :id)', { at, id });
    }
    const calls = await query.getMany();
    const items = calls.slice(0, size);
    const last = items.at(-1);
    const nextCursor = calls.length > size && last ? encodeCursor({ at: last.createdAt, id: last.id }) : null;
    return Object.assign(new CallPage(), { items, nextCursor });
  }

  private visible(principal: Principal): SelectQueryBuilder<Call> {
    const query = this.calls.createQueryBuilder('call').orderBy('call.createdAt', 'DESC').addOrderBy('call.id', 'DESC');
    if (may(principal, 'calls.all')) return query;
    return query.andWhere('(call.agentId = :me or call.startedById = :me)', { me: principal.user.id });
  }
}

/** @throws {ApiError} BAD_USER_INPUT */
function narrow(query: SelectQueryBuilder<Call>, filter: CallFilter): SelectQueryBuilder<Call> {
  const { state, outcome, direction, trunkName, agentId, number, createdAfter, createdBefore } = filter;
  if (state) query.andWhere('call.state = any(:state)', { state });
  if (outcome) query.andWhere('call.outcome = any(:outcome)', { outcome });
  if (direction) query.andWhere('call.direction = :direction', { direction });
  if (trunkName != null) query.andWhere('call.trunkName = :trunkName', { trunkName });
  if (agentId != null) {
    // Nobody has an id that is none.
    if (isUuid(agentId)) query.andWhere('call.agentId = :agentId', { agentId });
    else query.andWhere('false');
  }
  if (createdAfter) query.andWhere('call.createdAt > :createdAfter', { createdAfter });
  if (createdBefore) query.andWhere('call.createdAt < :createdBefore', { createdBefore });
  if (number != null) query.andWhere('(call.to like :part or call.from like :part)', { part: `%${digitsOf(number)}%` });
  return query;
}

function digitsOf(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 3 || !/^[\d\s()+.-]*$/.test(number) || digits.length > 40) {
    throw new ApiError('BAD_USER_INPUT', 'A part of a number has at least 3 digits.');
  }
  return digits;
}
