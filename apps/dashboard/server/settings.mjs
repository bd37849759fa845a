import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Settings
 * @property {number} port          where browsers come in
 * @property {string | undefined} host  the address that is listened on; every one without it
 * @property {boolean} isBehindProxy  a proxy on this machine (Caddy) says whom it speaks for
 * @property {URL} api              the api, as this server reaches it
 * @property {URL} publicUrl        the address that people type
 * @property {{ cert: Buffer, key: Buffer } | undefined} tls
 * @property {boolean} dev
 */

/** A setting is wrong: the message is one sentence for the operator. */
export class SettingsError extends Error {}

/**
 * @param {Record<string, string | undefined>} env
 * @param {readonly string[]} [argv]  `--dev` serves from the sources, for work on the dashboard itself
 * @returns {Settings}
 * @throws {SettingsError}
 */
export function readSettings(env, argv = []) {
  const port = readPort(env, 'DASHBOARD_PORT', 3000);
  const tls = readTls(env);
  return {
    port,
    host: env.DASHBOARD_HOST || undefined,
    isBehindProxy: readFlag(env, 'TRUST_PROXY'),
    api: readUrl(env, 'API_URL', `http://127.0.0.1:${readPort(env, 'API_PORT', 4000)}`),
    publicUrl: readUrl(env, 'PUBLIC_URL', `${tls ? 'https' : 'http'}://localhost:${port}`),
    tls,
    dev: argv.includes('--dev'),
  };
}

function readPort(env, name, fallback) {
  const text = env[name] || String(fallback);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new SettingsError(`${name} must be a port from 1 to 65535, not "${text}".`);
  return port;
}

function readFlag(env, name) {
  const text = env[name] || '0';
  if (!['0', '1'].includes(text)) throw new SettingsError(`${name} must be 0 or 1, not "${text}".`);
  return text === '1';
}

function readUrl(env, name, fallback) {
  const text = env[name] || fallback;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new SettingsError(`${name} must be an http or https address such as ${fallback}, not "${text}".`);
  }
  return url;
}

function readTls(env) {
  if (!env.TLS_CERT && !env.TLS_KEY) return undefined;
  if (!env.TLS_CERT || !env.TLS_KEY) throw new SettingsError('TLS_CERT and TLS_KEY are set together or not at all.');
  return { cert: readPem('TLS_CERT', env.TLS_CERT), key: readPem('TLS_KEY', env.TLS_KEY) };
}

function readPem(name, path) {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SettingsError(`${name}: the file ${path} can't be read (${error.code}).`);
  }
}
