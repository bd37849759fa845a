import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Whether a request may read the figures: with METRICS_TOKEN whoever knows it (`Authorization: Bearer …`), from anywhere; without it only this machine, and there only
 * who came straight to us. What a proxy passes on is somebody else's.
 */
export function mayReadMetrics(request: Pick<Request, 'headers' | 'socket'>, token: string | undefined): boolean {
  if (token !== undefined) {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return given !== '' && timingSafeEqual(hashOf(given), hashOf(token));
  }
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  return !isForwarded && LOOPBACK.test(request.socket.remoteAddress ?? '');
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
