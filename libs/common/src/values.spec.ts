import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DateTimeScalar } from './date-time.scalar.js';
import { ApiError } from './errors.js';
import { decodeCursor, encodeCursor, pageSize } from './pagination.js';
import { SecretBox } from './secret-box.js';

describe('DateTime', () => {
  it('should speak ISO 8601 in UTC with milliseconds', () => {
    expect(DateTimeScalar.serialize(new Date(Date.UTC(2026, 10, 23, 10, 50, 0, 123)))).toBe('2026-11-23T10:50:00.123Z');
    expect(DateTimeScalar.parseValue('2026-11-23T15:50:00+05:00')).toEqual(new Date('2026-11-23T10:50:00Z'));
  });
  it.each([['yesterday'], ['2026-11-23'], [5], [null], ['2026-13-40T00:00:00Z']])('should refuse %s', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(GraphQLError);
  });
});

describe('a cursor', () => {
  const cursor = { at: new Date(1_700_000_000_123), id: '3f0c8a52-6d0e-4c0b-9d56-0a6f3a4f8f11' };
  it('should come back as it was', () => {
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
  });
  it.each([[''], ['abc'], [Buffer.from('1 2').toString('base64url')], [Buffer.from("1 '; drop").toString('base64url')]])(
    'should refuse %j',
    (text) => {
      expect(() => decodeCursor(text)).toThrow(ApiError);
    },
  );
  it.each([[0], [201], [1.5], [Number.NaN]])('should refuse a page of %d', (first) => {
    expect(() => pageSize(first)).toThrow(ApiError);
  });
});

describe('SecretBox', () => {
  it('should give back what it sealed, differently each time', () => {
    const box = new SecretBox('key');
    const [one, two] = [box.encrypt('pärol'), box.encrypt('pärol')];
    expect(one).not.toBe(two);
    expect([box.decrypt(one), box.decrypt(two)]).toEqual(['pärol', 'pärol']);
  });
  it('should refuse what another key sealed, and what was changed', () => {
    const sealed = new SecretBox('key').encrypt('secret');
    expect(() => new SecretBox('other').decrypt(sealed)).toThrow();
    expect(() => new SecretBox('key').decrypt(`${sealed.slice(0, -2)}AA`)).toThrow();
    expect(() => new SecretBox('key').decrypt('plain')).toThrow();
  });
});
