import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LiveUpdates } from '@app/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { Call } from './call.entity.js';
import { CallChange } from './call-change.entity.js';
import { type CallInProgress, type Changes, withChanges } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';
import { hasChanged, snapshotOf } from './call-snapshot.js';
import { LineNews } from './line-news.js';
import { RecentChanges } from './recent-changes.js';

/** Told to subscribers: what changed, and who may see it. */
export type CallTopic = 'call';
export const CALL_TOPIC: CallTopic = 'call';
export interface CallNotice extends Record<string, string | number | null> {
  callId: string;
  sequence: number;
  agentId: string | null;
  startedById: string | null;
}

/** The database has a later change: another process made it, or this one did and the connection broke before it was told. */
export class StaleCallError extends Error {
  constructor(callId: string) {
    super(`The call ${callId} has a later change than the one that was to be followed.`);
    this.name = 'StaleCallError';
  }
}

/** Writes calls down: every change with its sequence number and its snapshot in one transaction, told to subscribers once it is committed. */
@Injectable()
export class CallJournal {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly updates: LiveUpdates,
    private readonly recent: RecentChanges,
    private readonly lines: LineNews,
  ) {}

  /** Within the caller's transaction, which must be followed by publish(). */
  async create(manager: EntityManager, { call, legs }: CallInProgress): Promise<void> {
    await manager.insert(Call, call);
    await manager.insert(CallLeg, [...legs]);
    await manager.insert(CallChange, changeOf(call, call.createdAt));
  }

  /** Saves, commits, publishes. @returns the call as it is then @throws {StaleCallError} */
  async save(before: CallInProgress, changes: Changes, at: Date): Promise<CallInProgress> {
    if (!changes.call && !changes.legs && !changes.newLegs) return before;
    const after = await this.dataSource.transaction((manager) => this.write(manager, before, changes, at));
    await this.publish(after, before);
    return after;
  }

  /** Within the caller's transaction, which must be followed by publish(). */
  async write(manager: EntityManager, before: CallInProgress, changes: Changes, at: Date): Promise<CallInProgress> {
    const { call, legs } = withChanges(before, changes);
    for (const [id, change] of Object.entries(changes.legs ?? {})) {
      if (Object.keys(change).length > 0)
        await manager.update(CallLeg, id, change.endedAt ? { ...change, slotTrunkId: null } : change);
    }
    if (changes.newLegs) await manager.insert(CallLeg, [...changes.newLegs]);
    if (!hasChanged(before.call, call)) return { call, legs };

    const sequence = before.call.sequence + 1;
    const after = Object.assign(new Call(), call, { sequence });
    const columns = { ...changes.call, attempts: call.attempts, sequence };
    const { affected } = await manager.update(Call, { id: call.id, sequence: before.call.sequence }, columns);
    if (affected !== 1) throw new StaleCallError(call.id);
    await manager.insert(CallChange, changeOf(after, at));
    return { call: after, legs };
  }

  /** Tells subscribers what has been committed. @param before none where the call is new */
  async publish({ call, legs }: CallInProgress, before?: CallInProgress): Promise<void> {
    this.lines.changed(before?.legs ?? [], legs);
    if (call.sequence === before?.call.sequence) return;
    this.recent.remember(call.id, call.sequence, snapshotOf(call));
    const { id: callId, sequence, agentId, startedById } = call;
    await this.updates.publish(CALL_TOPIC, { callId, sequence, agentId, startedById } satisfies CallNotice);
  }

  /** One call as the database has it. */
  async read(callId: string): Promise<CallInProgress | undefined> {
    const { manager } = this.dataSource;
    const call = await manager.findOneBy(Call, { id: callId });
    return call ? { call, legs: await manager.find(CallLeg, { where: { callId }, order: { createdAt: 'ASC' } }) } : undefined;
  }

  /** Every call that is not over, or of which a leg may still be in the engine. */
  async unfinished(): Promise<CallInProgress[]> {
    const { manager } = this.dataSource;
    // Two questions, each answered by a partial index: joined by `or` they would read every call that ever was.
    const alive = await manager.createQueryBuilder(Call, 'call').where(`call.state <> 'ENDED'`).getMany();
    const withLegs = await manager.find(CallLeg, { select: { callId: true }, where: { endedAt: IsNull() } });
    const known = new Set(alive.map(({ id }) => id));
    const others = new Set(withLegs.map(({ callId }) => callId).filter((callId) => !known.has(callId)));
    const calls = [...alive, ...(await manager.findBy(Call, { id: In([...others]) }))];
    const legs = await manager.find(CallLeg, {
      where: { callId: In(calls.map(({ id }) => id)) },
      order: { createdAt: 'ASC' },
    });
    return calls.map((call) => ({ call, legs: legs.filter((leg) => leg.callId === call.id) }));
  }
}

function changeOf(call: Readonly<Call>, at: Date): CallChange {
  return Object.assign(new CallChange(), { callId: call.id, sequence: call.sequence, at, snapshot: snapshotOf(call) });
}
