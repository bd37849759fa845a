import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayByKey, localDay, nearestDay, weeksOf } from './month-grid';

const drawn = (day: string) => weeksOf(day).map((week) => week.map((each) => each?.slice(8) ?? '--').join(' '));

describe('weeksOf', () => {
  it('should begin its weeks on Monday', () => {
    expect(drawn('2026-11-27')).toEqual([
      '-- -- -- -- -- -- 01',
      '02 03 04 05 06 07 08',
      '09 10 11 12 13 14 15',
      '16 17 18 19 20 21 22',
      '23 24 25 26 27 28 29',
      '30 -- -- -- -- -- --',
    ]);
  });

  it.each([
    ['2027-02-10', 28, 4],
    ['2028-02-29', 29, 5],
    ['2019-12-31', 31, 6],
    ['2026-01-01', 31, 5],
  ])('should have of the month of %s %d days in %d weeks', (day, days, weeks) => {
    const grid = weeksOf(day);
    expect(grid).toHaveLength(weeks);
    expect(grid.every((week) => week.length === 7)).toBe(true);
    const month = day.slice(0, 8);
    const expected = Array.from({ length: days }, (_, index) => month + String(index + 1).padStart(2, '0'));
    expect(grid.flat().filter(Boolean)).toEqual(expected);
  });
});

describe('addDays', () => {
  it.each([
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-01-01', -1, '2025-12-31'],
    // The clocks go back and forth in between in many places.
    ['2026-03-01', 245, '2026-11-01'],
  ])('should lead from %s by %d to %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });
});

describe('addMonths', () => {
  it.each([
    ['2026-11-27', 1, '2026-12-27'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', -12, '2027-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('should lead from %s by %d to %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});

describe('dayByKey', () => {
  it.each([
    ['ArrowLeft', false, '2026-11-26'],
    ['ArrowRight', false, '2026-11-28'],
    ['ArrowUp', false, '2026-11-20'],
    ['ArrowDown', false, '2026-12-04'],
    ['Home', false, '2026-11-23'],
    ['End', false, '2026-11-29'],
    ['PageUp', false, '2026-10-27'],
    ['PageDown', false, '2026-12-27'],
    ['PageUp', true, '2025-11-27'],
    ['PageDown', true, '2027-11-27'],
    ['Tab', false, undefined],
    ['a', false, undefined],
  ])('should lead by %s (Shift: %s) from a Friday to %s', (key, shiftKey, expected) => {
    expect(dayByKey('2026-11-27', { key, shiftKey })).toBe(expected);
  });

  it('should stay at the ends of a week that it stands at', () => {
    expect(dayByKey('2026-11-23', { key: 'Home', shiftKey: false })).toBe('2026-11-23');
    expect(dayByKey('2026-11-29', { key: 'End', shiftKey: false })).toBe('2026-11-29');
  });
});

describe('nearestDay', () => {
  it.each([
    ['2026-11-27', {}, '2026-11-27'],
    ['2026-11-27', { min: '2026-11-27', max: '2026-11-27' }, '2026-11-27'],
    ['2026-11-27', { min: '2026-12-01' }, '2026-12-01'],
    ['2026-11-27', { min: '', max: '2025-12-31' }, '2025-12-31'],
    ['1899-12-31', {}, '1900-01-01'],
    ['2100-01-01', { min: '2026-11-27' }, '2099-12-31'],
  ])('should be for %s within %j: %s', (day, range, expected) => {
    expect(nearestDay(day, range)).toBe(expected);
  });
});

describe('localDay', () => {
  it.each([
    [new Date(2026, 10, 27, 0, 0), '2026-11-27'],
    [new Date(2026, 10, 27, 23, 59), '2026-11-27'],
    [new Date(2026, 0, 1), '2026-01-01'],
  ])('should be of %s: %s', (at, day) => {
    expect(localDay(at)).toBe(day);
  });
});
