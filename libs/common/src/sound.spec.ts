import { describe, expect, it } from 'vitest';
import { isSound } from './sound.js';

describe('isSound', () => {
  it.each([['sound:hello-world'], ['sound:digits/1'], ['sound:uz/kutib_turing'], [`sound:${'a'.repeat(80)}`]])(
    'should take %s',
    (text) => {
      expect(isSound(text)).toBe(true);
    },
  );
  it.each([
    ['hello-world'],
    ['sound:'],
    ['sound:/etc/passwd'],
    ['sound:../secret'],
    ['sound:a//b'],
    ['sound:a&b'],
    ['sound:A'],
    ['sound:a\n'],
    ['recording:1'],
    [`sound:${'a'.repeat(81)}`],
    [undefined],
  ])('should refuse %j', (text) => {
    expect(isSound(text)).toBe(false);
  });
});
