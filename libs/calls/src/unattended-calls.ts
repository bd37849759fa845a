import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { User } from '@app/auth';
import { TelephonyRecords, type UnattendedCall } from '@app/telephony';
import { Trunk } from '@app/trunks';
import { DataSource, In } from 'typeorm';
import { Call } from './call.entity.js';
import { CallConductor } from './call-conductor.js';
import { CallJournal } from './call-journal.js';
import { bookUnattended, extensionOf, type Owners } from './unattended-call.js';

const EVERY_MS = 15_000;
const DAY_MS = 24 * 3600_000;
/** So long Asterisk's own records are kept, and looked through. */
const KEPT_DAYS = 7;
/** An end is written a moment after its time. */
const OVERLAP_MS = 60_000;

/** Books the calls that Asterisk's own dialplan made and took while the app was away, once they are over. */
@Injectable()
export class UnattendedCalls implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(UnattendedCalls.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<number> | undefined;
  /** Everything that ended before is booked. */
  private since = new Date(Date.now() - KEPT_DAYS * DAY_MS);
  private clearedAt = 0;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly records: TelephonyRecords,
    private readonly journal: CallJournal,
    private readonly conductor: CallConductor,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.prepare().then(() => this.look()), EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Before calls are made, and now and then: sees to it that Asterisk writes down what it does. */
  async prepare(): Promise<void> {
    await this.records.keep().catch(() => undefined);
  }

  /** By the holder of the engine's event stream alone. What can't be read now is read with the next look. */
  async look(): Promise<void> {
    if (this.conductor.epoch === undefined || this.running) return;
    this.running = this.book().finally(() => (this.running = undefined));
    try {
      const count = await this.running;
      if (count > 0) this.logger.log(`${count} calls booked that Asterisk made or took without the app.`);
      await this.forgetOld();
    } catch (error) {
      this.logger.warn(`Asterisk's own records could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** @returns how many were new */
  private async book(): Promise<number> {
    let count = 0;
    for (let found = await this.records.unattendedCalls(this.since); found.length > 0;) {
      count += await this.bookNew(found);
      const latest = found.reduce(
        (last, { first }) => (first.endedAt && first.endedAt > last ? first.endedAt : last),
        this.since,
      );
      const next = latest > this.since ? await this.records.unattendedCalls(latest) : [];
      this.since = new Date(Math.max(this.since.getTime(), Math.min(latest.getTime(), Date.now() - OVERLAP_MS)));
      found = next;
    }
    return count;
  }

  private async bookNew(found: readonly UnattendedCall[]): Promise<number> {
    const { manager } = this.dataSource;
    const known = await manager.find(Call, { select: { id: true }, where: { id: In(found.map(({ callId }) => callId)) } });
    const fresh = found.filter(({ callId }) => !known.some(({ id }) => id === callId));
    if (fresh.length === 0) return 0;
    const owners = await this.ownersOf(fresh);
    let count = 0;
    for (const record of fresh) {
      const progress = bookUnattended(record, owners);
      if (!progress) continue;
      await this.dataSource.transaction((each) => this.journal.create(each, progress));
      await this.journal.publish(progress);
      count += 1;
    }
    return count;
  }

  private async ownersOf(records: readonly UnattendedCall[]): Promise<Owners> {
    const names = new Set(records.flatMap(({ first, others }) => [first, ...others].map(({ ownerId }) => ownerId)));
    const extensions = [...names].map(extensionOf);
    const users = await this.dataSource.manager.find(User, { where: { extension: In(extensions) } });
    const trunks = await this.dataSource.manager.find(Trunk, { where: { name: In([...names]) } });
    return {
      userIds: new Map(users.flatMap(({ id, extension }) => (extension === null ? [] : [[extension, id] as const]))),
      trunkIds: new Map(trunks.map(({ id, name }) => [name, id])),
    };
  }

  private async forgetOld(): Promise<void> {
    if (Date.now() - this.clearedAt < DAY_MS) return;
    await this.records.deleteBefore(new Date(Date.now() - KEPT_DAYS * DAY_MS));
    this.clearedAt = Date.now();
  }
}
