import { describe, expect, it } from 'vitest';
import { isAllowedDestination } from './is-allowed-destination.js';

describe('isAllowedDestination', () => {
  it.each<[dialled: string, prefixes: string[], allowed: boolean]>([
    ['998901234567', ['998'], true],
    ['+998901234567', ['998'], true],
    ['00998901234567', ['998'], true],
    ['901234567', ['998'], true],
    ['8901234567', ['998'], true],
    ['998901234567', ['99890'], true],
    ['998711234567', ['99890'], false],
    ['711234567', ['99890'], false],
    ['998901234567', ['7', '998901234567'], true],
    ['79161234567', ['998'], false],
    ['0079161234567', ['998'], false],
    ['81079161234567', ['998'], false],
    ['+79161234567', ['998', '7'], true],
    ['712000000', ['7'], false],
    ['101', ['998'], false],
    ['101', ['1'], false],
    ['101', ['101'], true],
    ['112', ['101'], false],
    ['0890', ['0890'], true],
    ['7777998901234567', ['998'], false],
    ['7777998901234567', ['7777'], true],
    ['998901234567', [], false],
    ['', ['998'], false],
  ])('should say of %s with %j: %s', (dialled, prefixes, allowed) => {
    expect(isAllowedDestination(dialled, prefixes)).toBe(allowed);
  });
});
