import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type TelephonyEvent, TelephonyGateway } from '@app/telephony';
import { AgentsPhones } from './agents-phones.js';
import { CallConductor } from './call-conductor.js';
import { callIdOfPlay } from './call-in-progress.js';
import { CallsReconciler } from './calls.reconciler.js';
import { PhoneCalls } from './phone-calls.js';
import { PhoneTransfers } from './phone-transfers.js';
import { StrayLegs } from './stray-legs.js';
import { UnattendedCalls } from './unattended-calls.js';

const RETRY_MS = 500;

/**
 * The engine's events, each to its call. After a connect they wait until the books have been compared with the engine (calls.reconciler.ts), and
 * are then dealt with in the order in which they came.
 */
@Injectable()
export class CallEventsHandler implements OnModuleDestroy {
  private readonly logger = new Logger(CallEventsHandler.name);
  private readonly stop: () => void;
  /** Set while the books are being compared. */
  private waiting: TelephonyEvent[] | undefined;
  private connection = 0;
  private lostAt: Date | undefined;

  /** Listens from the first moment: the gateway may connect before the modules are up. */
  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly conductor: CallConductor,
    private readonly reconciler: CallsReconciler,
    private readonly phoneCalls: PhoneCalls,
    private readonly phoneTransfers: PhoneTransfers,
    private readonly strays: StrayLegs,
    private readonly phones: AgentsPhones,
    private readonly unattended: UnattendedCalls,
  ) {
    this.stop = gateway.subscribe((event) => this.hear(event));
  }

  onModuleDestroy(): void {
    this.stop();
    this.connection += 1;
  }

  private hear(event: TelephonyEvent): void {
    if (event.type === 'connected') {
      this.connection += 1;
      void this.catchUp(this.connection, event.epoch);
    } else if (event.type === 'disconnected') {
      this.connection += 1;
      this.lostAt ??= event.at;
      this.waiting = undefined;
      this.conductor.close();
    } else if (this.waiting) {
      this.waiting.push(event);
    } else {
      this.dispatch(event);
    }
  }

  private async catchUp(connection: number, epoch: number): Promise<void> {
    this.conductor.close();
    const waiting: TelephonyEvent[] = (this.waiting = []);
    while (this.connection === connection) {
      try {
        const arrived = await this.reconciler.reconcile(waiting, this.lostAt);
        await this.unattended.prepare();
        if (this.connection !== connection) return;
        this.waiting = undefined;
        this.lostAt = undefined;
        for (const event of waiting) this.dispatch(event);
        this.conductor.open(epoch);
        for (const leg of arrived) void this.phoneCalls.arrived(leg);
        void this.unattended.look();
        return;
      } catch (error) {
        this.logger.error(`Calls could not be found again: ${error instanceof Error ? error.message : String(error)}`);
        await pause(RETRY_MS);
      }
    }
  }

  private dispatch(event: TelephonyEvent): void {
    if (event.type === 'arrived') {
      void this.phoneCalls.arrived(event.leg);
    } else if (event.type === 'phoneReachability') {
      this.phones.heard(event);
    } else if (event.type === 'played') {
      void this.conductor.tell(callIdOfPlay(event.playId), event);
    } else if (event.type === 'transferAsked') {
      void this.phoneTransfers.asked(event);
    } else if ('legId' in event) {
      const callId = this.conductor.callIdOf(event.legId);
      if (callId) void this.conductor.tell(callId, event);
      else if (event.type !== 'ended') void this.strays.heard(event.legId);
    }
  }
}
