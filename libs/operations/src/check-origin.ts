import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Env, failure, type Finding, ok, type Verdict, warning } from '@app/common';

const DAY_MS = 24 * 3_600_000;
/** A certificate that ends sooner is warned of: whoever renews it needs some days. */
const RENEW_DAYS = 14;

export type OriginSettings = Pick<Env, 'publicUrl' | 'tlsCert' | 'tlsKey'>;

/** Whether browsers give the page its microphone, and whether the certificate is right. `now`: ms. Never throws. */
export async function checkOrigin(settings: OriginSettings, now: () => number = Date.now): Promise<Finding[]> {
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
  return failure(`Browsers give ${publicUrl} no microphone: it is neither https nor localhost.`, {
    file: '.env',
    lines: [`PUBLIC_URL=https://${hostname}`, 'TLS_CERT=<chain.pem>', 'TLS_KEY=<key.pem>'],
    apply: 'restart Trunkline',
  });
}

async function checkCertificate({ publicUrl, tlsCert, tlsKey }: OriginSettings, now: () => number): Promise<Verdict> {
  if (tlsCert === undefined || tlsKey === undefined) return ok('TLS is not ours: TLS_CERT is not set.');
  try {
    const certificate = new X509Certificate(await readFile(tlsCert));
    const key = createPrivateKey(await readFile(tlsKey));
    return judgeCertificate(certificate, certificate.checkPrivateKey(key), new URL(publicUrl).hostname, now());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failure(`TLS_CERT or TLS_KEY can not be used (${why}).`, {
      file: '.env',
      lines: ['TLS_CERT=<PEM, the certificate and its chain>', 'TLS_KEY=<PEM, its private key>'],
      apply: 'restart Trunkline',
    });
  }
}

/** `now`: ms. */
export function judgeCertificate(certificate: X509Certificate, isKeyOfIt: boolean, host: string, now: number): Verdict {
  const renew = { file: '.env', lines: ['TLS_CERT=<a new certificate>', 'TLS_KEY=<its key>'], apply: 'restart Trunkline' };
  if (!isKeyOfIt) return failure('TLS_KEY is not the key of TLS_CERT.', renew);
  const isNamed = /^[\d.]+$|^\[/.test(host) ? certificate.checkIP(host.replace(/^\[|\]$/g, '')) : certificate.checkHost(host);
  if (isNamed === undefined) return failure(`The certificate is not for ${host} (PUBLIC_URL).`, renew);
  const days = Math.floor((Date.parse(certificate.validTo) - now) / DAY_MS);
  if (Date.parse(certificate.validFrom) > now)
    return failure(`The certificate counts only from ${certificate.validFrom}.`, renew);
  if (days < 0) return failure(`The certificate ended on ${certificate.validTo}.`, renew);
  if (days < RENEW_DAYS) return warning(`The certificate ends in ${days} days, on ${certificate.validTo}.`, renew);
  return ok(`The certificate is for ${host}, until ${certificate.validTo}.`);
}
