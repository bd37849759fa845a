import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import type { Call } from './call.entity.js';
import { CallChange } from './call-change.entity.js';
import { callOf, type CallSnapshot } from './call-snapshot.js';

const MOST_REMEMBERED = 2000;

/** A call as it was at a sequence: from memory while it is fresh (a hundred subscribers ask for the same one), else from the database. */
@Injectable()
export class RecentChanges {
  private readonly snapshots = new Map<string, CallSnapshot>();

  constructor(@InjectRepository(CallChange) private readonly changes: Repository<CallChange>) {}

  remember(callId: string, sequence: number, snapshot: CallSnapshot): void {
    this.snapshots.set(`${callId} ${sequence}`, snapshot);
    const [oldest] = this.snapshots.keys();
    if (this.snapshots.size > MOST_REMEMBERED && oldest !== undefined) this.snapshots.delete(oldest);
  }

  /** The changes after the first number up to and with the second (default: all), in order. */
  async between(callId: string, after: number, upTo = 2_147_483_647): Promise<Call[]> {
    const known = upTo === after + 1 ? this.snapshots.get(`${callId} ${upTo}`) : undefined;
    if (known) return [callOf(known)];
    const changes = await this.changes.find({
      where: { callId, sequence: And(MoreThan(after), LessThanOrEqual(upTo)) },
      order: { sequence: 'ASC' },
    });
    return changes.map(({ snapshot }) => callOf(snapshot));
  }
}
