import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Env, KeyedQueue, LiveUpdates } from '@app/common';
import { TelephonyError, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload, TrunksService } from '@app/trunks';
import type { Repository } from 'typeorm';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DialplanRule } from './dialplan-rule.entity.js';
import { generateDialplan } from './generate-dialplan.js';

const CONTEXT = 'outbound';
/** Topic of LiveUpdates: a rule, a destination or the text changed. Its payload is empty. */
export const DIALPLAN_TOPIC = 'dialplan';
/** Many trunks may change at once (every connect tells all of them); the text is looked at once. */
const SETTLE_MS = 200;

/** The [outbound] context: written from what is stored, and brought to the engine. One at a time, each from the rows as they are then. */
@Injectable()
export class OutboundText implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(OutboundText.name);
  private readonly queue = new KeyedQueue();
  private readonly stops: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** What the engine took last; undefined when that is not known. */
  private taken: string | undefined;

  constructor(
    @InjectRepository(DialplanRule) private readonly rules: Repository<DialplanRule>,
    @InjectRepository(AllowedDestination) private readonly destinations: Repository<AllowedDestination>,
    private readonly trunks: TrunksService,
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly updates: LiveUpdates,
    private readonly env: Env,
  ) {}

  async onModuleInit(): Promise<void> {
    const stopEvents = this.gateway.subscribe((event) => {
      if (event.type === 'connected' || event.type === 'disconnected') this.taken = undefined;
    });
    const settle = () => this.settle();
    this.stops.push(
      stopEvents,
      await this.updates.listen<TrunkPayload>(TRUNK_TOPIC, ({ what }) => what === 'settings' && settle()),
      await this.updates.listen(TRUNK_DELETED_TOPIC, settle),
    );
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  /** What should run now. */
  async lines(): Promise<string[]> {
    const [rules, trunks, destinations] = await Promise.all([
      this.rules.find(),
      this.trunks.list(),
      this.destinations.find({ order: { prefix: 'ASC' } }),
    ]);
    const prefixes = destinations.map(({ prefix }) => prefix);
    return generateDialplan({ rules, trunks, destinations: prefixes, maxCallSeconds: this.env.maxCallSeconds });
  }

  /**
   * Makes the engine run what should run, where it does not, and tells subscribers if something was changed.
   * @throws {TelephonyError}
   */
  apply(): Promise<void> {
    return this.queue.run(CONTEXT, async () => {
      const lines = await this.lines();
      const isThere = await this.isRunning(lines);
      if (!isThere) await this.provisioning.applyDialplan(CONTEXT, lines);
      this.taken = lines.join('\n');
      if (!isThere) await this.publish();
    });
  }

  /** After a change that is saved: the engine takes it now, or when it is reconciled. Subscribers are told in any case. */
  async changed(): Promise<void> {
    if (this.gateway.isConnected) {
      await this.apply().catch((error: unknown) => this.logger.warn(`Not applied until the next reconcile: ${describe(error)}`));
    }
    await this.publish();
  }

  /** Whether the engine runs exactly these lines now. False also where it can't be asked. */
  async isApplied(lines: readonly string[]): Promise<boolean> {
    if (!this.gateway.isConnected) return false;
    return this.isRunning(lines).catch(() => false);
  }

  private async isRunning(lines: readonly string[]): Promise<boolean> {
    const running = await this.provisioning.runningDialplan(CONTEXT);
    const wanted = this.provisioning.comparableDialplan(lines);
    return running.length === wanted.length && running.every((line, index) => line === wanted[index]);
  }

  private publish(): Promise<void> {
    return this.updates.publish(DIALPLAN_TOPIC, {});
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.applyIfOther().catch((error: unknown) => this.logger.warn(`Not applied until the next reconcile: ${describe(error)}`));
    }, SETTLE_MS);
    this.timer.unref();
  }

  /** Most changes of trunks are of their registration, and leave the text as it is. */
  private async applyIfOther(): Promise<void> {
    if (!this.gateway.isConnected || (await this.lines()).join('\n') === this.taken) return;
    await this.apply();
  }
}

function describe(error: unknown): string {
  if (error instanceof TelephonyError) return `${error.status}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
