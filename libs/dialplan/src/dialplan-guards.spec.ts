import { describe, expect, it } from 'vitest';
import { manyNumbers } from '../testing/many-numbers.js';
import { allowedDestinations, HAND_DIALLED, NORMAL_NUMBER } from './dialplan-guards.js';
import { isAllowedDestination } from './is-allowed-destination.js';
import { normalizeNumber } from './normalize-number.js';

const anyDigits = manyNumbers(30_000);

describe('the guards of the text', () => {
  it('should hold for normal what normalizeNumber leaves as it is', () => {
    const normal = new RegExp(NORMAL_NUMBER);
    expect(anyDigits.filter((digits) => normal.test(digits) !== (normalizeNumber(digits) === digits))).toEqual([]);
  });

  it('should make of what was dialled by hand what normalizeNumber makes of it', () => {
    const normal = new RegExp(NORMAL_NUMBER);
    const byHand = (digits: string): string | null => {
      const spelling = HAND_DIALLED.find(({ expression }) => new RegExp(expression).test(digits));
      const made = spelling ? spelling.prepend + digits.slice(spelling.strip) : '';
      return normal.test(made) ? made : null;
    };
    const others = anyDigits.filter((digits) => !normal.test(digits));
    expect(others.filter((digits) => byHand(digits) !== normalizeNumber(digits))).toEqual([]);
  });

  it.each([[['998']], [['99890', '99871']], [['7']], [['998', '7', '101', '0890']], [['9']], [['8']], [['998901234567']], [[]]])(
    'should with %j let through only what isAllowedDestination lets through',
    (prefixes) => {
      const expressions = allowedDestinations(prefixes).map((expression) => new RegExp(expression));
      const isMatched = (digits: string) => expressions.some((expression) => expression.test(digits));
      const wronglyAllowed = anyDigits.filter((digits) => isMatched(digits) && !isAllowedDestination(digits, prefixes));
      expect(wronglyAllowed).toEqual([]);
      const ours = anyDigits.filter(
        (digits) => normalizeNumber(digits)?.startsWith('998') && isAllowedDestination(digits, prefixes),
      );
      expect(ours.filter((digits) => !isMatched(digits))).toEqual([]);
    },
  );

  it('should keep each expression short enough for a line of AMI', () => {
    const prefixes = Array.from({ length: 300 }, (_, index) => String(7000 + index));
    const expressions = allowedDestinations(prefixes);
    expect(Math.max(...expressions.map(({ length }) => length))).toBeLessThan(700);
    expect(expressions.filter((expression) => new RegExp(expression).test('71231234567'))).toHaveLength(1);
  });

  it('should leave out a prefix that is no number', () => {
    expect(allowedDestinations(['.*', '998)|(.*', '', '+'])).toEqual([]);
  });
});
