import { expect, it } from 'vitest';
import { retryDelay } from './connection';

it('should try again soon, then ever later, and at the latest after some six seconds', () => {
  const delays = [0, 1, 2, 3, 4, 5, 20, 1000].map((attempt) => retryDelay(attempt, 0.5));
  expect(delays).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  expect(retryDelay(1000, 1)).toBeLessThanOrEqual(6_250);
});

it('should spread the pages', () => {
  expect(retryDelay(3, 0)).toBe(1500);
  expect(retryDelay(3, 1)).toBe(2500);
});
