import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AgentsService } from '@app/agents';
import { DialplanService } from '@app/dialplan';
import { type Drift, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { TrunksService } from '@app/trunks';

const EVERY_MS = 60_000;
const RETRY_MS = 2_000;

/**
 * PostgreSQL is the truth and Asterisk a projection of it: on every connect, and every minute, what should be is compared with what is and the
 * difference repaired. A restarted, emptied or hand-edited Asterisk heals itself. (Single changes are pushed by the feature that made them.)
 */
@Injectable()
export class EngineProjection implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('EngineProjection');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;
  private unsubscribe: (() => void) | undefined;
  /** The last repairs, newest last. */
  readonly drift: Drift[] = [];

  constructor(
    private readonly telephony: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly trunks: TrunksService,
    private readonly agents: AgentsService,
    private readonly dialplan: DialplanService,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.telephony.subscribe((event) => {
      if (event.type === 'connected') this.schedule(0);
      if (event.type === 'disconnected') clearTimeout(this.timer);
    });
    if (this.telephony.isConnected) this.schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe?.();
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.running ??= this.project().finally(() => (this.running = undefined));
    }, delayMs);
  }

  private async project(): Promise<void> {
    if (!this.telephony.isConnected) return;
    if (!this.provisioning.isReady) return this.schedule(RETRY_MS / 4);
    try {
      const desired = { trunks: await this.trunks.desiredTrunks(), phones: await this.agents.desiredPhones() };
      this.remember(await this.provisioning.reconcile(desired));
      await this.dialplan.apply();
      this.schedule(EVERY_MS);
    } catch (error) {
      this.logger.warn(
        `Asterisk could not be brought up to date, trying again: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.schedule(RETRY_MS);
    }
  }

  private remember(drift: Drift[]): void {
    for (const { subject, kind } of drift)
      this.logger.log(`Repaired in Asterisk: ${subject} (${kind.toLowerCase().replace('_', ' ')})`);
    this.drift.push(...drift);
    this.drift.splice(0, this.drift.length - 100);
  }
}
