import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { brokenConstraint, DatabaseAwayError, Env, isDatabaseAway } from '@app/common';
import { type CallInProgress, type Changes } from './call-in-progress.js';
import { CallJournal, StaleCallError } from './call-journal.js';
import { readChanges, type StoredChange } from './stored-change.js';
import { whileDatabaseIsAway } from './while-database-is-away.js';

/** A minute of 150 changes a second; who comes after that waits for the database. */
const MOST = 10_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1000;
const FILE = 'call-changes.ndjson';

interface Entry {
  before: CallInProgress;
  changes: Changes;
  at: Date;
  after: CallInProgress;
}

/**
 * Where calls are saved. While the database is away their changes wait here, in order, in memory and in a file that outlives the api; calls go on meanwhile. When
 * it is back they are written, and then told to subscribers.
 */
@Injectable()
export class CallBacklog implements OnModuleDestroy {
  private readonly logger = new Logger(CallBacklog.name);
  private readonly path: string;
  private readonly entries: Entry[] = [];
  private readonly counts = new Map<string, number>();
  private writing: Promise<void> | undefined;
  private isStopped = false;
  private isRecovered = false;
  /** Told when everything that waited is written: what others could not write meanwhile is made up for. */
  whenWritten: () => void = () => undefined;

  constructor(
    private readonly journal: CallJournal,
    env: Env,
  ) {
    this.path = join(env.dataDir, FILE);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    await this.writing;
  }

  get size(): number {
    return this.entries.length;
  }

  /** @throws {DatabaseAwayError} while changes of this call wait: what reads and writes it by itself has to wait too */
  requireWritten(callId: string): void {
    if (this.counts.has(callId)) throw new DatabaseAwayError('Changes of this call wait for the database.');
  }

  /**
   * Saves and publishes, or keeps it for later.
   * @returns the call as it is then
   * @throws {StaleCallError}
   */
  async save(before: CallInProgress, changes: Changes, at: Date): Promise<CallInProgress> {
    if (this.counts.has(before.call.id)) return this.keep(before, changes, at);
    try {
      return await this.journal.save(before, changes, at);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      return this.keep(before, changes, at);
    }
  }

  /** What the last process could not write any more. Once, before anything is read. @throws while the database is away */
  async recover(): Promise<void> {
    if (this.entries.length > 0) throw new DatabaseAwayError('Changes of calls wait for the database.');
    if (this.isRecovered || !existsSync(this.path)) return;
    const lines = readFileSync(this.path, 'utf8').split('\n');
    const stored = lines.map(readChanges).filter((change) => change !== undefined);
    for (const change of stored) await this.writeStored(change);
    rmSync(this.path, { force: true });
    this.isRecovered = true;
    if (stored.length > 0) this.logger.log(`${stored.length} changes of calls were written that had waited for the database.`);
  }

  private async writeStored({ callId, sequence, changes, at }: StoredChange): Promise<void> {
    const before = await this.journal.read(callId);
    // A later one was written before the process ended.
    if (!before || before.call.sequence !== sequence) return;
    await this.journal.save(before, changes, at).catch((error: unknown) => {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn(`A change of call ${callId} that had waited could not be written: ${wordsOf(error)}`);
    });
  }

  private keep(before: CallInProgress, changes: Changes, at: Date): Promise<CallInProgress> | CallInProgress {
    const callId = before.call.id;
    if (this.entries.length >= MOST) return whileDatabaseIsAway(() => this.saveInTurn(before, changes, at), this.logger);
    const { after } = this.journal.applied(before, changes);
    if (this.entries.length === 0) this.logger.warn('The database is away: changes of calls wait for it.');
    this.store({ callId, sequence: before.call.sequence, changes, at });
    this.entries.push({ before, changes, at, after });
    this.counts.set(callId, (this.counts.get(callId) ?? 0) + 1);
    this.writing ??= this.write().finally(() => (this.writing = undefined));
    return after;
  }

  private saveInTurn(before: CallInProgress, changes: Changes, at: Date): Promise<CallInProgress> {
    this.requireWritten(before.call.id);
    return this.journal.save(before, changes, at);
  }

  private store(change: StoredChange): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      appendFileSync(this.path, `${JSON.stringify(change)}\n`, { mode: 0o600 });
    } catch (error) {
      this.logger.error(`Changes of calls are kept in memory alone: ${wordsOf(error)}`);
    }
  }

  private async write(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    for (let entry = this.entries[0]; entry && !this.isStopped; entry = this.entries[0]) {
      try {
        await this.writeOne(entry);
      } catch (error) {
        if (isDatabaseAway(error)) {
          await pause(wait);
          wait = Math.min(wait * 2, LONGEST_WAIT_MS);
          continue;
        }
        this.logger.error(`A change of call ${entry.before.call.id} is lost: ${wordsOf(error)}`);
      }
      wait = FIRST_WAIT_MS;
      this.done(entry);
    }
    if (this.entries.length > 0) return;
    rmSync(this.path, { force: true });
    this.logger.log('The database is back, and everything that waited is written.');
    this.whenWritten();
  }

  private async writeOne({ before, changes, at, after }: Entry): Promise<void> {
    try {
      await this.journal.save(before, changes, at);
    } catch (error) {
      // Written just as the connection broke: its subscribers have not been told yet.
      const isWritten = error instanceof StaleCallError || brokenConstraint(error)?.kind === 'UNIQUE';
      const now = isWritten ? await this.journal.read(before.call.id) : undefined;
      if (now?.call.sequence !== after.call.sequence) throw error;
      await this.journal.publish(after, before);
    }
  }

  private done(entry: Entry): void {
    const { id } = entry.before.call;
    this.entries.shift();
    const left = (this.counts.get(id) ?? 1) - 1;
    if (left > 0) this.counts.set(id, left);
    else this.counts.delete(id);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
