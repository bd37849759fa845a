import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CallBooks } from '@app/calls';
import { Env, version } from '@app/common';
import { RecordingFiles, RecordingsKeeper } from '@app/recordings';
import { TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Metrics } from './metrics.js';

const MB = 1024 * 1024;

/** The figures as they are when somebody asks. What can't be read now is left out; nothing here fails or waits for long. */
@Injectable()
export class MetricsService implements OnApplicationShutdown {
  private readonly metrics = new Metrics();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly books: CallBooks,
    private readonly keeper: RecordingsKeeper,
    private readonly files: RecordingFiles,
    private readonly env: Env,
  ) {}

  get contentType(): string {
    return this.metrics.registry.contentType;
  }

  /** Prometheus' text format, version 0.0.4. */
  async text(): Promise<string> {
    this.readThisProcess();
    await Promise.all([this.readCalls(), this.readAsterisk(), this.readDisk()]);
    return this.metrics.registry.metrics();
  }

  onApplicationShutdown(): void {
    this.metrics.stop();
  }

  private readThisProcess(): void {
    const { connected, queues, connections, info } = this.metrics;
    connected.set({ link: 'ari' }, Number(this.gateway.isConnected));
    connected.set({ link: 'ami' }, Number(this.provisioning.isReady));
    queues.set({ queue: 'calls' }, this.books.queueLength);
    queues.set({ queue: 'recordings' }, this.keeper.size);
    const pool = poolOf(this.dataSource);
    connections.set({ state: 'used' }, pool.totalCount - pool.idleCount);
    connections.set({ state: 'idle' }, pool.idleCount);
    connections.set({ state: 'waiting' }, pool.waitingCount);
    info.reset();
    info.set({ version, asterisk: this.gateway.engineVersion ?? '' }, 1);
  }

  private async readCalls(): Promise<void> {
    const { calls, database } = this.metrics;
    calls.reset();
    try {
      const rows = await this.dataSource.query<{ state: string; direction: string; count: number }[]>(
        `select state, direction, count(*)::int as count from calls where state <> 'ENDED' group by state, direction`,
      );
      for (const direction of ['OUTBOUND', 'INBOUND'])
        for (const state of ['DIALING', 'RINGING', 'ANSWERED']) calls.set({ state, direction }, 0);
      for (const { state, direction, count } of rows) calls.set({ state, direction }, count);
      database.set(1);
    } catch {
      database.set(0);
    }
  }

  private async readAsterisk(): Promise<void> {
    const { registered, phones } = this.metrics;
    registered.reset();
    phones.reset();
    if (!this.provisioning.isReady) return;
    await Promise.allSettled([
      this.provisioning.registrations().then((reports) => {
        for (const { trunkName, state } of reports) registered.set({ trunk: trunkName }, Number(state === 'REGISTERED'));
      }),
      this.provisioning.onlinePhones().then((online) => phones.set(online.size)),
    ]);
  }

  private async readDisk(): Promise<void> {
    const { recordingFree, recordingNeeded } = this.metrics;
    recordingNeeded.set(this.env.recordingMinFreeMb * MB);
    await this.files.freeMegabytes().then(
      (free) => recordingFree.set(Math.floor(free * MB)),
      () => recordingFree.reset(),
    );
  }
}

/** TypeORM's types leave its pool out. */
const poolOf = (dataSource: DataSource): Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'> =>
  (dataSource.driver as unknown as { master: Pool }).master;
