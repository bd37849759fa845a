import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { ApiError, Env, ErrorCode, type OperationError, refuse } from '@app/common';
import type { EntityManager } from 'typeorm';
import { Call } from './call.entity.js';

const MINUTE_MS = 60_000;

interface Counts {
  all: number;
  /** Started by this user, API tokens apart. */
  ofUser: number;
  ofAgent: number;
}

/** How many calls there may be at once, and how many a user may start in a minute. Counted where nobody else can start one (TrunkLines). */
@Injectable()
export class CallLimits {
  constructor(private readonly env: Env) {}

  /**
   * @param agentId whose phone is to be rung
   * @returns the refusal, or undefined where there is room
   * @throws {ApiError} RATE_LIMITED
   */
  async check(manager: EntityManager, principal: Principal, agentId: string | null): Promise<OperationError | undefined> {
    const { maxCalls, maxCallsPerUser, maxOriginatesPerUserPerMinute } = this.env;
    const counts = await this.count(manager, principal.user.id, agentId);
    if (counts.all >= maxCalls) {
      return refuse(ErrorCode.CALL_LIMIT_REACHED, `There are ${counts.all} calls already, as many as may be: try again shortly.`);
    }
    if (!principal.apiTokenId && counts.ofUser >= maxCallsPerUser) {
      return refuse(ErrorCode.CALL_LIMIT_REACHED, 'You are in as many calls as you may have at once: end one first.');
    }
    if ((await this.startedLately(manager, principal.user.id)) >= maxOriginatesPerUserPerMinute) {
      throw new ApiError('RATE_LIMITED', `More than ${maxOriginatesPerUserPerMinute} calls in a minute: wait a little.`);
    }
    if (agentId !== null && counts.ofAgent >= maxCallsPerUser) {
      return refuse(ErrorCode.AGENT_UNAVAILABLE, 'The agent is in another call.');
    }
    return undefined;
  }

  private async count(manager: EntityManager, userId: string, agentId: string | null): Promise<Counts> {
    const counts = await manager
      .createQueryBuilder(Call, 'call')
      .select('count(*)::int', 'all')
      .addSelect('(count(*) filter (where call.startedById = :userId and call.apiTokenId is null))::int', 'ofUser')
      .addSelect('(count(*) filter (where call.agentId = :agentId))::int', 'ofAgent')
      // As in the index: a parameter would keep PostgreSQL from using it.
      .where(`call.state <> 'ENDED'`)
      .setParameters({ userId, agentId })
      .getRawOne<Counts>();
    return counts ?? { all: 0, ofUser: 0, ofAgent: 0 };
  }

  private startedLately(manager: EntityManager, userId: string): Promise<number> {
    return manager
      .createQueryBuilder(Call, 'call')
      .where('call.startedById = :userId and call.createdAt > :since', { userId, since: new Date(Date.now() - MINUTE_MS) })
      .getCount();
  }
}
