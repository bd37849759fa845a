import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '@app/common';

/**
 * A refresh token is `<session>.<generation>.<mac>`. Each rotation is the next generation, and the mac is made from a key that only we have, so
 *   - the database holds no token and nothing that one could be made from,
 *   - two tabs that refresh at once are given the same next token, and neither signs the other out,
 *   - an older token is known for a real one that is used again, and told from a made-up one.
 */
export interface RefreshToken {
  sessionId: string;
  generation: number;
}

/** The token that was just replaced is still taken for this long: another tab, or a reply that was lost. */
export const GRACE_MS = 30_000;

export function writeRefreshToken({ sessionId, generation }: RefreshToken, secret: string): string {
  const body = `${sessionId}.${generation}`;
  return `${body}.${macOf(body, secret)}`;
}

/** @returns undefined for anything that is not from here */
export function readRefreshToken(text: string | undefined, secret: string): RefreshToken | undefined {
  const [sessionId = '', generation = '', mac = '', ...rest] = (text ?? '').split('.');
  if (rest.length > 0 || !isUuid(sessionId) || !/^\d{1,9}$/.test(generation)) return undefined;
  const expected = Buffer.from(macOf(`${sessionId}.${generation}`, secret));
  const given = Buffer.from(mac);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { sessionId, generation: Number(generation) };
}

/** What a genuine token is worth: CURRENT is rotated, REPLACED is given its successor again, REUSED ends the session. */
export type RefreshStanding = 'CURRENT' | 'REPLACED' | 'REUSED';

export function standingOf(token: RefreshToken, session: { generation: number; rotatedAt: Date }, now: Date): RefreshStanding {
  if (token.generation === session.generation) return 'CURRENT';
  const isLast = token.generation === session.generation - 1;
  return isLast && now.getTime() - session.rotatedAt.getTime() <= GRACE_MS ? 'REPLACED' : 'REUSED';
}

function macOf(body: string, secret: string): string {
  // A key of its own, so that nothing signed for another purpose is ever a refresh token.
  const key = createHmac('sha256', secret).update('trunkline refresh token').digest();
  return createHmac('sha256', key).update(body).digest('base64url');
}
