import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LiveUpdates, measure, secondsSince } from '@app/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { Call } from './call.entity.js';
import { CallChange } from './call-change.entity.js';
import { type CallInProgress, type Changes, withChanges } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';
import { hasChanged, snapshotOf } from './call-snapshot.js';
import { CallState } from './call-state.js';
import { LineNews } from './line-news.js';
import { RecentChanges } from './recent-changes.js';
import { SqlStatement } from './sql-statement.js';

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
    const statement = new SqlStatement(this.dataSource);
    const parts = [
      statement.insert(Call, call),
      // By one: parts are done in no order, and legs made at the same time are shown as they lie.
      ...(legs.length > 0 ? [statement.insert(CallLeg, ...legs)] : []),
      statement.insert(CallChange, changeOf(call, call.createdAt)),
    ];
    const named = parts.map((part, n) => `part${n} as (${part})`);
    await manager.query(`with ${named.join(', ')} select 1`, statement.parameters);
  }

  /**
   * Saves, commits, publishes.
   * @param within what another feature writes in the same transaction
   * @returns the call as it is then
   * @throws {StaleCallError}
   */
  async save(
    before: CallInProgress,
    changes: Changes,
    at: Date,
    within?: (manager: EntityManager) => Promise<void>,
  ): Promise<CallInProgress> {
    if (!changes.call && !changes.legs && !changes.newLegs) return before;
    const { manager } = this.dataSource;
    // Alone it is one statement, which is a transaction by itself.
    const isAlone = !within && !changes.newLegs;
    const after = isAlone
      ? await this.write(manager, before, changes, at)
      : await this.dataSource.transaction(async (transaction) => {
          const written = await this.write(transaction, before, changes, at);
          await within?.(transaction);
          return written;
        });
    await this.publish(after, before);
    measure('callChanged', { seconds: secondsSince(at) });
    return after;
  }

  /** The call as it is after the changes. `isShown`: whether anybody outside sees one, so that it has a sequence number of its own. */
  applied(before: CallInProgress, changes: Changes): { after: CallInProgress; isShown: boolean } {
    const { call, legs } = withChanges(before, changes);
    const isShown = hasChanged(before.call, call);
    const sequence = before.call.sequence + (isShown ? 1 : 0);
    return { after: { call: Object.assign(new Call(), call, { sequence }), legs }, isShown };
  }

  /** Within the caller's transaction, which must be followed by publish(). */
  async write(manager: EntityManager, before: CallInProgress, changes: Changes, at: Date): Promise<CallInProgress> {
    const { after, isShown } = this.applied(before, changes);
    const { call } = after;
    if (changes.newLegs) await manager.insert(CallLeg, [...changes.newLegs]);
    const statement = new SqlStatement(this.dataSource);
    // What nobody outside sees is no change that is told.
    const columns = isShown ? { ...changes.call, attempts: call.attempts, sequence: call.sequence } : (changes.call ?? {});
    const update = statement.update(Call, columns);
    const isLatest = isShown ? ` and sequence = ${statement.bind(before.call.sequence)}` : '';
    const id = statement.bind(call.id);
    const parts = [
      `changed as (${update ?? 'select id from calls'} where id = ${id}::uuid${isLatest} ${update ? 'returning id' : ''})`,
    ];
    // Nothing is written where the call has a later change.
    for (const [n, [legId, change]] of Object.entries(changes.legs ?? {}).entries()) {
      const leg = statement.update(CallLeg, change.endedAt ? { ...change, slotTrunkId: null } : change);
      if (leg) parts.push(`leg${n} as (${leg} where id = ${statement.bind(legId)} and exists (select from changed))`);
    }
    if (isShown) {
      const { sequence, snapshot } = changeOf(call, at);
      const values = `${statement.bind(sequence)}::integer, ${statement.bind(at)}::timestamptz, ${statement.bind(JSON.stringify(snapshot))}::jsonb`;
      parts.push(`told as (insert into call_changes ("callId", sequence, at, snapshot) select id, ${values} from changed)`);
    }
    const sql = `with ${parts.join(', ')} select id from changed`;
    const changed = await manager.query<unknown[]>(sql, statement.parameters);
    if (isShown && changed.length !== 1) throw new StaleCallError(call.id);
    return after;
  }

  /** Tells subscribers what has been committed. @param before none where the call is new */
  async publish({ call, legs }: CallInProgress, before?: CallInProgress): Promise<void> {
    this.lines.changed(before?.legs ?? [], legs);
    if (call.sequence === before?.call.sequence) return;
    if (call.state === CallState.ENDED && before?.call.state !== CallState.ENDED)
      measure('callEnded', { direction: call.direction, outcome: call.outcome ?? '' });
    this.recent.remember(call.id, call.sequence, snapshotOf(call));
    const { id: callId, sequence, agentId, startedById } = call;
    await this.updates.publish(CALL_TOPIC, { callId, sequence, agentId, startedById } satisfies CallNotice);
  }

  /** Which of these legs are in the books, whatever became of them. */
  async knownLegs(legIds: readonly string[]): Promise<Set<string>> {
    if (legIds.length === 0) return new Set();
    const legs = await this.dataSource.manager.find(CallLeg, { select: { id: true }, where: { id: In([...legIds]) } });
    return new Set(legs.map(({ id }) => id));
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
