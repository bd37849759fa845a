import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { certificatesIn, writeCaBundle } from '../ca-bundle.mjs';
import { selfSigned } from '../certificate.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ca-bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const certificatesOf = async () =>
  (await certificatesIn(join(folder, 'ca-bundle.pem'))).map((text) => new X509Certificate(text).fingerprint256);
const fingerprint = (text: string) => new X509Certificate(text).fingerprint256;

it('should hold the authorities that Node knows', async () => {
  await writeCaBundle(folder);
  expect(new Set(await certificatesOf())).toEqual(new Set(rootCertificates.map(fingerprint)));
});

it('should hold those of a file too, all of them, and lose them with the setting', async () => {
  const [one, other] = [selfSigned('one').certificate, selfSigned('other').certificate];
  const file = join(folder, 'own.pem');
  await writeFile(file, `Our authority\r\n${one}\n# and another\n${other}`);
  await writeCaBundle(folder, file);
  expect((await certificatesOf()).slice(-2)).toEqual([one, other].map(fingerprint));
  await writeCaBundle(folder);
  expect(await certificatesOf()).not.toContain(fingerprint(one));
});

it.each([
  ['is not there', undefined, 'is not there'],
  ['holds nothing', '', 'must hold certificates in PEM'],
  ['holds a key', selfSigned('x').key, 'must hold certificates in PEM'],
  ['holds something broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'nothing broken'],
])('should say so where the file %s', async (_name, text, sentence) => {
  const file = join(folder, 'own.pem');
  if (text !== undefined) await writeFile(file, text);
  await expect(writeCaBundle(folder, file)).rejects.toThrow(`SIP_CA_FILE names ${file}, which`);
  await expect(writeCaBundle(folder, file)).rejects.toThrow(sentence);
  await expect(readFile(join(folder, 'ca-bundle.pem'))).rejects.toThrow();
});
