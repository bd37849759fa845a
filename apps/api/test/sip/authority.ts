/** A private authority, and the certificates that it signs: right ones, and such as nobody should believe. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issue } from '../../../../asterisk/certificate.mjs';
import type { TlsIdentity } from './wire.js';

const day = 24 * 60 * 60 * 1000;

export interface IdentityOptions {
  /** Host names and addresses; default: 127.0.0.1. */
  names?: readonly string[];
  /** Days from now; default: 30. */
  endsIn?: number;
}

export class Authority {
  private readonly own = issue({
    commonName: `Authority ${randomUUID()}`,
    isAuthority: true,
    notBefore: new Date(Date.now() - 90 * day),
    notAfter: new Date(Date.now() + 90 * day),
  });

  /** PEM. */
  get certificate(): string {
    return this.own.certificate;
  }

  identity({ names = ['127.0.0.1'], endsIn = 30 }: IdentityOptions = {}): TlsIdentity {
    return issue({
      commonName: names[0] ?? '',
      altNames: names,
      issuer: this.own,
      notBefore: new Date(Date.now() - 60 * day),
      notAfter: new Date(Date.now() + endsIn * day),
    });
  }

  /** Its certificate in a file of a folder of its own, for a setting that names one. */
  async file(): Promise<{ path: string; remove: () => Promise<void> }> {
    const folder = await mkdtemp(join(tmpdir(), 'authority-'));
    const path = join(folder, 'ca.pem');
    await writeFile(path, this.certificate);
    return { path, remove: () => rm(folder, { recursive: true, force: true }) };
  }
}
