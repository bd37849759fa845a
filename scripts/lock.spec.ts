import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holderOf, startOf, takeLock, withLock } from './lock.mjs';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const take = () => {
  const lock = takeLock(path, 'http://localhost:3000');
  if ('holder' in lock) throw new Error(`held by ${lock.holder.pid}`);
  return lock;
};

describe('takeLock', () => {
  it('should be had by one at a time, and tell who has it', () => {
    const { release, isAfterCrash } = take();
    expect(isAfterCrash).toBe(false);
    expect(takeLock(path)).toMatchObject({ holder: { pid: process.pid, about: 'http://localhost:3000' } });
    release();
    expect(holderOf(path)).toBeUndefined();
    take().release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a process that is gone', () => JSON.stringify({ pid: 4_194_303, startedAt: '1', about: '' })],
    ['another process that got the number', () => JSON.stringify({ pid: process.ppid, startedAt: '1', about: '' })],
    ['an earlier one of our own number', () => JSON.stringify({ pid: process.pid, startedAt: '1', about: '' })],
    ['a power cut', () => ''],
  ])('should be had after %s', (_case, left) => {
    writeFileSync(path, left());
    const { release, isAfterCrash } = take();
    expect(isAfterCrash).toBe(true);
    release();
  });

  it('should be kept by a process that lives', () => {
    const holder = { pid: process.ppid, startedAt: startOf(process.ppid), about: 'there' };
    writeFileSync(path, JSON.stringify(holder));
    expect(takeLock(path)).toEqual({ holder });
  });
});

describe('withLock', () => {
  it('should run one after the other, and say once that it waits', async () => {
    const order: string[] = [];
    let resolve: () => void = () => undefined;
    const open = new Promise<void>((done) => (resolve = done));
    const first = withLock(path, async () => {
      order.push('first in');
      await open;
      order.push('first out');
    });
    const second = withLock(
      path,
      async () => void order.push('second in'),
      () => {
        order.push('second waits');
        resolve();
      },
      5,
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'second waits', 'first out', 'second in']);
  });

  it('should give it back when the task fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(holderOf(path)).toBeUndefined();
  });
});
