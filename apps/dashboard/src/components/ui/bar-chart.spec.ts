import { expect, it } from 'vitest';
import { niceMost } from './bar-chart';

it.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
  [9, 10],
  [10, 10],
  [11, 20],
  [21, 30],
  [499, 600],
  [600, 600],
  [601, 800],
  [999, 1000],
])('should reach above %d with %d', (most, nice) => {
  expect(niceMost(most)).toBe(nice);
});
