import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Call } from './call.entity.js';
import { LOG_START, type LogPosition, noSuchCursor } from './call-event-cursor.js';
import { callOf, type CallSnapshot } from './call-snapshot.js';

/** One change of any call, with its place in the log. */
export interface LoggedChange {
  position: LogPosition;
  call: Call;
}

/** Part of the log. `isBehind`: there are later changes, which are not final yet. */
export interface LogPart {
  changes: LoggedChange[];
  isBehind: boolean;
}

interface Row {
  xid: string;
  id: string;
  snapshot: CallSnapshot;
  isFinal: boolean;
}

/** Every transaction below this one has ended, so that nothing can appear there any more. */
const FIRST_UNFINISHED = 'txid_snapshot_xmin(txid_current_snapshot())';

/**
 * The changes of all calls in one order, from the database's own table. Identity values are handed out before commits: a reader that went by them alone
 * would pass over the change of a transaction that is slower than the next one. So each row carries its transaction's number, and only what
 * lies below the oldest transaction that still runs is given out.
 */
@Injectable()
export class CallLog implements OnModuleInit {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** A dump that was restored into another cluster has numbers from a counter that is ahead of this one's. Cursors from before are refused then. */
  async onModuleInit(): Promise<void> {
    const [last] = await this.dataSource.query<{ isForeign: boolean }[]>(
      `select xid >= txid_snapshot_xmax(txid_current_snapshot()) as "isForeign" from call_changes order by xid desc, id desc limit 1`,
    );
    if (!last?.isForeign) return;
    await this.dataSource.transaction(async (manager) => {
      await manager.query('set local statement_timeout = 0');
      await manager.query('update call_changes set xid = 0');
    });
  }

  /** Where the log ends now: everything up to here is final. */
  async end(): Promise<LogPosition> {
    const rows = await this.dataSource.query<Pick<Row, 'xid' | 'id'>[]>(
      `select xid, id from call_changes where xid < ${FIRST_UNFINISHED} order by xid desc, id desc limit 1`,
    );
    return rows[0] ? positionOf(rows[0]) : LOG_START;
  }

  /** @throws {ApiError} BAD_USER_INPUT for a place that this log does not have */
  async check({ xid, id }: LogPosition): Promise<void> {
    if (xid === LOG_START.xid && id === LOG_START.id) return;
    const rows = await this.dataSource.query<unknown[]>('select 1 from call_changes where xid = $1 and id = $2', [xid, id]);
    if (rows.length === 0) throw noSuchCursor();
  }

  /** The first `most` changes after a place, as far as they are final. */
  async after({ xid, id }: LogPosition, most: number): Promise<LogPart> {
    const rows = await this.dataSource.query<Row[]>(
      `select xid, id, snapshot, xid < ${FIRST_UNFINISHED} as "isFinal"
       from call_changes where (xid, id) > ($1, $2) order by xid, id limit $3`,
      [xid, id, most],
    );
    const final = rows.filter(({ isFinal }) => isFinal);
    return {
      changes: final.map((row) => ({ position: positionOf(row), call: Object.freeze(callOf(row.snapshot)) })),
      isBehind: final.length < rows.length,
    };
  }
}

const positionOf = ({ xid, id }: Pick<Row, 'xid' | 'id'>): LogPosition => ({ xid: Number(xid), id: Number(id) });
