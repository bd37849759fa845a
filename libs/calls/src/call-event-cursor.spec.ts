import { describe, expect, it } from 'vitest';
import { decodeEventCursor, encodeEventCursor, isAfter } from './call-event-cursor.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const days = (count: number) => new Date(now.getTime() - count * 24 * 60 * 60_000);
const cursorOf = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor of the events', () => {
  it.each([
    { xid: 0, id: 0 },
    { xid: 7_123_456_789, id: 12 },
  ])('should come back as it was: %j', (position) => {
    expect(decodeEventCursor(encodeEventCursor(position, days(6.99)), now)).toEqual(position);
  });

  it('should be refused after 7 days', () => {
    const old = encodeEventCursor({ xid: 1, id: 1 }, days(7.01));
    expect(() => decodeEventCursor(old, now)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it.each(['', 'x', '%%%', cursorOf('1 2'), cursorOf('1 2 3 4'), cursorOf('1 -2 3'), cursorOf("1 2 3'"), cursorOf('1 2 1e9')])(
    'should be refused when it is none: %j',
    (text) => {
      expect(() => decodeEventCursor(text, now)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    },
  );

  it.each([
    [{ xid: 2, id: 1 }, { xid: 1, id: 9 }, true],
    [{ xid: 1, id: 9 }, { xid: 2, id: 1 }, false],
    [{ xid: 1, id: 2 }, { xid: 1, id: 1 }, true],
    [{ xid: 1, id: 1 }, { xid: 1, id: 1 }, false],
  ])('%j after %j: %s', (left, right, expected) => {
    expect(isAfter(left, right)).toBe(expected);
  });
});
