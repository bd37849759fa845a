import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.js';

describe('inParallel', () => {
  it('should take every item once, never more at a time than it may', async () => {
    const taken: number[] = [];
    let now = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, (now += 1));
      await pause(1);
      now -= 1;
      taken.push(item);
    });
    expect([taken.sort(), most]).toEqual([[1, 2, 3, 4, 5], 2]);
  });

  it('should begin nothing after a failure, and throw it when nothing is under way any more', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const taking = inParallel([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('one');
      await pause(5);
      ended.push(item);
    });
    await expect(taking).rejects.toThrow('one');
    expect([begun, ended]).toEqual([[1, 2], [2]]);
  });
});
