import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Env, KeyedQueue, LiveUpdates } from '@app/common';
import { TelephonyError, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload } from '@app/trunks';
import { changesSettings, DIALPLAN_TOPIC, DialplanMemory, type DialplanRows } from './dialplan-memory.js';

/** Many trunks may change at once; the text is looked at once. */
const SETTLE_MS = 200;
/** The line to the engine is made again by itself. */
const RETRY_MS = 2_000;

/**
 * One context of the engine's dialplan: written from what is stored, and brought to the engine where it runs anything else. One change at a time, each from
 * the rows as they are then.
 */
@Injectable()
export abstract class ContextText implements OnModuleInit, OnApplicationShutdown {
  protected abstract readonly context: 'outbound' | 'inbound';
  private readonly logger = new Logger('Dialplan');
  private readonly queue = new KeyedQueue();
  private readonly stops: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** What the engine took last; undefined when that is not known. */
  private taken: string | undefined;
  /** What it took last, however long ago: where it runs something else since, somebody has changed it there. */
  private given: string | undefined;

  constructor(
    private readonly memory: DialplanMemory,
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    protected readonly updates: LiveUpdates,
    protected readonly env: Env,
  ) {}

  async onModuleInit(): Promise<void> {
    const settle = () => this.settle();
    this.stops.push(
      this.gateway.subscribe((event) => {
        if (event.type === 'connected' || event.type === 'disconnected') this.taken = undefined;
      }),
      await this.updates.listen<TrunkPayload>(TRUNK_TOPIC, (payload) => {
        if (changesSettings(payload)) settle();
      }),
      await this.updates.listen(TRUNK_DELETED_TOPIC, settle),
    );
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  /** The lines that these rows make, without the [header]. */
  protected abstract generate(rows: DialplanRows): string[] | Promise<string[]>;

  /** What should run now. */
  async lines(): Promise<string[]> {
    return this.generate(await this.memory.read());
  }

  /**
   * Makes the engine run what should run, where it does not, and tells subscribers if something was changed.
   * @returns whether that was because somebody had changed it in the engine, rather than because the rules are others
   * @throws {TelephonyError}
   */
  apply(): Promise<boolean> {
    return this.queue.run(this.context, async () => {
      const lines = await this.lines();
      const isThere = await this.isRunning(lines);
      if (!isThere) {
        this.taken = undefined;
        await this.provisioning.applyDialplan(this.context, lines);
      }
      const text = lines.join('\n');
      const wasChanged = !isThere && this.given === text;
      this.taken = this.given = text;
      if (!isThere) await this.publish();
      return wasChanged;
    });
  }

  /** After a change that is saved: the engine takes it now, or when it can be reached, or when it is reconciled. Subscribers are told in any case. */
  async changed(): Promise<void> {
    if (this.gateway.isConnected) await this.apply().catch((error: unknown) => this.postponed(error));
    await this.publish();
  }

  /** Whether the engine runs exactly these lines now. False also where it can't be asked. */
  async isApplied(lines: readonly string[]): Promise<boolean> {
    if (!this.gateway.isConnected) return false;
    return this.isRunning(lines).catch(() => false);
  }

  private async isRunning(lines: readonly string[]): Promise<boolean> {
    const running = await this.provisioning.runningDialplan(this.context);
    const wanted = this.provisioning.comparableDialplan(lines);
    return running.length === wanted.length && running.every((line, index) => line === wanted[index]);
  }

  private publish(): Promise<void> {
    return this.updates.publish(DIALPLAN_TOPIC, {});
  }

  protected settle(delayMs = SETTLE_MS): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.applyIfOther().catch((error: unknown) => this.postponed(error));
    }, delayMs);
    this.timer.unref();
  }

  /** Most changes of a trunk leave the text as it is. */
  private async applyIfOther(): Promise<void> {
    if (!this.gateway.isConnected || (await this.lines()).join('\n') === this.taken) return;
    await this.apply();
  }

  private postponed(error: unknown): void {
    const isOutOfReach = error instanceof TelephonyError && (error.status === 503 || error.status === 504);
    if (isOutOfReach) this.settle(RETRY_MS);
    const until = isOutOfReach ? 'Asterisk can be reached' : 'the next reconcile';
    this.logger.warn(`[${this.context}] is not applied until ${until}: ${describe(error)}`);
  }
}

function describe(error: unknown): string {
  if (error instanceof TelephonyError) return `${error.status}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
