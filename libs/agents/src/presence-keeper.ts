import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { Clock, USER_TOPIC, type UserPayload } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { forgetAgentCalls } from './agent-calls.js';
import { PresenceHistory } from './presence-history.js';
import { PRESENCE_CAUSE, PresenceService } from './presence.service.js';

/** A wrap-up's end is told within this time; whoever rings people asks for standings, which are exact. */
const SWEEP_EVERY_MS = 1000;
const HOUR_MS = 3_600_000;
const FORGET_EVERY_MS = HOUR_MS;
const HISTORY_IS_KEPT_MS = 90 * 24 * HOUR_MS;
const ENDED_CALLS_ARE_KEPT_MS = 24 * HOUR_MS;

/** Lets presence follow what happens outside of it: people change, time passes, the api was away. */
@Injectable()
export class PresenceKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PresenceKeeper.name);
  private readonly stops: (() => void)[] = [];
  /** Under way: the database must not go before they are done. */
  private readonly working = new Set<Promise<void>>();
  private isSweeping = false;
  private forgotAt = 0;

  constructor(
    private readonly presence: PresenceService,
    private readonly history: PresenceHistory,
    private readonly updates: LiveUpdates,
    private readonly clock: Clock,
    @InjectEntityManager() private readonly manager: EntityManager,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const follow = ({ userId, cause }: UserPayload) => {
      if (userId && cause !== PRESENCE_CAUSE) this.start(this.presence.follow(userId));
    };
    this.stops.push(await this.updates.listen<UserPayload>(USER_TOPIC, follow));
    await this.presence.followAll();
    const timer = setInterval(() => this.start(this.sweep()), SWEEP_EVERY_MS).unref();
    this.stops.push(() => clearInterval(timer));
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await Promise.all(this.working);
  }

  private async sweep(): Promise<void> {
    if (this.isSweeping) return;
    this.isSweeping = true;
    try {
      await this.presence.endWrapUps();
      await this.forget();
    } finally {
      this.isSweeping = false;
    }
  }

  private async forget(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.forgotAt < FORGET_EVERY_MS) return;
    await this.history.forget(new Date(now - HISTORY_IS_KEPT_MS));
    await forgetAgentCalls(this.manager, new Date(now - ENDED_CALLS_ARE_KEPT_MS));
    this.forgotAt = now;
  }

  private start(work: Promise<unknown>): void {
    const logged = work
      .then(() => undefined)
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : String(error)))
      .finally(() => this.working.delete(logged));
    this.working.add(logged);
  }
}
