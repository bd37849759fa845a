// @ts-check
/** A self-signed certificate for SIP over TLS: Node makes keys and signatures but no certificates, so the few lines of DER are written here. */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIFETIME_DAYS = 3650;

/**
 * @param {number} tag
 * @param {...Buffer} parts
 */
function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const bytes = [];
  for (let rest = body.length; rest > 0; rest >>= 8) bytes.unshift(rest & 255);
  return Buffer.concat([Buffer.from([tag, 128 | bytes.length, ...bytes]), body]);
}

const sequence = (/** @type {Buffer[]} */ ...parts) => der(0x30, ...parts);
/** @param {Date} at */
const time = (at) => der(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const ECDSA_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));

/**
 * A new P-256 key and a certificate for it (RFC 5280), valid for ten years.
 * @param {string} commonName
 * @param {Date} [now]
 * @returns {{ key: string, certificate: string }} PEM
 */
export function selfSigned(commonName, now = new Date()) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
  const serial = randomBytes(16);
  serial[0] = (Number(serial[0]) & 0x7f) | 0x40;
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    name,
    sequence(time(new Date(now.getTime() - DAY_MS)), time(new Date(now.getTime() + LIFETIME_DAYS * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toSign, privateKey);
  const certificate = sequence(toSign, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const base64 = certificate.toString('base64').replace(/.{1,64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
  };
}

/**
 * Keeps sip-tls.crt and sip-tls.key in the folder: made when missing, unreadable or within a month of their end.
 * @param {string} folder
 */
export async function ensureCertificate(folder) {
  const file = join(folder, 'sip-tls.crt');
  try {
    const present = new X509Certificate(await readFile(file));
    await readFile(join(folder, 'sip-tls.key'));
    if (Date.parse(present.validTo) > Date.now() + 30 * DAY_MS) return;
  } catch {
    // None yet, or not one: made below.
  }
  const { key, certificate } = selfSigned('trunkline');
  await writeFile(join(folder, 'sip-tls.key'), key, { mode: 0o600 });
  await writeFile(`${file}.new`, certificate, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
