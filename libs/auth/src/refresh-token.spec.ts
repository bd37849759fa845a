import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { GRACE_MS, readRefreshToken, standingOf, writeRefreshToken } from './refresh-token.js';

const SECRET = 'a secret of this test';
const sessionId = randomUUID();
const good = writeRefreshToken({ sessionId, generation: 3 }, SECRET);

describe('readRefreshToken', () => {
  it('should read what was written', () => {
    expect(readRefreshToken(good, SECRET)).toEqual({ sessionId, generation: 3 });
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['another secret', writeRefreshToken({ sessionId, generation: 3 }, 'another')],
    ['another generation', good.replace('.3.', '.4.')],
    ['another session', good.replace(sessionId, randomUUID())],
    ['a cut mac', good.slice(0, -1)],
    ['more behind it', `${good}.x`],
    ['no session', 'x.3.y'],
    ['a generation that is no number', `${sessionId}.-1.x`],
    ['NUL and line ends', `${sessionId}.3\0\r\n.x`],
  ])('should not take %s', (_what, text) => {
    expect(readRefreshToken(text, SECRET)).toBeUndefined();
  });
});

describe('standingOf', () => {
  const rotatedAt = new Date(1_000_000);
  const after = (milliseconds: number) => new Date(rotatedAt.getTime() + milliseconds);

  it.each([
    { generation: 5, now: after(GRACE_MS * 10), standing: 'CURRENT' },
    { generation: 4, now: after(0), standing: 'REPLACED' },
    { generation: 4, now: after(GRACE_MS), standing: 'REPLACED' },
    { generation: 4, now: after(GRACE_MS + 1), standing: 'REUSED' },
    { generation: 3, now: after(0), standing: 'REUSED' },
    { generation: 6, now: after(0), standing: 'REUSED' },
  ])('should say $standing of $generation where 5 is valid', ({ generation, now, standing }) => {
    expect(standingOf({ sessionId, generation }, { generation: 5, rotatedAt }, now)).toBe(standing);
  });
});
