import { describe, expect, it } from 'vitest';
import { changedOnly, wholeNumber } from './use-form';

describe('wholeNumber', () => {
  it.each([
    ['30', 30],
    [' 0 ', 0],
    ['', -1],
    ['1.5', -1],
    ['-3', -1],
    ['12345678901', -1],
    ['x', -1],
  ])('should read %j as %d', (text, number) => {
    expect(wholeNumber(text)).toBe(number);
  });
});

describe('changedOnly', () => {
  it('should keep what differs, lists and emptied fields too', () => {
    const before = { name: 'A', ids: ['1', '2'], callerId: '998' as string | null, record: true };
    expect(changedOnly({ ...before, ids: ['2', '1'], callerId: null }, before)).toEqual({ ids: ['2', '1'], callerId: null });
    expect(changedOnly({ ...before, ids: ['1', '2'] }, before)).toEqual({});
  });
});
