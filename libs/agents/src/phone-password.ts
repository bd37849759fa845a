import { randomBytes } from 'node:crypto';

/** Generated, never chosen: 24 letters and digits, which any telephone's form takes and no configuration file can misread. */
export function phonePassword(): string {
  return randomBytes(48)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 24);
}
