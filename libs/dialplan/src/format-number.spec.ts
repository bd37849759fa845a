import { TrunkNumberFormat } from '@app/trunks';
import { describe, expect, it } from 'vitest';
import { manyNumbers } from '../testing/many-numbers.js';
import { FORMATS } from './dialplan-guards.js';
import { formatNumber } from './format-number.js';
import { normalizeNumber } from './normalize-number.js';

const { E164, PLUS, NATIONAL } = TrunkNumberFormat;

describe('formatNumber', () => {
  it.each<[number: string, e164: string, plus: string, national: string]>([
    ['998901234567', '998901234567', '+998901234567', '901234567'],
    ['998712000000', '998712000000', '+998712000000', '712000000'],
    ['998000000001', '998000000001', '+998000000001', '998000000001'],
    ['998101234567', '998101234567', '+998101234567', '998101234567'],
    ['79161234567', '79161234567', '+79161234567', '79161234567'],
    ['101', '101', '101', '101'],
    ['0890', '0890', '0890', '0890'],
    ['901234567', '901234567', '901234567', '901234567'],
    ['8901234567', '8901234567', '8901234567', '8901234567'],
    ['+998901234567', '+998901234567', '+998901234567', '+998901234567'],
    ['00998901234567', '00998901234567', '00998901234567', '00998901234567'],
    ['7777998901234567', '7777998901234567', '7777998901234567', '7777998901234567'],
    ['99890123456', '99890123456', '99890123456', '99890123456'],
    ['', '', '', ''],
  ])('should write %s as %s, %s and %s', (number, e164, plus, national) => {
    expect([E164, PLUS, NATIONAL].map((format) => formatNumber(number, format))).toEqual([e164, plus, national]);
  });

  it.each([PLUS, NATIONAL, E164])('should in %s be read as the same number', (format) => {
    const full = manyNumbers(20_000).filter((number) => normalizeNumber(number) === number);
    expect(full.length).toBeGreaterThan(1_000);
    expect(full.filter((number) => normalizeNumber(formatNumber(number, format)) !== number)).toEqual([]);
  });

  it.each([PLUS, NATIONAL, E164])('should in %s do what the expressions of the text do', (format) => {
    const spelling = FORMATS[format];
    const byText = (number: string): string =>
      spelling && new RegExp(spelling.expression).test(number) ? spelling.prepend + number.slice(spelling.strip) : number;
    const numbers = [...manyNumbers(20_000), ...manyNumbers(2_000).map((number) => `+${number}`)];
    expect(numbers.filter((number) => byText(number) !== formatNumber(number, format))).toEqual([]);
  });
});
