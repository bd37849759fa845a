import { describe, expect, it } from 'vitest';
import { matchValue, readMatchValue } from './match-value.js';

describe('matchValue', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['203.0.113.5/32', '203.0.113.5'],
    ['203.0.113.5:5060', '203.0.113.5:5060'],
    ['127.0.0.1:5070', '127.0.0.1:5070'],
    ['203.0.113.77/28', '203.0.113.64/28'],
    ['2001:0DB8:0:0::1', '2001:db8::1'],
    ['[2001:db8::1]:5060', '[2001:db8::1]:5060'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
  ])('should write %s as %s, which is what Asterisk gives back', (text, expected) => {
    expect(matchValue('address', text)).toBe(expected);
    expect(matchValue('address', expected)).toBe(expected);
  });

  it('should take nothing else for one of its own', () => {
    expect(['yes', 'alaw,ulaw', '10.0.0.1', 'a/b', 'bell.uz/255.0.0.0', ''].map(readMatchValue)).toEqual(
      Array(6).fill(undefined),
    );
  });
});
