import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, type Repository } from 'typeorm';
import { TelephonyEngine } from './telephony-engine.js';
import { EngineRecordRow } from './engine-record.entity.js';
import { readLegRecord, readUnattendedCall } from './read-records.js';
import { type LegRecord, TelephonyRecords, type UnattendedCall } from './telephony.records.js';

/** So many calls at a time; the next look takes the next. */
const BATCH = 200;
/** A record may come so much later than our word of it, or by another clock. ms */
const DELAY_MS = 5000;
/** An Asterisk that keeps no records is not asked all the time. ms */
const RETRY_MS = 300_000;

/** CEL in our own database (cel_pgsql). */
@Injectable()
export class AsteriskRecords extends TelephonyRecords {
  private lastEnd: Date | undefined;
  private triedAt: number | undefined;
  /** The last record of the look before. */
  private newestId: string | undefined;

  constructor(
    @InjectRepository(EngineRecordRow) private readonly rows: Repository<EngineRecordRow>,
    private readonly engine: TelephonyEngine,
  ) {
    super();
    engine.gateway.subscribe((event) => {
      if (event.type === 'ended') this.lastEnd = event.at;
    });
  }

  async legs(legIds: readonly string[]): Promise<ReadonlyMap<string, LegRecord>> {
    if (legIds.length === 0) return new Map();
    const rows = await this.rows.find({ where: { uniqueid: In([...legIds]) }, order: { eventtime: 'ASC', id: 'ASC' } });
    const records = [...byColumn(rows, 'uniqueid').values()].map(readLegRecord).filter((record) => record !== undefined);
    return new Map(records.map((record) => [record.legId, record]));
  }

  async unattendedCalls(since: Date): Promise<UnattendedCall[]> {
    const ended = await this.rows
      .createQueryBuilder('record')
      .select('record.linkedid', 'linkedid')
      .where(`record.eventtype = 'CHAN_END' and record.userfield <> '' and record.uniqueid = record.linkedid`)
      .andWhere('record.eventtime > :since', { since })
      .orderBy('record.eventtime')
      .limit(BATCH)
      .getRawMany<{ linkedid: string }>();
    if (ended.length === 0) return [];
    const linkedid = In(ended.map((row) => row.linkedid));
    const rows = await this.rows.find({ where: { linkedid }, order: { eventtime: 'ASC', id: 'ASC' } });
    return [...byColumn(rows, 'linkedid').values()].map(readUnattendedCall).filter((call) => call !== undefined);
  }

  /** Only while no leg lives: Asterisk does not survive it when the module goes in the middle of a record. */
  async keep(): Promise<void> {
    const [newest] = await this.rows.find({ order: { id: 'DESC' }, take: 1 });
    const isBehind = newest?.id !== this.newestId;
    this.newestId = newest?.id;
    if (this.triedAt !== undefined && performance.now() - this.triedAt < RETRY_MS) return;
    // After many calls at once it is still writing what it has.
    if (isBehind || this.isWritten(newest)) return;
    if ((await this.engine.gateway.liveLegs()).length > 0) return;
    this.triedAt = performance.now();
    await this.engine.restartRecords().catch(() => undefined);
  }

  /** Whether there is a record of the last end that we know of; where we know of none, any record will do. */
  private isWritten(newest: EngineRecordRow | undefined): boolean {
    if (!newest || !this.lastEnd) return newest !== undefined;
    const isDue = Date.now() - this.lastEnd.getTime() > DELAY_MS;
    return !isDue || newest.eventtime.getTime() >= this.lastEnd.getTime() - DELAY_MS;
  }

  async deleteBefore(time: Date): Promise<number> {
    return (await this.rows.delete({ eventtime: LessThan(time) })).affected ?? 0;
  }
}

function byColumn(rows: readonly EngineRecordRow[], column: 'uniqueid' | 'linkedid'): Map<string, EngineRecordRow[]> {
  const groups = new Map<string, EngineRecordRow[]>();
  for (const row of rows) groups.set(row[column], [...(groups.get(row[column]) ?? []), row]);
  return groups;
}
