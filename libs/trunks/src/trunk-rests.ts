import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { KeyedQueue, LiveUpdates } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import type { Repository } from 'typeorm';
import { TrunkChangeKind } from './trunk-change.entity.js';
import { TrunkHistory } from './trunk-history.js';
import { TrunkRest } from './trunk-rest.entity.js';
import { TRUNK_REST_TOPIC, TRUNK_TOPIC, type TrunkPayload } from './trunk-topics.js';

/** So many technical failures in a row, and a trunk is passed over for so long (ms). */
const FAILURES = 5;
const REST_MS = 30_000;

type RestPayload = { trunkId: string };
type Rest = Pick<TrunkRest, 'failures' | 'restsUntil'>;

/**
 * The circuit breaker: CLOSED -> (5 technical failures in a row) -> RESTING -> (30 s) -> tried again -> CLOSED by a success, RESTING by one failure more.
 * The database is the truth, memory answers.
 */
@Injectable()
export class TrunkRests implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkRests.name);
  private readonly queue = new KeyedQueue();
  private readonly known = new Map<string, Rest>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly stops: (() => void)[] = [];
  readonly limits = { restMs: REST_MS };

  constructor(
    @InjectRepository(TrunkRest) private readonly rests: Repository<TrunkRest>,
    private readonly history: TrunkHistory,
    private readonly gateway: TelephonyGateway,
    private readonly updates: LiveUpdates,
  ) {}

  async onModuleInit(): Promise<void> {
    const stopEvents = this.gateway.subscribe(({ type }) => {
      // Another process held the events meanwhile, and perhaps it was alone in hearing of failures.
      if (type === 'connected') this.load().catch((error: unknown) => this.logger.error(error));
    });
    const stopListening = await this.updates.listen<RestPayload>(TRUNK_REST_TOPIC, ({ trunkId }) => {
      this.read(trunkId).catch((error: unknown) => this.logger.error(error));
    });
    this.stops.push(stopEvents, stopListening);
    await this.load();
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** No I/O. null where calls may use it now. */
  restsUntil(trunkId: string): Date | null {
    const until = this.known.get(trunkId)?.restsUntil ?? null;
    return until && until > new Date() ? until : null;
  }

  /** A call that nothing rang on failed for a technical reason. */
  noteFailure(trunkId: string, at: Date): Promise<void> {
    return this.queue.run(trunkId, () => this.failed(trunkId, at));
  }

  /** The provider has done its part: what failed before counts no more. */
  async noteSuccess(trunkId: string): Promise<void> {
    if (!this.known.has(trunkId)) return;
    await this.queue.run(trunkId, async () => {
      await this.rests.delete({ trunkId });
      await this.moved(trunkId, undefined);
    });
  }

  private async failed(trunkId: string, at: Date): Promise<void> {
    const restsUntil = new Date(at.getTime() + this.limits.restMs);
    const [row] = await this.rests.query<Rest[]>(
      `insert into trunk_rests as rest ("trunkId", failures, "restsUntil")
       select id, 1, null from trunks where id = $1 for key share
       on conflict ("trunkId") do update set
         failures = least(rest.failures + 1, 1000000),
         "restsUntil" = case when rest.failures + 1 >= $2 then greatest(rest."restsUntil", $3) end
       returning failures, "restsUntil"`,
      [trunkId, FAILURES, restsUntil],
    );
    if (row) await this.moved(trunkId, row);
  }

  private async moved(trunkId: string, rest: Rest | undefined): Promise<void> {
    const before = this.restsUntil(trunkId)?.getTime();
    this.keep(trunkId, rest);
    await this.updates.publish(TRUNK_REST_TOPIC, { trunkId } satisfies RestPayload);
    if (this.restsUntil(trunkId)?.getTime() !== before) await this.tell(trunkId);
  }

  private keep(trunkId: string, rest: Rest | undefined): void {
    if (rest) this.known.set(trunkId, rest);
    else this.known.delete(trunkId);
    clearTimeout(this.timers.get(trunkId));
    this.timers.delete(trunkId);
    const restsUntil = this.restsUntil(trunkId);
    if (restsUntil) this.tellAt(trunkId, restsUntil);
  }

  private tellAt(trunkId: string, at: Date): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(trunkId);
        // Timers may come a little early.
        if (this.restsUntil(trunkId)) return this.tellAt(trunkId, at);
        this.queue.run(trunkId, () => this.tell(trunkId)).catch((error: unknown) => this.logger.error(error));
      },
      at.getTime() - Date.now() + 1,
    );
    this.timers.set(trunkId, timer.unref());
  }

  /** Saved, then published. */
  private async tell(trunkId: string): Promise<void> {
    if (!this.gateway.isConnected) return;
    const kind = TrunkChangeKind.REST;
    const failures = this.known.get(trunkId)?.failures ?? 0;
    if (this.restsUntil(trunkId)) {
      await this.history.note({ trunkId, kind, state: 'RESTING', reason: `${failures} technical failures in a row.` });
    } else if ((await this.history.lastOf(trunkId, kind))?.state === 'RESTING') {
      await this.history.note({ trunkId, kind, state: 'RESTED' });
    }
    await this.updates.publish(TRUNK_TOPIC, { trunkId, what: 'state' } satisfies TrunkPayload);
  }

  private async load(): Promise<void> {
    const rows = await this.rests.find();
    const gone = [...this.known.keys()].filter((id) => !rows.some(({ trunkId }) => trunkId === id));
    for (const trunkId of gone) this.keep(trunkId, undefined);
    for (const row of rows) this.keep(row.trunkId, row);
    // A rest that was over while nobody held the events is told now.
    for (const { trunkId, restsUntil } of rows) if (restsUntil && !this.restsUntil(trunkId)) await this.tell(trunkId);
  }

  private read(trunkId: string): Promise<void> {
    return this.queue.run(trunkId, async () => this.keep(trunkId, (await this.rests.findOneBy({ trunkId })) ?? undefined));
  }
}
