// @ts-check
/** Whom Asterisk believes when it calls a provider over TLS: the authorities that Node brings along, and one of your own. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { replaceFile } from './configuration.mjs';
import { AsteriskStartError } from './start-error.mjs';

/** Node's own list (Mozilla's), since a fresh Debian has no ca-certificates. */
const FILE = 'ca-bundle.pem';

/**
 * Writes ca-bundle.pem into the folder.
 * @param {string} folder
 * @param {string} [caFile] PEM: authorities besides
 * @throws {AsteriskStartError} where that file can't be read or holds no certificate
 */
export async function writeCaBundle(folder, caFile) {
  const own = caFile === undefined ? [] : await certificatesIn(caFile);
  await replaceFile(join(folder, FILE), `${[...rootCertificates, ...own].join('\n')}\n`);
}

/**
 * @param {string} file
 * @returns {Promise<string[]>} PEM, one each
 */
export async function certificatesIn(file) {
  const text = await readFile(file, 'utf8').catch((/** @type {NodeJS.ErrnoException} */ error) => {
    const why = error.code === 'ENOENT' ? 'is not there' : `can't be read (${String(error.code)})`;
    throw new AsteriskStartError(`SIP_CA_FILE names ${file}, which ${why}.`);
  });
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate))
    throw new AsteriskStartError(`SIP_CA_FILE names ${file}, which must hold certificates in PEM and nothing broken.`);
  return certificates;
}

/** @param {string} text */
function isCertificate(text) {
  try {
    return new X509Certificate(text).subject !== undefined;
  } catch {
    return false;
  }
}
