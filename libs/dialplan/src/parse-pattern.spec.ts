import { describe, expect, it } from 'vitest';
import { comparePatterns, parsePattern, type Pattern, patternKey } from './parse-pattern.js';

const parse = (text: string): Pattern => {
  const pattern = parsePattern(text);
  if (!pattern) throw new Error(`Not a pattern: ${text}`);
  return pattern;
};

describe('parsePattern', () => {
  it.each([
    ['998901234567', '998901234567'],
    ['101', '101'],
    ['_998X.', '_998[0123456789].'],
    [
      '_998XXXXXXXXX',
      '_998[0123456789][0123456789][0123456789][0123456789][0123456789][0123456789][0123456789][0123456789][0123456789]',
    ],
    ['_ZN', '_[123456789][23456789]'],
    ['_[1-5]', '_[12345]'],
    ['_[13-5]', '_[1345]'],
    ['_[135]', '_[135]'],
    ['_[5-5]', '_5'],
    ['_[0-9]!', '_[0123456789]!'],
    ['_998!', '_998!'],
    ['_998xzn', '_998[0123456789][123456789][23456789]'],
    ['_998', '_998'],
  ])('should read %s', (text, key) => {
    expect(patternKey(parse(text))).toBe(key);
  });

  it.each([
    '',
    '_',
    '_.',
    '_!',
    '.',
    '998X',
    '998.',
    '_998..',
    '_998.X',
    '_998!X',
    '_998.!',
    '_[]',
    '_[',
    '_[1',
    '_1]',
    '_[5-1]',
    '_[-]',
    '_[1-]',
    '_[-1]',
    '_[1--5]',
    '_[a-z]',
    '_[1,2]',
    '_+998X.',
    '_*X',
    '_998-X.',
    ' _998X.',
    '_998X. ',
    '_998X.\n',
    '_998X.,1,System(id)',
    '_998X.\r\nAction: Originate',
    '_998X.;comment',
    '_998X./100',
    '_998${EXTEN}',
    '__998X.',
    's',
    'h',
    `_${'X'.repeat(21)}`,
    `_${'[0-9]'.repeat(20)}`,
  ])('should refuse %j', (text) => {
    expect(parsePattern(text)).toBeUndefined();
  });
});

describe('comparePatterns', () => {
  it.each([
    ['998901234567', '_998901234567'],
    ['998901234567', '_998X.'],
    ['101', '102'],
    ['10', '101'],
    ['_998XXXXXXXXX', '_998X.'],
    ['_99890X.', '_998X.'],
    ['_998N', '_998Z'],
    ['_998Z', '_998X'],
    ['_998[1-5]', '_998X'],
    ['_998[1-4]', '_998[1-5]'],
    ['_998[1-5]', '_998[2-6]'],
    ['_998[12]', '_998[13]'],
    ['_9980', '_9981'],
    ['_998X.', '_998X!'],
    ['_998X.', '_998X'],
    ['_998X!', '_998X'],
    ['_9980000000XX', '_998X.'],
  ])('should ask %s before %s', (first, second) => {
    expect(comparePatterns(parse(first), parse(second))).toBeLessThan(0);
    expect(comparePatterns(parse(second), parse(first))).toBeGreaterThan(0);
  });

  it.each([
    ['_X', '_[0-9]'],
    ['_Z', '_[1-9]'],
    ['_N', '_[2-9]'],
    ['_x.', '_X.'],
    ['_[21]', '_[1-2]'],
    ['_[5]', '_5'],
  ])('should hold %s and %s for the same', (left, right) => {
    expect(comparePatterns(parse(left), parse(right))).toBe(0);
    expect(patternKey(parse(left))).toBe(patternKey(parse(right)));
  });
});
