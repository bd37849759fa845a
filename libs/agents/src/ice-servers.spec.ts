import { describe, expect, it } from 'vitest';
import { iceServers } from './ice-servers.js';

const expiresAt = new Date(1_800_000_000_000);
const none = { stunUrls: [], turnUrls: [], turnSecret: undefined };

describe('iceServers', () => {
  it('should be empty where nothing is set', () => {
    expect(iceServers(none, 'u', expiresAt)).toEqual([]);
  });

  it('should give STUN as it is', () => {
    expect(iceServers({ ...none, stunUrls: ['stun:a', 'stun:b'] }, 'u', expiresAt)).toEqual([
      { urls: ['stun:a', 'stun:b'], username: null, credential: null },
    ]);
  });

  it('should make TURN credentials that end by themselves', () => {
    // printf '1800000000:u' | openssl dgst -sha1 -hmac secret -binary | base64
    expect(iceServers({ ...none, turnUrls: ['turn:a'], turnSecret: 'secret' }, 'u', expiresAt)).toEqual([
      { urls: ['turn:a'], username: '1800000000:u', credential: 'PBK2h/dS36+wb2BRxvThzgmjsYo=' },
    ]);
  });

  it('should give TURN without credentials where there is no secret', () => {
    expect(iceServers({ ...none, turnUrls: ['turn:a'] }, 'u', expiresAt)).toEqual([
      { urls: ['turn:a'], username: null, credential: null },
    ]);
  });
});
