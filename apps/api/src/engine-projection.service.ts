import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AgentsService } from '@app/agents';
import { DialplanService } from '@app/dialplan';
import { type Drift, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { TrunksService } from '@app/trunks';
import { madeByHand, type Wanted, wantedOf } from './by-hand.js';
import { DriftLog } from './drift-log.js';

const EVERY_MS = 60_000;
const RETRY_MS = 2_000;

/**
 * PostgreSQL is the truth and Asterisk a projection of it: on every connect, and every minute, what should be is compared with what is and the
 * difference repaired and written down. A restarted, emptied or hand-edited Asterisk heals itself. (Single changes are pushed by the feature that made them.)
 */
@Injectable()
export class EngineProjection implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('EngineProjection');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** Asterisk came (again) while a comparison was under way, which may have seen it as it was before. */
  private isAgain = false;
  private isStopped = false;
  private unsubscribe: (() => void) | undefined;
  private wantedBefore: Wanted | undefined;

  constructor(
    private readonly telephony: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly trunks: TrunksService,
    private readonly agents: AgentsService,
    private readonly dialplan: DialplanService,
    private readonly driftLog: DriftLog,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.telephony.subscribe((event) => {
      if (event.type === 'connected') this.compareNow();
      if (event.type === 'disconnected') clearTimeout(this.timer);
    });
    if (this.telephony.isConnected) this.compareNow();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe?.();
    clearTimeout(this.timer);
    await this.running;
  }

  /** Where a comparison is under way, its own next turn must not put this one off: it is remembered, not scheduled. */
  private compareNow(): void {
    if (this.running) this.isAgain = true;
    else this.schedule(0);
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.running ??= this.project().finally(() => {
        this.running = undefined;
        if (this.isAgain) this.schedule(0);
        this.isAgain = false;
      });
    }, delayMs);
  }

  private async project(): Promise<void> {
    if (!this.telephony.isConnected) return;
    if (!this.provisioning.isReady) return this.schedule(RETRY_MS / 4);
    try {
      const unpushed = this.trunks.unpushedTrunks();
      const desired = { trunks: await this.trunks.desiredTrunks(), phones: await this.agents.desiredPhones() };
      const drift = await this.provisioning.reconcile(desired);
      this.trunks.pushedTrunks(unpushed);
      const wanted = wantedOf(desired);
      const byHand = madeByHand(drift, wanted, this.wantedBefore, unpushed);
      this.wantedBefore = wanted;
      await this.remember(byHand);
      const contexts = await this.dialplan.apply();
      const at = new Date();
      await this.remember(contexts.map((context) => ({ at, subject: `dialplan ${context}`, kind: 'CHANGED' })));
      this.schedule(EVERY_MS);
    } catch (error) {
      this.logger.warn(
        `Asterisk could not be brought up to date, trying again: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.schedule(RETRY_MS);
    }
  }

  private async remember(drift: Drift[]): Promise<void> {
    for (const { subject, kind } of drift)
      this.logger.log(`Repaired in Asterisk: ${subject} (${kind.toLowerCase().replace('_', ' ')})`);
    await this.driftLog.write(drift);
  }
}
