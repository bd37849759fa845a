import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { ApiError, Env, ErrorCode, type OperationError, refuse } from '@app/common';
import type { EntityManager } from 'typeorm';
import { Call } from './call.entity.js';
import { CallLeg } from './call-leg.entity.js';

const MINUTE_MS = 60_000;

/** Whoever started a call and gave it to somebody else is free for another one. */
const isGivenAway = `coalesce(call.transfer ->> 'state', '') = 'COMPLETED' and call.agentId is distinct from :userId`;
/** Rung as the target of a transfer, say. */
const isInIt = `exists (select 1 from call_legs leg where leg."callId" = call.id and leg."userId" = :agentId and leg."endedAt" is null)`;

export interface Counts {
  all: number;
  /** Started by this user, API tokens apart. */
  ofUser: number;
  ofAgent: number;
  /** Started by this user in the last minute. */
  lately: number;
}

/** How many calls there may be at once, and how many a user may start in a minute. Counted where nobody else can start one (TrunkLines). */
@Injectable()
export class CallLimits {
  constructor(private readonly env: Env) {}

  /**
   * What is counted, for refusalOf(). Asked where nobody else can start a call.
   * @param agentId whose phone is to be rung
   */
  async counts(manager: EntityManager, principal: Principal, agentId: string | null): Promise<Counts> {
    const { id } = principal.user;
    const [counts, lately] = await Promise.all([this.count(manager, id, agentId), this.startedLately(manager, id)]);
    return { ...counts, lately };
  }

  /**
   * @returns the refusal, or undefined where there is room
   * @throws {ApiError} RATE_LIMITED
   */
  refusalOf(counts: Counts, principal: Principal, agentId: string | null): OperationError | undefined {
    const { maxCalls, maxCallsPerUser, maxOriginatesPerUserPerMinute } = this.env;
    if (counts.all >= maxCalls) {
      return refuse(ErrorCode.CALL_LIMIT_REACHED, `There are ${counts.all} calls already, as many as may be: try again shortly.`);
    }
    if (!principal.apiTokenId && counts.ofUser >= maxCallsPerUser) {
      return refuse(ErrorCode.CALL_LIMIT_REACHED, 'You are in as many calls as you may have at once: end one first.');
    }
    if (counts.lately >= maxOriginatesPerUserPerMinute) {
      throw new ApiError('RATE_LIMITED', `More than ${maxOriginatesPerUserPerMinute} calls in a minute: wait a little.`);
    }
    if (agentId !== null && counts.ofAgent >= maxCallsPerUser) {
      return refuse(ErrorCode.AGENT_UNAVAILABLE, 'The agent is in another call.');
    }
    return undefined;
  }

  /** For another line of a call that there is already: the target of a transfer. */
  async checkLine(manager: EntityManager): Promise<OperationError | undefined> {
    const inUse = await this.inUse(manager);
    if (inUse < this.env.maxCalls) return undefined;
    return refuse(ErrorCode.CALL_LIMIT_REACHED, `There are ${inUse} calls already, as many as may be: try again shortly.`);
  }

  /** Whether there are as many calls as may be, for one that nobody of ours asks for. */
  async isFull(manager: EntityManager): Promise<boolean> {
    return (await this.inUse(manager)) >= this.env.maxCalls;
  }

  /** Calls, and what they have beyond: the lines of transfers. */
  private async inUse(manager: EntityManager): Promise<number> {
    const calls = await manager.createQueryBuilder(Call, 'call').where(`call.state <> 'ENDED'`).getCount();
    const lines = await manager
      .createQueryBuilder(CallLeg, 'leg')
      .innerJoin('leg.call', 'call')
      .where(`leg.endedAt is null and leg.role = 'PHONE' and call.flow <> 'PHONE_FIRST'`)
      .getCount();
    return calls + lines;
  }

  private async count(manager: EntityManager, userId: string, agentId: string | null): Promise<Omit<Counts, 'lately'>> {
    const counts = await manager
      .createQueryBuilder(Call, 'call')
      .select('count(*)::int', 'all')
      .addSelect(
        `(count(*) filter (where call.startedById = :userId and call.apiTokenId is null and not (${isGivenAway})))::int`,
        'ofUser',
      )
      .addSelect(`(count(*) filter (where call.agentId = :agentId or ${isInIt}))::int`, 'ofAgent')
      // As in the index: a parameter would keep PostgreSQL from using it.
      .where(`call.state <> 'ENDED'`)
      .setParameters({ userId, agentId })
      .getRawOne<Omit<Counts, 'lately'>>();
    return counts ?? { all: 0, ofUser: 0, ofAgent: 0 };
  }

  /** Those that are over and those that live: each from its own index. */
  private async startedLately(manager: EntityManager, userId: string): Promise<number> {
    const lately = `select count(*)::int from calls where "startedById" = $1 and "createdAt" > $2`;
    const [found] = await manager.query<{ count: number }[]>(
      `select (${lately} and state = 'ENDED') + (${lately} and state <> 'ENDED') as count`,
      [userId, new Date(Date.now() - MINUTE_MS)],
    );
    return found?.count ?? 0;
  }
}
