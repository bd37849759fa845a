import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import { ApiError, KeyedQueue } from '@app/common';
import { Clock } from './clock.js';
import { LoginFailure } from './login-failure.entity.js';
import { sha256 } from './secrets.js';

const WINDOW_MS = 60_000;
const FAILURES_OF_A_USER = 5;
const FAILURES_FROM_AN_ADDRESS = 20;
/** How many sign-ins from one address are tried at once: the most by which a burst can pass the limit. */
const LANES = 4;

/**
 * Slows guessing down: five failed sign-ins a minute for a name, whether there is such a user or not, or twenty from an address. Those of one
 * name are tried one after another, so that a thousand guesses at once are no more than five.
 */
@Injectable()
export class LoginLimiter {
  private readonly queue = new KeyedQueue();

  constructor(
    @InjectRepository(LoginFailure) private readonly failures: Repository<LoginFailure>,
    private readonly clock: Clock,
  ) {}

  /**
   * @param attempt gives undefined when it failed
   * @throws {ApiError} RATE_LIMITED, with the attempt not made
   */
  attempt<T>(username: string, address: string | null, attempt: () => Promise<T | undefined>): Promise<T | undefined> {
    const userKey = sha256(`user ${username.toLowerCase()}`);
    const addressKey = sha256(`address ${address ?? ''}`);
    const lane = Number.parseInt(userKey.slice(0, 4), 16) % LANES;
    // Always the address first, then the name: no two can wait for each other.
    return this.queue.run(`${addressKey} ${lane}`, () =>
      this.queue.run(userKey, async () => {
        const since = new Date(this.clock.now().getTime() - WINDOW_MS);
        const count = (key: string) => this.failures.countBy({ key, at: MoreThan(since) });
        const isLimited =
          (await count(userKey)) >= FAILURES_OF_A_USER ||
          (address !== null && (await count(addressKey)) >= FAILURES_FROM_AN_ADDRESS);
        if (isLimited) throw new ApiError('RATE_LIMITED', 'Too many failed sign-ins. Wait a minute, then try again.');

        const result = await attempt();
        if (result === undefined) {
          const at = this.clock.now();
          await this.failures.insert([userKey, ...(address === null ? [] : [addressKey])].map((key) => ({ key, at })));
          await this.failures.delete({ at: LessThanOrEqual(since) });
        }
        return result;
      }),
    );
  }
}
