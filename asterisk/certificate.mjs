// @ts-check
/** Certificates for SIP over TLS: Node makes keys and signatures but no certificates, so the few lines of DER are written here. */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
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
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ALT_NAMES = Buffer.from('0603551d11', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');
const ECDSA_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));

/** @param {string} commonName */
const distinguished = (commonName) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));

/**
 * @param {Buffer} id
 * @param {Buffer} value
 * @param {boolean} [isCritical]
 */
const extension = (id, value, isCritical = false) => sequence(id, ...(isCritical ? [TRUE] : []), der(0x04, value));

/**
 * A host name or an IPv4 address.
 * @param {string} name
 */
const altName = (name) => (isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)));

/** @typedef {{ key: string, certificate: string, name: string }} Issued PEM, and the common name */

/**
 * A new P-256 key and a certificate for it (RFC 5280).
 * @param {object} options
 * @param {string} options.commonName
 * @param {readonly string[]} [options.altNames] host names and addresses that it is for
 * @param {boolean} [options.isAuthority] may sign others
 * @param {Issued} [options.issuer] signs itself without one
 * @param {Date} options.notBefore
 * @param {Date} options.notAfter
 * @returns {Issued}
 */
export function issue({ commonName, altNames = [], isAuthority = false, issuer, notBefore, notAfter }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = randomBytes(16);
  serial[0] = (Number(serial[0]) & 0x7f) | 0x40;
  const extensions = [
    ...(isAuthority ? [extension(BASIC_CONSTRAINTS, sequence(TRUE), true)] : []),
    ...(altNames.length > 0 ? [extension(ALT_NAMES, sequence(...altNames.map(altName)))] : []),
  ];
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    distinguished(issuer?.name ?? commonName),
    sequence(time(notBefore), time(notAfter)),
    distinguished(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', toSign, issuer ? createPrivateKey(issuer.key) : privateKey);
  const certificate = sequence(toSign, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const base64 = certificate.toString('base64').replace(/.{1,64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
    name: commonName,
  };
}

/**
 * One that signs itself, valid for ten years.
 * @param {string} commonName
 * @param {Date} [now]
 */
export function selfSigned(commonName, now = new Date()) {
  return issue({
    commonName,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + LIFETIME_DAYS * DAY_MS),
  });
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
