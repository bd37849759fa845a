import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { KeyedQueue } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import { In, MoreThan, type Repository } from 'typeorm';
import { TrunkChange, type TrunkChangeKind } from './trunk-change.entity.js';

export const KEPT_MS = 24 * 60 * 60_000;
/** A trunk that flaps for a day fills no disk. */
const MOST_OF_A_TRUNK = 500;
const PRUNE_EVERY_MS = 60 * 60_000;
const LONGEST_REASON = 300;

/** What changed; when it is left out, now. */
export type NewChange = Pick<TrunkChange, 'trunkId' | 'kind' | 'state'> & Partial<Pick<TrunkChange, 'sipCode' | 'reason' | 'at'>>;

/** The last 24 h of every trunk. Written only by the process that holds the engine's events, or each replica would write its own. */
@Injectable()
export class TrunkHistory implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkHistory.name);
  private readonly queue = new KeyedQueue();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectRepository(TrunkChange) private readonly changes: Repository<TrunkChange>,
    private readonly gateway: TelephonyGateway,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.prune().catch((error: unknown) => this.logger.warn(`Old changes of trunks are still there: ${String(error)}`));
    }, PRUNE_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * Writes the change down, unless it is what was written last: the first word after a reconnect mostly is. A word that only says more of the same (a SIP code, a
   * reason that was found later) goes into the line that is there.
   * @returns whether a line was added
   */
  async note(change: NewChange): Promise<boolean> {
    if (!this.gateway.isConnected) return false;
    const row = {
      at: new Date(),
      ...change,
      sipCode: change.sipCode ?? null,
      reason: change.reason?.slice(0, LONGEST_REASON) ?? null,
    };
    return this.queue.run(change.trunkId, async () => {
      const last = await this.lastOf(row.trunkId, row.kind);
      if (last && isSame(last, row)) {
        const more = { sipCode: row.sipCode ?? last.sipCode, reason: row.reason ?? last.reason };
        if (more.sipCode !== last.sipCode || more.reason !== last.reason) await this.changes.update(last.id, more);
        return false;
      }
      // One that was deleted meanwhile has no history.
      const added = await this.changes.query<unknown[]>(
        `insert into trunk_changes ("trunkId", at, kind, state, "sipCode", reason)
         select id, $2, $3, $4, $5, $6 from trunks where id = $1 for key share returning id`,
        [row.trunkId, row.at, row.kind, row.state, row.sipCode, row.reason],
      );
      await this.bound(row.trunkId);
      return added.length > 0;
    });
  }

  /** The latest line of that kind, however old. */
  lastOf(trunkId: string, kind: TrunkChangeKind): Promise<TrunkChange | null> {
    return this.changes.findOne({ where: { trunkId, kind }, order: { id: 'DESC' } });
  }

  /** Of the last 24 h, newest first, for each of these trunks in their order. */
  async of(trunkIds: readonly string[]): Promise<TrunkChange[][]> {
    const where = { trunkId: In([...new Set(trunkIds)]), at: MoreThan(new Date(Date.now() - KEPT_MS)) };
    const byTrunk = new Map<string, TrunkChange[]>(trunkIds.map((id) => [id, []]));
    for (const change of await this.changes.find({ where, order: { id: 'DESC' } })) byTrunk.get(change.trunkId)?.push(change);
    return trunkIds.map((id) => byTrunk.get(id) ?? []);
  }

  /** The last line of each kind stays, however old: it is what the next word is compared with. */
  async prune(now = new Date()): Promise<void> {
    await this.changes.query(
      `delete from trunk_changes where at < $1
       and id not in (select max(id) from trunk_changes group by "trunkId", kind)`,
      [new Date(now.getTime() - KEPT_MS)],
    );
  }

  private async bound(trunkId: string): Promise<void> {
    await this.changes.query(
      `delete from trunk_changes where "trunkId" = $1
       and id <= (select id from trunk_changes where "trunkId" = $1 order by id desc offset $2 limit 1)
       and id not in (select max(id) from trunk_changes where "trunkId" = $1 group by kind)`,
      [trunkId, MOST_OF_A_TRUNK],
    );
  }
}

type Told = Pick<TrunkChange, 'state' | 'sipCode'>;

function isSame(last: Told, next: Told): boolean {
  const isOtherCode = last.sipCode !== null && next.sipCode !== null && last.sipCode !== next.sipCode;
  return last.state === next.state && !isOtherCode;
}
