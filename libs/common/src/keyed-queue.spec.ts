import { describe, expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.js';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

describe('KeyedQueue', () => {
  it('should run the tasks of one key in order, and those of others meanwhile', async () => {
    const queue = new KeyedQueue();
    const seen: string[] = [];
    const first = gate();
    const slow = queue.run('a', async () => {
      await first.opened;
      seen.push('a1');
    });
    const next = queue.run('a', async () => void seen.push('a2'));
    await queue.run('b', async () => void seen.push('b1'));
    first.open();
    await Promise.all([slow, next]);
    expect(seen).toEqual(['b1', 'a1', 'a2']);
  });

  it('should go on after a task that failed, and tell its caller', async () => {
    const queue = new KeyedQueue();
    const failed = queue.run('a', () => Promise.reject(new Error('no')));
    const next = queue.run('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  it('should hold nothing when all is done', async () => {
    const queue = new KeyedQueue();
    await Promise.all(Array.from({ length: 2000 }, (_, index) => queue.run(`call ${index}`, () => Promise.resolve())));
    await Promise.resolve();
    expect(queue.size).toBe(0);
  });
});
