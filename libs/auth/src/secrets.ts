import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody guesses, of letters, digits, - and _. */
export function randomSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** SHA-256 in hex: enough for secrets that are random, unlike passwords. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
