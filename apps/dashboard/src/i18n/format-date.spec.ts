import { describe, expect, it } from 'vitest';
import { formatClock, formatDay, formatExactMoment, formatMoment } from './format-date';

const now = new Date(2026, 10, 23, 18, 30);

describe('formatDay', () => {
  it.each([
    [new Date(2026, 10, 23, 0, 1), 'uz', 'bugun'],
    [new Date(2026, 10, 22, 23, 59), 'uz', 'kecha'],
    [new Date(2026, 10, 3), 'uz', '3-noyabr'],
    [new Date(2025, 0, 31), 'uz', '2025-yil 31-yanvar'],
    [new Date(2026, 10, 22), 'ru', 'вчера'],
    [new Date(2026, 2, 3), 'ru', '3 марта'],
    [new Date(2026, 2, 3), 'en', '3 March'],
    [new Date(2025, 2, 3), 'en', '3 March 2025'],
  ] as const)('should say %s in %s as %s', (at, language, words) => {
    expect(formatDay(at, language, now)).toBe(words);
  });

  it('should put the time behind the day', () => {
    expect(formatMoment(new Date(2026, 10, 23, 8, 5), 'uz', now)).toBe('bugun, 08:05');
    expect(formatExactMoment(new Date(2026, 10, 23, 8, 5, 9), 'uz', now)).toBe('bugun, 08:05:09');
  });
});

describe('formatClock', () => {
  it.each([
    [0, '0:00'],
    [-3, '0:00'],
    [5.9, '0:05'],
    [725, '12:05'],
    [3725, '1:02:05'],
  ])('should show %d s as %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});
