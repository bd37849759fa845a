import { expect, it } from 'vitest';
import { niceMost } from './bar-chart';

it.each([
  [0, 2],
  [1, 2],
  [3, 6],
  [7, 10],
  [10, 10],
  [11, 20],
  [21, 50],
  [499, 500],
  [501, 1000],
])('should reach above %d with %d', (most, nice) => {
  expect(niceMost(most)).toBe(nice);
});
