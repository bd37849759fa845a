import { EventEmitter } from 'node:events';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RedisPubSub } from 'graphql-redis-subscriptions';
import { PubSub, type PubSubEngine } from 'graphql-subscriptions';
import { Redis } from 'ioredis';
import { Mailbox } from './mailbox.js';

/** What may be published: ids and sequence numbers. Rows are read at delivery. */
export type UpdatePayload = Record<string, string | number | boolean | null>;

/** Tells every subscriber, in this process or, with REDIS_URL, in all of them, that something changed. */
export class LiveUpdates implements OnApplicationShutdown {
  private readonly logger = new Logger(LiveUpdates.name);
  private readonly engine: PubSubEngine;

  constructor(redisUrl?: string) {
    this.engine = redisUrl ? this.overRedis(redisUrl) : new PubSub({ eventEmitter: new EventEmitter().setMaxListeners(0) });
  }

  async publish(topic: string, payload: UpdatePayload): Promise<void> {
    try {
      await this.engine.publish(topic, payload);
    } catch (error) {
      // What happened is saved already; a subscriber catches up by sequence.
      this.logger.warn(`Could not publish ${topic}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Calls back in order of publication. Resolves, once it listens, to the way to stop. */
  async listen<T extends UpdatePayload>(topic: string, listener: (payload: T) => void): Promise<() => void> {
    const id = await this.engine.subscribe(topic, listener, {});
    return () => void this.engine.unsubscribe(id);
  }

  /**
   * Listens from now on, even before the first next().
   * @param limit how many undelivered payloads it holds before it ends with SlowSubscriberError
   */
  async subscribe<T extends UpdatePayload>(topic: string, limit = 1000): Promise<AsyncIterableIterator<T>> {
    let stop = (): void => undefined;
    const mailbox = new Mailbox<T>(limit, () => stop());
    stop = await this.listen<T>(topic, (payload) => mailbox.push(payload));
    if (!mailbox.isOpen) stop();
    return mailbox;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.engine instanceof RedisPubSub) await this.engine.close();
  }

  private overRedis(url: string): PubSubEngine {
    const connect = () => {
      const redis = new Redis(url, { maxRetriesPerRequest: 2, retryStrategy: (times) => Math.min(times * 200, 5000) });
      redis.on('error', (error) => this.logger.warn(`Redis: ${error.message}`));
      return redis;
    };
    return new RedisPubSub({ publisher: connect(), subscriber: connect() });
  }
}
