import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, newNonce } from './security-headers.mjs';

const page = { nonce: 'abc', host: 'calls.example:3000', secure: false, dev: false };

describe('contentSecurityPolicy', () => {
  it('should let only scripts with this answer’s nonce run', () => {
    const policy = contentSecurityPolicy(page);
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(newNonce()).not.toBe(newNonce());
  });

  it('should name the page’s own WebSocket address', () => {
    expect(contentSecurityPolicy(page)).toContain("connect-src 'self' ws://calls.example:3000;");
    expect(contentSecurityPolicy({ ...page, secure: true })).toContain('wss://calls.example:3000;');
    expect(contentSecurityPolicy({ ...page, host: '[::1]:3000' })).toContain('ws://[::1]:3000;');
  });

  it.each(["x; script-src 'unsafe-inline'", 'a b', 'x,y', undefined])(
    'should take nothing else from a Host header: %j',
    (host) => {
      expect(contentSecurityPolicy({ ...page, host })).toContain("connect-src 'self';");
    },
  );
});
