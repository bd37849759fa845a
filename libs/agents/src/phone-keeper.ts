import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Not } from 'typeorm';
import { type SessionsEnded, SessionsService, type User, USER_TOPIC, type UserPayload, UsersService } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { phoneIdOf } from './agent-phone.js';
import { Phone } from './phone.entity.js';
import { PhonesService } from './phones.service.js';
import { PRESENCE_CAUSE } from './presence.service.js';

/** Phones end within 2 s of what they stand on. */
const SWEEP_EVERY_MS = 1000;

/** Lets no phone outlive its session, its user's extension, or its time. */
@Injectable()
export class PhoneKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PhoneKeeper.name);
  private readonly stops: (() => void)[] = [];
  /** Under way: the database must not go before they are done. */
  private readonly working = new Set<Promise<void>>();
  private isSweeping = false;

  constructor(
    private readonly phones: PhonesService,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly updates: LiveUpdates,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stops.push(this.sessions.onEnded((ended) => this.start(this.endWith(ended))));
    const follow = ({ userId, cause }: UserPayload) => {
      // Every call of theirs changes it twice, and no phone.
      if (cause !== PRESENCE_CAUSE) this.start(this.follow(userId));
    };
    this.stops.push(await this.updates.listen<UserPayload>(USER_TOPIC, follow));
    const timer = setInterval(() => this.start(this.sweep()), SWEEP_EVERY_MS).unref();
    this.stops.push(() => clearInterval(timer));
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await Promise.all(this.working);
  }

  /** The browser's phones of what has ended. */
  async endWith({ sessionIds = [], userId, apiTokenId }: SessionsEnded): Promise<void> {
    const holders = [...sessionIds.map((id) => `session:${id}`), ...(apiTokenId ? [`token:${apiTokenId}`] : [])];
    if (holders.length > 0) await this.phones.end('holder = any(:holders)', { holders });
    if (userId) await this.phones.end('"userId" = :userId', { userId });
  }

  /** A user's phones, after the user may have changed. */
  async follow(userId: string): Promise<void> {
    const user = await this.users.findById(userId);
    if (!user) return;
    const keeps = user.enabled ? (user.extension ?? '') : '';
    await this.phones.end('"userId" = :userId and extension <> :keeps', { userId, keeps });
    const desk = await this.phones.manager.findOneBy(Phone, { userId, kind: 'desk' });
    if (desk) await this.followDesk(desk, user);
  }

  /** The telephone on the desk moves with the extension, and waits while its user is disabled. */
  private async followDesk(desk: Phone, { id: userId, extension, enabled }: User): Promise<void> {
    const { manager } = this.phones;
    const { phoneId } = desk;
    if (extension === null) {
      await manager.delete(Phone, { phoneId, userId });
      return void (await this.phones.sync(phoneId));
    }
    if (extension !== desk.extension) {
      const newId = phoneIdOf(extension, 'desk');
      // Of several replicas one finds the row under its old id.
      const { affected } = await manager.update(Phone, { phoneId, userId }, { phoneId: newId, extension, isEnabled: enabled });
      if (affected) await Promise.all([this.phones.sync(phoneId), this.phones.sync(newId, true)]);
      return;
    }
    const { affected } = await manager.update(Phone, { phoneId, isEnabled: Not(enabled) }, { isEnabled: enabled });
    if (affected) await this.phones.sync(phoneId);
  }

  private async sweep(): Promise<void> {
    if (this.isSweeping) return;
    this.isSweeping = true;
    await this.phones.sweep().finally(() => (this.isSweeping = false));
  }

  private start(work: Promise<void>): void {
    const logged = work
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : String(error)))
      .finally(() => this.working.delete(logged));
    this.working.add(logged);
  }
}
