import { describe, expect, it } from 'vitest';
import { LiveUpdates } from './live-updates.js';
import { SlowSubscriberError } from './mailbox.js';

describe('LiveUpdates', () => {
  it('should deliver everything that is published after subscribe() resolved, in order', async () => {
    const updates = new LiveUpdates();
    const subscription = await updates.subscribe<{ sequence: number }>('call');
    for (const sequence of [1, 2, 3]) await updates.publish('call', { sequence });
    for (const sequence of [1, 2, 3]) await expect(subscription.next()).resolves.toEqual({ done: false, value: { sequence } });
  });

  it('should end a subscriber that falls too far behind', async () => {
    const updates = new LiveUpdates();
    const subscription = await updates.subscribe('call', 2);
    for (const sequence of [1, 2, 3]) await updates.publish('call', { sequence });
    await expect(subscription.next()).rejects.toBeInstanceOf(SlowSubscriberError);
    await expect(subscription.next()).resolves.toMatchObject({ done: true });
  });

  it('should end a waiting next() when the subscriber leaves', async () => {
    const updates = new LiveUpdates();
    const subscription = await updates.subscribe('call');
    const waiting = subscription.next();
    await subscription.return?.();
    await expect(waiting).resolves.toMatchObject({ done: true });
  });

  it('should say nothing to a listener that stopped', async () => {
    const updates = new LiveUpdates();
    const seen: unknown[] = [];
    const stop = await updates.listen('user', (payload) => seen.push(payload));
    await updates.publish('user', { userId: 'a' });
    stop();
    await updates.publish('user', { userId: 'b' });
    expect(seen).toEqual([{ userId: 'a' }]);
  });
});
