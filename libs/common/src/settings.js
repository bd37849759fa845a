// @ts-check
/**
 * Every setting that Trunkline reads from the environment: one table, read by the api (env.ts) and, before anything is
 * installed, by the scripts. Hence plain JavaScript with only node: imports.
 *
 * @typedef {'string' | 'port' | 'count' | 'flag' | 'url' | 'list' | 'networks' | 'prefixes' | 'path' | 'choice' | 'listen'} SettingKind
 * @typedef {{ kind: SettingKind, fallback?: string, secret?: boolean, protocols?: readonly string[], choices?: readonly string[], about: string }} Setting
 */
import { isIP } from 'node:net';

/** RFC 1918, RFC 4193, link-local and loopback. */
const PRIVATE_NETWORKS = '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7';

/** @satisfies {Record<string, Setting>} */
export const settings = {
  API_PORT: { kind: 'port', fallback: '4000', about: 'the api listens here' },
  DASHBOARD_PORT: { kind: 'port', fallback: '3000', about: 'the dashboard, and everything a browser needs, is served here' },
  PUBLIC_URL: {
    kind: 'url',
    protocols: ['http:', 'https:'],
    about: 'the address that browsers use; default http://localhost:<DASHBOARD_PORT>',
  },
  TLS_CERT: { kind: 'path', about: 'PEM certificate chain for the dashboard; with TLS_KEY it serves https' },
  TLS_KEY: { kind: 'path', about: 'PEM private key for TLS_CERT' },
  EXTERNAL_ADDRESS: { kind: 'string', about: 'public address of this machine, where Asterisk stands behind NAT' },
  LOCAL_NETS: { kind: 'networks', fallback: PRIVATE_NETWORKS, about: 'networks on this side of the NAT' },
  STUN_URLS: { kind: 'list', about: 'stun: addresses for browsers, separated by commas' },
  TURN_URLS: { kind: 'list', about: 'turn: or turns: addresses for browsers, separated by commas' },
  TURN_SECRET: { kind: 'string', secret: true, about: 'shared secret of the TURN server (time-limited credentials)' },
  AGENT_NETWORKS: {
    kind: 'networks',
    fallback: `127.0.0.0/8,::1/128,${PRIVATE_NETWORKS}`,
    about: 'networks that desk phones may register from',
  },
  DATA_DIR: { kind: 'path', fallback: '.data', about: "database, Asterisk's files, recordings and generated secrets" },
  DATABASE_URL: {
    kind: 'url',
    protocols: ['postgres:', 'postgresql:'],
    secret: true,
    about: 'your own PostgreSQL; default: one that is started under DATA_DIR',
  },
  ASTERISK_ARI_URL: {
    kind: 'url',
    protocols: ['http:', 'https:'],
    about: 'your own Asterisk; default: one that is started, http://127.0.0.1:<ASTERISK_HTTP_PORT>',
  },
  ASTERISK_ARI_USERNAME: { kind: 'string', fallback: 'backend', about: 'ARI user' },
  ASTERISK_ARI_PASSWORD: { kind: 'string', secret: true, about: 'ARI password; default: generated' },
  ASTERISK_AMI_HOST: { kind: 'string', about: "AMI host; default: the ARI URL's host" },
  ASTERISK_AMI_PORT: { kind: 'port', fallback: '5038', about: 'AMI port' },
  ASTERISK_AMI_USERNAME: { kind: 'string', fallback: 'backend', about: 'AMI user' },
  ASTERISK_AMI_PASSWORD: { kind: 'string', secret: true, about: 'AMI password; default: generated' },
  HEP_HOST: {
    kind: 'listen',
    fallback: '127.0.0.1',
    about: "the api hears Asterisk's SIP messages at this address; one of a private network where Asterisk is on another machine",
  },
  SIP_PORT: { kind: 'port', fallback: '5060', about: 'SIP over UDP and TCP, of the Asterisk that is started' },
  SIP_TLS_PORT: { kind: 'port', fallback: '5061', about: 'SIP over TLS, likewise' },
  SIP_CA_FILE: {
    kind: 'path',
    about: "PEM file of a private authority that providers' TLS certificates may come from, besides the public ones",
  },
  ASTERISK_HTTP_PORT: { kind: 'port', fallback: '8088', about: 'ARI and the SIP WebSocket, likewise; loopback only' },
  RTP_START: { kind: 'port', fallback: '10000', about: 'first RTP port, likewise' },
  RTP_END: { kind: 'port', fallback: '10999', about: 'last RTP port, likewise' },
  ADMIN_USERNAME: { kind: 'string', fallback: 'admin', about: 'the first admin, made in an empty database only' },
  ADMIN_PASSWORD: { kind: 'string', secret: true, about: "the first admin's password; default: generated and printed once" },
  ALLOWED_PREFIXES: { kind: 'prefixes', fallback: '998', about: 'destinations that may be dialled; seeds an empty list only' },
  MAX_CALLS: { kind: 'count', fallback: '30', about: 'calls at once, in all' },
  MAX_CALLS_PER_USER: { kind: 'count', fallback: '1', about: 'calls at once that one user started; API tokens have MAX_CALLS' },
  MAX_ORIGINATES_PER_USER_PER_MINUTE: { kind: 'count', fallback: '60', about: 'calls that one user may start in a minute' },
  MAX_CALL_SECONDS: { kind: 'count', fallback: '7200', about: 'longest call, held by Asterisk itself' },
  RECORDING_RETENTION_DAYS: { kind: 'count', fallback: '90', about: 'recordings are deleted after so many days' },
  RECORDING_MIN_FREE_MB: {
    kind: 'count',
    fallback: '500',
    about: 'no recording is begun with less than this free on the disk of DATA_DIR; calls go on',
  },
  LOG_LEVEL: {
    kind: 'choice',
    choices: ['error', 'warn', 'info', 'debug'],
    fallback: 'info',
    about: 'how much the api says: error, warn, info or debug',
  },
  LOG_FORMAT: { kind: 'choice', choices: ['json', 'text'], fallback: 'json', about: 'how the api says it: json or text' },
  LOG_NUMBERS: {
    kind: 'flag',
    fallback: '0',
    about: '1: telephone numbers stand whole in the log; otherwise their middle is left out',
  },
  METRICS_TOKEN: {
    kind: 'string',
    secret: true,
    about: 'whoever reads /metrics has to know it; without it /metrics answers on loopback only',
  },
  JWT_SECRET: { kind: 'string', secret: true, about: 'signs access tokens; default: generated into DATA_DIR' },
  ENCRYPTION_KEY: { kind: 'string', secret: true, about: 'encrypts trunk passwords at rest; default: generated into DATA_DIR' },
  REDIS_URL: {
    kind: 'url',
    protocols: ['redis:', 'rediss:'],
    secret: true,
    about: 'only with several api replicas: carries live updates between them',
  },
  DEMO: { kind: 'flag', fallback: '1', about: '0: no demo carrier and no demo trunk' },
  DEBIAN_MIRROR: {
    kind: 'url',
    protocols: ['http:', 'https:'],
    about: "where Debian's packages come from; default: the machine's own apt sources",
  },
  PG_PORT: {
    kind: 'port',
    about: 'pins the port of the PostgreSQL that is started; default: a free one, kept in DATA_DIR/run.json',
  },
  HEP_PORT: { kind: 'port', about: "pins the port that Asterisk's SIP messages are copied to; default: likewise" },
  CARRIER_SIP_PORT: { kind: 'port', about: "pins the demo carrier's SIP port; default: likewise" },
};

/** Where a setting is wrong: `message` names each one and what was expected. */
export class SettingsError extends Error {
  /** @param {readonly string[]} problems */
  constructor(problems) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** @typedef {string | number | boolean | string[] | undefined} SettingValue */

/** @param {string} text */
const splitList = (text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** @param {string} text */
const isNetwork = (text) => {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

/**
 * Each kind: what a text means, or undefined where it means nothing.
 * @type {Record<SettingKind, { expected: string, parse: (text: string, setting: Setting) => SettingValue }>}
 */
const kinds = {
  string: { expected: 'one line of text', parse: (text) => (/[\r\n\0]/.test(text) ? undefined : text) },
  path: { expected: 'a path on one line', parse: (text) => (/[\r\n\0]/.test(text) ? undefined : text) },
  port: {
    expected: 'a port from 1 to 65535',
    parse: (text) => (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535 ? Number(text) : undefined),
  },
  count: {
    expected: 'a whole number from 1 to 1000000',
    parse: (text) => (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000 ? Number(text) : undefined),
  },
  flag: {
    expected: '0 or 1',
    parse: (text) => (text === '1' || text === 'true' ? true : text === '0' || text === 'false' ? false : undefined),
  },
  url: {
    expected: 'an address',
    parse: (text, setting) => {
      try {
        return setting.protocols?.includes(new URL(text).protocol) === false ? undefined : text.replace(/\/+$/, '');
      } catch {
        return undefined;
      }
    },
  },
  choice: {
    expected: 'one of',
    parse: (text, setting) => (setting.choices?.includes(text) ? text : undefined),
  },
  list: {
    expected: 'addresses separated by commas',
    parse: (text) => (/[\s\0]/.test(text.trim()) ? undefined : splitList(text)),
  },
  listen: {
    expected: 'an IPv4 address of this machine, or 0.0.0.0 for all of them',
    parse: (text) => (isIP(text) === 4 ? text : undefined),
  },
  networks: {
    expected: 'networks such as 192.168.0.0/16, separated by commas',
    parse: (text) => (splitList(text).every(isNetwork) ? splitList(text) : undefined),
  },
  prefixes: {
    expected: 'prefixes of 1 to 15 digits, separated by commas',
    parse: (text) => (splitList(text).every((part) => /^\d{1,15}$/.test(part)) ? splitList(text) : undefined),
  },
};

/**
 * Reads and checks every setting. Empty counts as not set.
 * @param {Record<string, string | undefined>} source such as process.env
 * @returns {Record<keyof typeof settings, SettingValue>}
 * @throws {SettingsError} naming every wrong one
 */
export function readSettings(source) {
  /** @type {Record<string, SettingValue>} */
  const values = {};
  const problems = [];
  for (const [name, setting] of Object.entries(/** @type {Record<string, Setting>} */ (settings))) {
    const text = source[name] === undefined || source[name] === '' ? setting.fallback : source[name];
    const value = text === undefined ? undefined : kinds[setting.kind].parse(text, setting);
    if (text !== undefined && value === undefined) {
      const schemes = setting.protocols
        ? ` that begins with ${setting.protocols.map((protocol) => `${protocol}//`).join(' or ')}`
        : '';
      const choices = setting.choices ? ` ${setting.choices.join(', ')}` : '';
      const shown = setting.secret ? '' : `, not ${JSON.stringify(text)}`;
      problems.push(`${name} must be ${kinds[setting.kind].expected}${choices}${schemes}${shown}.`);
    }
    values[name] = value;
  }
  if (problems.length === 0 && Number(values['RTP_START']) + 3 >= Number(values['RTP_END'])) {
    problems.push(
      `RTP_END must be greater than RTP_START by at least 4, not ${String(values['RTP_START'])} to ${String(values['RTP_END'])}.`,
    );
  }
  if ((values['TLS_CERT'] === undefined) !== (values['TLS_KEY'] === undefined)) {
    problems.push('TLS_CERT and TLS_KEY go together: set both or neither.');
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return /** @type {Record<keyof typeof settings, SettingValue>} */ (values);
}
