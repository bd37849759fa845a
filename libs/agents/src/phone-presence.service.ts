import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type Repository } from 'typeorm';
import { Clock, USER_TOPIC, type UserPayload, UsersService } from '@app/auth';
import { KeyedQueue, LiveUpdates } from '@app/common';
import { type TelephonyEvent, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { isPhoneId } from './agent-phone.js';
import { Phone } from './phone.entity.js';
import { PhonePresence } from './phone-presence.entity.js';
import { PresenceService } from './presence.service.js';

/** An event that was missed is made good within this time. */
const COMPARE_EVERY_MS = 30_000;
const RETRY_MS = 500;

/**
 * Which phones are registered now. The holder of the event stream writes it down and everybody reads it. While the engine is away nothing is
 * online.
 */
@Injectable()
export class PhonePresenceService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PhonePresenceService.name);
  /** In the engine's order. */
  private readonly queue = new KeyedQueue();
  private unsubscribe: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectRepository(PhonePresence) private readonly rows: Repository<PhonePresence>,
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly users: UsersService,
    private readonly presence: PresenceService,
    private readonly updates: LiveUpdates,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.gateway.subscribe((event) => this.handle(event));
    if (this.gateway.isConnected) this.compareSoon(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.unsubscribe?.();
    clearTimeout(this.timer);
    await this.inOrder(() => Promise.resolve());
  }

  async areOnline(phoneIds: readonly string[]): Promise<boolean[]> {
    const rows = await this.rows.findBy({ phoneId: In([...new Set(phoneIds)]) });
    const online = new Set(rows.map(({ phoneId }) => phoneId));
    return phoneIds.map((phoneId) => online.has(phoneId));
  }

  private handle(event: TelephonyEvent): void {
    if (event.type === 'connected') this.compareSoon(0);
    if (event.type === 'disconnected') {
      clearTimeout(this.timer);
      void this.inOrder(() => this.replace(new Set()));
    }
    if (event.type === 'phoneReachability' && isPhoneId(event.phoneId)) {
      void this.inOrder(() => this.change(event.phoneId, event.isOnline));
    }
  }

  private compareSoon(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.inOrder(() => this.compare()), delayMs);
    this.timer.unref();
  }

  private async compare(): Promise<void> {
    if (!this.gateway.isConnected) return;
    if (!this.provisioning.isReady) return this.compareSoon(RETRY_MS);
    try {
      const online = await this.provisioning.onlinePhones();
      await this.replace(new Set([...online].filter(isPhoneId)));
      this.compareSoon(COMPARE_EVERY_MS);
    } catch (error) {
      this.logger.warn(`The phones could not be asked for: ${error instanceof Error ? error.message : String(error)}`);
      this.compareSoon(RETRY_MS);
    }
  }

  private async replace(online: ReadonlySet<string>): Promise<void> {
    const known = new Set((await this.rows.find()).map(({ phoneId }) => phoneId));
    for (const phoneId of known) if (!online.has(phoneId)) await this.change(phoneId, false, false);
    for (const phoneId of online) if (!known.has(phoneId)) await this.change(phoneId, true);
  }

  /** @param isPageGone false where only our own knowledge is: the engine went away, and the page may be there still */
  private async change(phoneId: string, isOnline: boolean, isPageGone = !isOnline): Promise<void> {
    const now = this.clock.now();
    if (isOnline) {
      await this.rows.upsert({ phoneId, since: now }, ['phoneId']);
      await this.rows.manager.update(Phone, { phoneId }, { registeredAt: now, goneAt: null });
    } else {
      await this.rows.delete({ phoneId });
      // A page that was given new credentials and has not registered yet is not gone: that was the page before it.
      if (isPageGone) await this.rows.manager.update(Phone, { phoneId, registeredAt: Not(IsNull()) }, { goneAt: now });
    }
    const user = await this.users.findByExtension(phoneId.replace('-desk', ''));
    // Told once: by the change of the user's presence, where there is one.
    if (user && !(await this.presence.follow(user.id)))
      await this.updates.publish(USER_TOPIC, { userId: user.id } satisfies UserPayload);
  }

  private inOrder(task: () => Promise<void>): Promise<void> {
    return this.queue.run('presence', task).catch((error: unknown) => {
      this.logger.error(error instanceof Error ? error.stack : String(error));
    });
  }
}
