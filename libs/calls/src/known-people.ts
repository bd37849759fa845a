import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { PRESENCE_CAUSE } from '@app/agents';
import { Clock, type User, USER_TOPIC, type UserPayload, UsersService } from '@app/auth';
import { LiveUpdates } from '@app/common';

/** A notice of another process may get lost: so long a change may go unseen then. */
const KEPT_MS = 30_000;
const MOST_KEPT = 5_000;

/** The people that calls name, from memory: every event of a call is told with its agent, who hardly ever changes. */
@Injectable()
export class KnownPeople implements OnModuleInit, OnModuleDestroy {
  private readonly known = new Map<string, { user: User; until: number }>();
  /** How many changes of people were told: what was read before one may be what it was before. */
  private changes = 0;
  private stop: (() => void) | undefined;

  constructor(
    private readonly users: UsersService,
    private readonly updates: LiveUpdates,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stop = await this.updates.listen<UserPayload>(USER_TOPIC, ({ userId, cause }) => {
      if (cause === PRESENCE_CAUSE) return;
      this.changes += 1;
      this.known.delete(userId);
    });
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  /** In the order asked for; null for who is not there. */
  async byIds(ids: readonly string[]): Promise<(User | null)[]> {
    const now = this.clock.now().getTime();
    const found = new Map<string, User>();
    for (const id of ids) {
      const kept = this.known.get(id);
      if (kept && kept.until > now) found.set(id, kept.user);
    }
    const missing = [...new Set(ids)].filter((id) => !found.has(id));
    if (missing.length > 0) {
      const { changes } = this;
      for (const user of await this.users.findByIds(missing)) {
        found.set(user.id, user);
        if (changes === this.changes) this.keep(user, now);
      }
    }
    return ids.map((id) => found.get(id) ?? null);
  }

  private keep(user: User, now: number): void {
    this.known.delete(user.id);
    this.known.set(user.id, { user, until: now + KEPT_MS });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KEPT && oldest !== undefined) this.known.delete(oldest);
  }
}
