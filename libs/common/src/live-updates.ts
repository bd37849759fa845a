import { EventEmitter } from 'node:events';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RedisPubSub } from 'graphql-redis-subscriptions';
import { PubSub, type PubSubEngine } from 'graphql-subscriptions';
import { Redis } from 'ioredis';

/** What may be published: ids and sequence numbers. Rows are read at delivery. */
export type UpdatePayload = Record<string, string | number | boolean | null>;

/** A subscriber that does not keep up is ended, not buffered without end. */
export class SlowSubscriberError extends Error {
  constructor() {
    super('This subscription fell too far behind and was ended. Subscribe again, with the last sequence that you have.');
    this.name = 'SlowSubscriberError';
  }
}

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
    const waiting: T[] = [];
    let wake: (() => void) | undefined;
    let failure: Error | undefined;
    let isDone = false;
    const stop = await this.listen<T>(topic, (payload) => {
      if (waiting.length >= limit) failure ??= new SlowSubscriberError();
      else waiting.push(payload);
      wake?.();
    });
    const finish = (): IteratorResult<T> => {
      if (!isDone) stop();
      isDone = true;
      waiting.length = 0;
      wake?.();
      return { done: true, value: undefined };
    };
    const iterator: AsyncIterableIterator<T> = {
      next: async () => {
        while (!isDone) {
          if (failure) {
            finish();
            throw failure;
          }
          const payload = waiting.shift();
          if (payload !== undefined) return { done: false, value: payload };
          await new Promise<void>((resolve) => (wake = resolve));
        }
        return finish();
      },
      return: () => Promise.resolve(finish()),
      throw: (error: unknown) => {
        finish();
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
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
