import { describe, expect, it } from 'vitest';
import { matchRule } from './match-rule.js';

const rules = (...patterns: string[]) => patterns.map((pattern) => ({ pattern, enabled: true }));

describe('matchRule', () => {
  it.each<[number: string, patterns: string[], match: string | undefined]>([
    ['998901234567', ['_998X.'], '_998X.'],
    ['998901234567', ['_998X.', '_99890X.', '_9989X.'], '_99890X.'],
    ['998901234567', ['_998X.', '_998XXXXXXXXX'], '_998XXXXXXXXX'],
    ['998901234567', ['_998X.', '998901234567'], '998901234567'],
    ['998000000001', ['_998X.', '_9980000000XX'], '_9980000000XX'],
    ['998901234567', ['_998[1-5]X.', '_998Z.', '_998X.'], '_998Z.'],
    ['998901234567', ['_7X.'], undefined],
    ['998', ['_998X.'], undefined],
    ['9989', ['_998X.'], undefined],
    ['99890', ['_998X.'], '_998X.'],
    ['998', ['_998.'], undefined],
    ['998', ['_998!'], '_998!'],
    ['9981', ['_998!'], '_998!'],
    ['99', ['_998!'], undefined],
    ['998', ['_998', '998'], '998'],
    ['101', ['_10X', '_1XX', '_X.'], '_10X'],
    ['101', ['_XX', '_XXXX'], undefined],
    ['101', [], undefined],
    ['101', ['not a pattern'], undefined],
  ])('should find for %s among %j: %s', (number, patterns, match) => {
    expect(matchRule(number, rules(...patterns))?.pattern).toBe(match);
    expect(matchRule(number, rules(...[...patterns].reverse()))?.pattern).toBe(match);
  });

  it('should pass over a rule that is switched off', () => {
    const [exact, general] = rules('_99890X.', '_998X.');
    expect(matchRule('998901234567', [{ ...exact!, enabled: false }, general!])).toBe(general);
  });
});
