import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import { Env } from '@app/common';

export const PLAY_LINK_SECONDS = 5 * 60;
const SIGNATURE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Paths that a player can use without a header: bound to one recording, good for five minutes. The key is derived from JWT_SECRET (HKDF, RFC 5869), so that neither can
 * be used for the other.
 */
@Injectable()
export class PlayLinks {
  private readonly key: Buffer;

  constructor(
    env: Env,
    private readonly clock: Clock,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', env.jwtSecret, '', 'trunkline recording links', 32));
  }

  /** Of a recording that the one who asks may hear. */
  pathOf(recordingId: string): string {
    const until = String(Math.floor(this.clock.now().getTime() / 1000) + PLAY_LINK_SECONDS);
    const signature = this.sign(recordingId, until).toString('base64url');
    return `/api/recordings/${recordingId}/audio?until=${until}&signature=${signature}`;
  }

  /** Whether this is a link of ours that is still good. */
  isGood(recordingId: string, until: unknown, signature: unknown): boolean {
    if (typeof until !== 'string' || !/^\d{1,12}$/.test(until)) return false;
    if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return false;
    if (!timingSafeEqual(this.sign(recordingId, until), Buffer.from(signature, 'base64url'))) return false;
    return Number(until) * 1000 > this.clock.now().getTime();
  }

  private sign(recordingId: string, until: string): Buffer {
    return createHmac('sha256', this.key).update(`${recordingId} ${until}`).digest();
  }
}
