import { describe, expect, it } from 'vitest';
import { formatMilliseconds, formatNumber, readNumber } from './format-number';

describe('readNumber', () => {
  it.each([
    ['998901234567', '998901234567'],
    ['+998 90 123-45-67', '998901234567'],
    ['90 123 45 67', '998901234567'],
    ['(90)1234567', '998901234567'],
    ['00998901234567', '998901234567'],
    [' +998 (90) 123–45–67 ', '998901234567'],
    ['+7 495 123-45-67', '74951234567'],
    ['1003', '1003'],
    ['201', '201'],
    ['12', undefined],
    ['+99890123456', undefined],
    ['9981&PJSIP/7900', undefined],
    ['90 123 45 6a', undefined],
    ['', undefined],
  ])('should read %j as %j', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });
});

describe('formatNumber', () => {
  it.each([
    ['998901234567', '+998 90 123-45-67'],
    ['74951234567', '+74951234567'],
    ['201', '201'],
    ['unknown', 'unknown'],
  ])('should show %j as %j', (number, text) => {
    expect(formatNumber(number)).toBe(text);
  });
});

describe('formatMilliseconds', () => {
  it.each([
    [0.4, '<1'],
    [1, '1'],
    [12.6, '13'],
  ])('should show %d ms as %s', (milliseconds, text) => {
    expect(formatMilliseconds(milliseconds)).toBe(text);
  });
});
