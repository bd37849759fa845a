import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Env, type Finding, ok, remedyPhrases } from '@app/common';
import { failure, type SurroundingsReason, type Verdict, warning } from './surroundings-reasons.js';

const DAY_MS = 24 * 3_600_000;
/** A certificate that ends sooner is warned of: whoever renews it needs some days. */
const RENEW_DAYS = 14;

export type OriginSettings = Pick<Env, 'publicUrl' | 'tlsCert' | 'tlsKey'>;

/** Whether browsers give the page its microphone, and whether the certificate is right. `now`: ms. Never throws. */
export async function checkOrigin(
  settings: OriginSettings,
  now: () => number = Date.now,
): Promise<Finding<SurroundingsReason>[]> {
  return [
    { code: 'origin.microphone', ...judgeOrigin(settings.publicUrl) },
    { code: 'origin.certificate', ...(await checkCertificate(settings, now)) },
  ];
}

/** https://www.w3.org/TR/secure-contexts: a page from elsewhere has a microphone only over https. */
export function judgeOrigin(publicUrl: string): Verdict {
  const { protocol, hostname } = new URL(publicUrl);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\./.test(hostname) || hostname === '[::1]';
  if (protocol === 'https:' || isLocal) return ok(`Browsers give ${publicUrl} a microphone.`);
  return failure(
    'MICROPHONE_REFUSED',
    { url: publicUrl },
    {
      file: '.env',
      lines: [`PUBLIC_URL=https://${hostname}`, 'TLS_CERT=<chain.pem>', 'TLS_KEY=<key.pem>'],
      apply: remedyPhrases.RESTART_TRUNKLINE,
    },
  );
}

async function checkCertificate({ publicUrl, tlsCert, tlsKey }: OriginSettings, now: () => number): Promise<Verdict> {
  if (tlsCert === undefined || tlsKey === undefined) return ok('TLS is not ours: TLS_CERT is not set.');
  try {
    const certificate = new X509Certificate(await readFile(tlsCert));
    const key = createPrivateKey(await readFile(tlsKey));
    return judgeCertificate(certificate, certificate.checkPrivateKey(key), new URL(publicUrl).hostname, now());
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return failure(
      'CERTIFICATE_UNUSABLE',
      { error: told },
      {
        file: '.env',
        lines: ['TLS_CERT=<chain.pem>', 'TLS_KEY=<key.pem>'],
        apply: remedyPhrases.RESTART_TRUNKLINE,
      },
    );
  }
}

/** `now`: ms. */
export function judgeCertificate(certificate: X509Certificate, isKeyOfIt: boolean, host: string, now: number): Verdict {
  const { NEW_CERTIFICATE, ITS_KEY, RESTART_TRUNKLINE } = remedyPhrases;
  const renew = { file: '.env', lines: [`TLS_CERT=${NEW_CERTIFICATE}`, `TLS_KEY=${ITS_KEY}`], apply: RESTART_TRUNKLINE };
  if (!isKeyOfIt) return failure('CERTIFICATE_KEY_WRONG', {}, renew);
  const isNamed = /^[\d.]+$|^\[/.test(host) ? certificate.checkIP(host.replace(/^\[|\]$/g, '')) : certificate.checkHost(host);
  if (isNamed === undefined) return failure('CERTIFICATE_NAME_WRONG', { host }, renew);
  const [from, at] = [certificate.validFrom, certificate.validTo].map((told) => new Date(told).toISOString()) as [string, string];
  const days = Math.floor((Date.parse(at) - now) / DAY_MS);
  if (Date.parse(from) > now) return failure('CERTIFICATE_NOT_YET', { from }, renew);
  if (days < 0) return failure('CERTIFICATE_ENDED', { at }, renew);
  if (days < RENEW_DAYS) return warning('CERTIFICATE_ENDS_SOON', { days, at }, renew);
  return ok(`The certificate is for ${host}, until ${at}.`);
}
