import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureCertificate, issue, selfSigned } from '../certificate.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const present = () => readFile(join(folder, 'sip-tls.crt'), 'utf8');

it('should sign itself with a key that fits, for ten years', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const { key, certificate } = selfSigned('trunkline', now);
  const parsed = new X509Certificate(certificate);
  expect(parsed.subject).toBe('CN=trunkline');
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(Date.parse(parsed.validFrom)).toBeLessThan(now.getTime());
  expect(new Date(parsed.validTo).getUTCFullYear()).toBe(2036);
});

it('should sign others, for names and addresses', () => {
  const span = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T00:00:00Z') };
  const authority = issue({ commonName: 'Authority', isAuthority: true, ...span });
  const issued = issue({ commonName: 'sip.bell.uz', altNames: ['sip.bell.uz', '192.0.2.7'], issuer: authority, ...span });
  const [above, below] = [new X509Certificate(authority.certificate), new X509Certificate(issued.certificate)];
  expect(below.checkIssued(above)).toBe(true);
  expect(below.verify(above.publicKey)).toBe(true);
  expect([above.ca, below.ca]).toEqual([true, false]);
  expect(below.checkHost('sip.bell.uz')).toBe('sip.bell.uz');
  expect(below.checkHost('other.uz')).toBeUndefined();
  expect(below.checkIP('192.0.2.7')).toBe('192.0.2.7');
  expect(new Date(below.validTo)).toEqual(span.notAfter);
});

it('should make one where there is none, and keep it', async () => {
  await ensureCertificate(folder);
  const first = await present();
  await ensureCertificate(folder);
  expect(await present()).toBe(first);
});

it.each([
  ['is no certificate', () => 'nonsense'],
  ['is about to end', () => selfSigned('trunkline', new Date(Date.now() - 3640 * 24 * 60 * 60 * 1000)).certificate],
])('should replace one that %s', async (_what, make) => {
  await ensureCertificate(folder);
  const before = make();
  await writeFile(join(folder, 'sip-tls.crt'), before);
  await ensureCertificate(folder);
  expect(await present()).not.toBe(before);
});
