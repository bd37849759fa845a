import { describe, expect, it } from 'vitest';
import { rowsOf } from './stat-rows';

const counted = (key: string, calls: number) => ({ key, calls, answered: 1, averageRingSeconds: 4, averageTalkSeconds: 60 });

describe('rowsOf', () => {
  it.for([
    { case: 'nothing is known and nothing was counted', keys: [], stats: [], rows: [] },
    { case: 'nothing was counted', keys: ['BUSY', 'FAILED'], stats: [], rows: ['BUSY 0', 'FAILED 0'] },
    {
      case: 'the api has another order',
      keys: ['COMPLETED', 'BUSY', 'FAILED'],
      stats: [counted('BUSY', 7), counted('COMPLETED', 2)],
      rows: ['COMPLETED 2', 'BUSY 7', 'FAILED 0'],
    },
    {
      case: 'calls went over a trunk that is gone',
      keys: ['BellUZ'],
      stats: [counted('Old', 9), counted('BellUZ', 1)],
      rows: ['BellUZ 1', 'Old 9'],
    },
    { case: 'nothing is known', keys: [], stats: [counted('Old', 9), counted('New', 1)], rows: ['Old 9', 'New 1'] },
  ])('should give every key its row where $case', ({ keys, stats, rows }) => {
    expect(rowsOf(keys, stats).map(({ key, calls }) => `${key} ${calls}`)).toEqual(rows);
  });

  it('should say of what was not counted that nobody answered and that there is no time to average', () => {
    expect(rowsOf(['BUSY'], [])).toEqual([
      { key: 'BUSY', calls: 0, answered: 0, averageRingSeconds: null, averageTalkSeconds: null },
    ]);
  });
});
