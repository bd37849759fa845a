// @ts-check
/** Asks a server of ours whether it is well. */
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

/**
 * @param {string} url on this machine: a certificate is not checked, it is made for the public name
 * @param {{ timeoutMs?: number, authorization?: string }} [options]
 * @returns {Promise<{ status: number, body: string }>}
 * @throws {Error} when there is no answer, or none in time
 */
export function ask(url, { timeoutMs = 2000, authorization } = {}) {
  const get = url.startsWith('https:') ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    const headers = authorization === undefined ? {} : { authorization };
    const request = get(
      url,
      { agent: false, headers, rejectUnauthorized: false, signal: AbortSignal.timeout(timeoutMs) },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (text) => (body = (body + text).slice(0, 4096)));
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    request.once('error', reject);
  });
}

/**
 * @param {string} username
 * @param {string} password
 */
export const basicAuthorization = (username, password) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
