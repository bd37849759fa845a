import { randomBytes } from 'node:crypto';

/** Headers of everything that this server answers, the api's answers among it. */
export const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'microphone=(self), speaker-selection=(self), camera=(), geolocation=(), payment=(), usb=()',
};

/** @returns {string} a value for one answer's script nonce */
export const newNonce = () => randomBytes(16).toString('base64');

/**
 * The policy of a page. Next puts the nonce on its own scripts when it finds this policy among the *request's* headers.
 * Styles may be inline: React writes style attributes, and no script comes of them.
 * @param {{ nonce: string, host: string | undefined, secure: boolean, dev: boolean }} page  host: as the browser named us
 */
export function contentSecurityPolicy({ nonce, host, secure, dev }) {
  // 'self' covers WebSockets only in newer browsers.
  const sockets = host && /^[\w.:[\]-]+$/.test(host) ? ` ${secure ? 'wss' : 'ws'}://${host}` : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self'${sockets}`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
