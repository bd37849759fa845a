import { describe, expect, it } from 'vitest';
import { measureGaps } from './measure-gaps.js';

const at = (fromSeconds: number, toSeconds: number) => ({ fromSeconds, toSeconds });

describe('measureGaps', () => {
  it.each([
    ['no pause', [], [at(1, 2)], 10, 10, []],
    ['where the file says', [at(2.02, 5.01)], [at(2, 5)], 10, 10, [at(2, 5)]],
    ['each its own', [at(2, 3), at(6, 8)], [at(1.9, 3.1), at(6.1, 8.2)], 10, 10, [at(1.9, 3.1), at(6.1, 8.2)]],
    ['not the silence around it', [at(4, 5)], [at(1, 9)], 10, 10, [at(3.5, 5.5)]],
    ['not another silence', [at(4, 6)], [at(0, 0.5), at(4, 4.2)], 10, 10, [at(4, 6)]],
    ['by the clock where nothing is zero', [at(4, 4.05)], [], 10, 10, [at(4, 4.05)]],
    ['earlier, where the file began late', [at(5, 7)], [at(3, 5)], 10, 8, [at(3, 5)]],
    ['to the end of the file', [at(7, 12)], [], 12, 9.5, [at(7, 9.5)]],
    ['nothing after the end', [at(11, 12)], [], 12, 9.5, []],
    ['from the beginning', [at(-0.1, 1)], [], 10, 10, [at(0, 1)]],
  ])('should find %s', (_, pauses, zeros, lastedSeconds, durationSeconds, gaps) => {
    expect(measureGaps({ pauses, zeros, lastedSeconds, durationSeconds })).toEqual(gaps);
  });
});
