import { expect, it } from 'vitest';
import { formatDuration } from './format-duration';

it.each([
  [-5, 'uz', '0 soniya'],
  [12.9, 'uz', '12 soniya'],
  [60, 'uz', '1 daqiqa'],
  [3_700, 'uz', '1 soat 1 daqiqa'],
  [3_600, 'en', '1 h'],
  [90_061, 'ru', '1 дн. 1 ч'],
  [86_400 * 3 + 59, 'en', '3 d'],
] as const)('should say %d s in %s as %s', (seconds, language, text) => {
  expect(formatDuration(seconds, language)).toBe(text);
});
