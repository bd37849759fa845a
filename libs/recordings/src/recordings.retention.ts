import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { AuditService, Clock } from '@app/auth';
import { Env } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import { IsNull, type Repository } from 'typeorm';
import { Recording } from './recording.entity.js';
import { RecordingFiles } from './recording-files.js';
import { RecordingsReconciler } from './recordings.reconciler.js';
import { wordsOf } from './recordings.service.js';

const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 24 * 3600_000;

/** Deletes recordings after RECORDING_RETENTION_DAYS: once a day the file goes, and the row says when. */
@Injectable()
export class RecordingsRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Recordings');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  constructor(
    @InjectRepository(Recording) private readonly rows: Repository<Recording>,
    private readonly reconciler: RecordingsReconciler,
    private readonly files: RecordingFiles,
    private readonly audit: AuditService,
    private readonly gateway: TelephonyGateway,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(FIRST_AFTER_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Everything that is too old, a batch after the other. @returns how many */
  async deleteOld(): Promise<number> {
    const days = this.env.recordingRetentionDays;
    for (let count = 0; ;) {
      const old = await this.reconciler.olderThan(days, this.clock.now());
      for (const row of old) {
        if (this.isStopped) return count;
        await this.delete(row, days);
        count += 1;
      }
      if (old.length === 0) return count;
    }
  }

  /** The file first: a row that says "deleted" of a file that is there would keep it for ever. */
  private async delete({ id, callId, file, createdAt }: Recording, days: number): Promise<void> {
    if (file !== null) await this.files.remove(file);
    await this.rows.manager.transaction(async (manager) => {
      const { affected } = await manager.update(Recording, { id, deletedAt: IsNull() }, { deletedAt: this.clock.now() });
      if (affected !== 1) return;
      const facts = { callId, createdAt, retentionDays: days };
      await this.audit.record({ action: 'recording.deleted', subject: id, facts }, manager);
    });
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run().finally(() => this.schedule(EVERY_MS));
    }, delayMs);
    this.timer.unref();
  }

  /** By the holder of the engine's event stream alone, so that several replicas do not do it at once. */
  private async run(): Promise<void> {
    if (!this.gateway.isConnected) return;
    try {
      const count = await this.deleteOld();
      if (count > 0) this.logger.log(`${count} recordings older than ${this.env.recordingRetentionDays} days were deleted.`);
    } catch (error) {
      this.logger.warn(`Old recordings could not be deleted, trying again tomorrow: ${wordsOf(error)}`);
    }
  }
}
