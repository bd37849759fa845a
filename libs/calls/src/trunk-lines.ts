import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { KeyedQueue } from '@app/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CallLeg } from './call-leg.entity.js';

/** Any number that no other advisory lock of ours has: the letters CALL. */
const LOCK = 0x43414c4c;

/**
 * Who takes a trunk's line, or a place among the calls at once, does so here: counted and taken in one transaction, one after the other over all
 * processes, so that two can't both get the last one.
 */
@Injectable()
export class TrunkLines {
  /** One process waits for the lock with one connection only, however many calls are started at once. */
  private readonly queue = new KeyedQueue();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Runs `work` while nobody else counts or takes; what it writes is committed when this resolves. */
  takingTurns<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.queue.run('lines', () =>
      this.dataSource.transaction(async (manager) => {
        await manager.query('select pg_advisory_xact_lock($1)', [LOCK]);
        return work(manager);
      }),
    );
  }

  /** How many lines of each trunk are in use, by its id. A trunk that is not in it carries none. */
  async inUse(manager: EntityManager = this.dataSource.manager): Promise<Map<string, number>> {
    const rows = await manager
      .createQueryBuilder(CallLeg, 'leg')
      .select('leg.slotTrunkId', 'trunkId')
      .addSelect('count(*)::int', 'lines')
      .where('leg.slotTrunkId is not null')
      .groupBy('leg.slotTrunkId')
      .getRawMany<{ trunkId: string; lines: number }>();
    return new Map(rows.map(({ trunkId, lines }) => [trunkId, lines]));
  }
}
