import { createHmac } from 'node:crypto';
import type { Env } from '@app/common';

/** As RTCPeerConnection takes it. */
export interface IceServerSpec {
  urls: string[];
  username: string | null;
  credential: string | null;
}

/**
 * STUN and TURN for a browser. TURN gets credentials that end by themselves: the user name says when, and the password is an HMAC of it
 * (coturn's use-auth-secret, draft-uberti-behave-turn-rest-00).
 */
export function iceServers(
  { stunUrls, turnUrls, turnSecret }: Pick<Env, 'stunUrls' | 'turnUrls' | 'turnSecret'>,
  userId: string,
  expiresAt: Date,
): IceServerSpec[] {
  const servers: IceServerSpec[] = [];
  if (stunUrls.length > 0) servers.push({ urls: [...stunUrls], username: null, credential: null });
  if (turnUrls.length > 0) {
    const username = turnSecret ? `${Math.floor(expiresAt.getTime() / 1000)}:${userId}` : null;
    const credential = turnSecret && username ? createHmac('sha1', turnSecret).update(username).digest('base64') : null;
    servers.push({ urls: [...turnUrls], username, credential });
  }
  return servers;
}
