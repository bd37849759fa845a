import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureCertificate, selfSigned } from '../certificate.mjs';

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
