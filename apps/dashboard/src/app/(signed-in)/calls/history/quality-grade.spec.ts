import { expect, it } from 'vitest';
import { gradeOf } from './quality-grade';

it.each([
  [4.4, 'good'],
  [4, 'good'],
  [3.99, 'fair'],
  [3.6, 'fair'],
  [3.59, 'poor'],
  [1, 'poor'],
  [null, undefined],
  [undefined, undefined],
])('should say of a score of %s: %s', (mos, grade) => {
  expect(gradeOf(mos)).toBe(grade);
});
