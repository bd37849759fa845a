import { describe, expect, it } from 'vitest';
import { exampleNumber, likelyNumbers } from './example-number.js';
import { matchesPattern } from './match-rule.js';
import { normalizeNumber } from './normalize-number.js';
import { parsePattern, type Pattern } from './parse-pattern.js';

const parsed = (text: string): Pattern => {
  const pattern = parsePattern(text);
  if (!pattern) throw new Error(`${text} is no pattern`);
  return pattern;
};

describe('exampleNumber', () => {
  it.each([
    ['_998X.', '998901234567'],
    ['_9980000000XX', '998000000067'],
    ['_99871X.', '998711234567'],
    ['_7X.', '798901234567'],
    ['_10[1-4]', '101'],
    ['112', '112'],
    ['_NXXXXXX', '9989012'],
    ['_X', '9'],
  ])('should give for %s %s', (text, example) => {
    expect(exampleNumber(parsed(text))).toBe(example);
    expect(matchesPattern(example, parsed(text))).toBe(true);
  });
});

describe('likelyNumbers', () => {
  it.each(['_998X.', '_7X!', '_X.', '_XXX', '_0ZX', '_NXXXXXX', '_1[0-3]X.', '_00X.'])(
    'should all be numbers that %s takes',
    (text) => {
      const numbers = likelyNumbers(parsed(text));
      expect(numbers.filter((number) => !matchesPattern(number, parsed(text)) || normalizeNumber(number) !== number)).toEqual([]);
    },
  );
});
