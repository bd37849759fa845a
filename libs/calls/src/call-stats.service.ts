import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Principal } from '@app/auth';
import { DataSource } from 'typeorm';
import type { CallFilter } from './call.inputs.js';
import { CallSearch } from './call-search.js';
import { CallStat, CallStatsBy } from './call-stats.results.js';

/** The day that people there live by. It has had no summer time since 1991, so that its offset may stand in the text. */
const local = `call."createdAt" at time zone 'Asia/Tashkent'`;

/** `group`: what is grouped by, of the table `calls`; `key`: how it is written, once for each group. */
const ways: Record<CallStatsBy, { group: string; key: string }> = {
  [CallStatsBy.HOUR]: { group: `date_trunc('hour', ${local})`, key: `to_char("group", 'YYYY-MM-DD"T"HH24":00:00+05:00"')` },
  [CallStatsBy.DAY]: { group: `date_trunc('day', ${local})`, key: `to_char("group", 'YYYY-MM-DD')` },
  [CallStatsBy.AGENT]: { group: 'call."agentId"', key: '"group"::text' },
  [CallStatsBy.TRUNK]: { group: 'call."trunkName"', key: '"group"' },
  [CallStatsBy.OUTCOME]: { group: 'call.outcome', key: '"group"' },
};

/** Null where no call has both. */
function seconds(from: string, to: string): string {
  return `avg(greatest(0, extract(epoch from ${to} - ${from}))) filter (where ${to} is not null and ${from} is not null)`;
}

/** How many calls, how many answered, how long. */
@Injectable()
export class CallStats {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly searches: CallSearch,
  ) {}

  /**
   * Hours and days in their order, the rest by how many calls.
   * @throws {ApiError} BAD_USER_INPUT
   */
  async by(principal: Principal, by: CallStatsBy, filter: CallFilter): Promise<CallStat[]> {
    const { conditions, alternatives, states } = await this.searches.search(principal, filter);
    if (alternatives.length === 0 || !(states.living || states.ended)) return [];
    if (!states.living) conditions.add(`call.state = 'ENDED'`);
    if (!states.ended) conditions.add(`call.state <> 'ENDED'`);
    const isTime = by === CallStatsBy.HOUR || by === CallStatsBy.DAY;
    const { group, key } = ways[by];
    const rows = await this.dataSource.query<CallStat[]>(
      `select ${key} as key, calls, answered, "averageRingSeconds", "averageTalkSeconds" from (
         select ${group} as "group", count(*)::int as calls, count(call."answeredAt")::int as answered,
           (${seconds('call."ringingAt"', 'coalesce(call."answeredAt", call."endedAt")')})::float8 as "averageRingSeconds",
           (${seconds('call."answeredAt"', 'call."endedAt"')})::float8 as "averageTalkSeconds"
         from calls call where (${alternatives.join(' or ')}) and ${conditions.sql} group by 1) counted
       where "group" is not null order by ${isTime ? '1' : 'calls desc, 1'}`,
      conditions.values,
    );
    return rows.map((row) => Object.assign(new CallStat(), row));
  }
}
