import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import type { Call } from './call.entity.js';
import { CallChange } from './call-change.entity.js';
import { callOf, type CallSnapshot } from './call-snapshot.js';

const MOST_REMEMBERED = 2000;

/** A call as it was at a sequence: from memory while it is fresh (a thousand subscribers are given the same one), else from the database. */
@Injectable()
export class RecentChanges {
  private readonly calls = new Map<string, Call>();

  constructor(@InjectRepository(CallChange) private readonly changes: Repository<CallChange>) {}

  remember(callId: string, sequence: number, snapshot: CallSnapshot): void {
    this.calls.set(`${callId} ${sequence}`, Object.freeze(callOf(snapshot)));
    const [oldest] = this.calls.keys();
    if (this.calls.size > MOST_REMEMBERED && oldest !== undefined) this.calls.delete(oldest);
  }

  /** The call as it was at that sequence, where that is remembered. */
  known(callId: string, sequence: number): Call | undefined {
    return this.calls.get(`${callId} ${sequence}`);
  }

  /** The changes after the first number up to and with the second (default: all), in order. */
  async between(callId: string, after: number, upTo = 2_147_483_647): Promise<Call[]> {
    const known = upTo === after + 1 ? this.known(callId, upTo) : undefined;
    if (known) return [known];
    const changes = await this.changes.find({
      select: { callId: true, sequence: true, snapshot: true },
      where: { callId, sequence: And(MoreThan(after), LessThanOrEqual(upTo)) },
      order: { sequence: 'ASC' },
    });
    return changes.map(({ snapshot }) => callOf(snapshot));
  }
}
