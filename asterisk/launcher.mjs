// @ts-check
/** Starts the main Asterisk: configuration from etc/, rendered into the run folder, and a child process that is ready when this resolves. */
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCaBundle } from './ca-bundle.mjs';
import { ensureCertificate } from './certificate.mjs';
import { ensureMusic } from './music.mjs';
import { folderValues, sharedTemplates, templatesIn, writeConfiguration } from './configuration.mjs';
import { runAsterisk } from './process.mjs';
import { checked, ConfigValueError } from './render.mjs';
import { AsteriskStartError } from './start-error.mjs';

const TEMPLATES = fileURLToPath(new URL('./etc', import.meta.url));
/** Written by the api over AMI; a start leaves them as they are, so that telephones work before the api is back. */
const WRITTEN_BY_THE_API = ['trunkline-outbound.conf', 'trunkline-inbound.conf'];
const PING_LIMIT_MS = 2_000;

/**
 * @typedef {object} StartAsteriskOptions
 * @property {import('./process.mjs').AsteriskProgram} program
 * @property {string} runDir DATA_DIR/asterisk; astdb, recordings and logs stay there
 * @property {{ sip: number, sipTls: number, http: number, ami: number, rtpStart: number, rtpEnd: number, hep?: number }} ports
 *   hep: where SIP messages are copied to; nobody needs to listen there yet
 * @property {{ ari: Login, ami: Login, hep?: string }} secrets hep is needed with ports.hep
 * @property {{ externalAddress?: string, localNets?: readonly string[] }} [nat]
 * @property {string} [caFile] PEM: authorities that providers' certificates may come from, besides the public ones
 * @property {{ url: string, table?: string }} [database] for Asterisk's own records (CEL); the table (default `cel`) must be there
 * @property {(line: string) => void} log
 */
/** @typedef {{ username: string, password: string }} Login */

/**
 * Ready means: ARI answers to its password and Asterisk has fully booted.
 * @param {StartAsteriskOptions} options
 * @returns {Promise<import('./process.mjs').AsteriskHandle>}
 * @throws {AsteriskStartError} one sentence with what to do
 */
export async function startAsterisk({ program, runDir, ports, secrets, nat = {}, caFile, database, log }) {
  const templates = [...(await sharedTemplates()), ...(await templatesIn(TEMPLATES))];
  const values = configurationValues({ program, runDir, ports, secrets, nat, database });
  const leaveOut = [...(values.hep ? [] : ['hep.conf']), ...(values.database ? [] : ['cel_pgsql.conf'])];
  const configFile = await writeConfiguration({ runDir, templates, values, keep: WRITTEN_BY_THE_API, leaveOut });
  await ensureCertificate(join(runDir, 'lib'));
  await writeCaBundle(join(runDir, 'lib'), caFile);
  if (!program.mohDir) await ensureMusic(join(runDir, 'lib', 'moh'));
  return runAsterisk({
    program,
    name: 'Asterisk',
    runDir,
    configFile,
    ports: [
      { port: ports.sip, host: '0.0.0.0', protocol: 'udp', setting: 'SIP_PORT' },
      { port: ports.sip, host: '0.0.0.0', protocol: 'tcp', setting: 'SIP_PORT' },
      { port: ports.sipTls, host: '0.0.0.0', protocol: 'tcp', setting: 'SIP_TLS_PORT' },
      { port: ports.http, host: '127.0.0.1', protocol: 'tcp', setting: 'ASTERISK_HTTP_PORT' },
      { port: ports.ami, host: '127.0.0.1', protocol: 'tcp', setting: 'ASTERISK_AMI_PORT' },
    ],
    isReady: async (cli) =>
      (await ariAnswers(ports.http, secrets.ari)) && /fully booted/i.test(await cli('core waitfullybooted')),
    log,
  });
}

/**
 * Every value of the templates, checked.
 * @param {Omit<StartAsteriskOptions, 'log'>} options
 * @returns {Record<string, string | boolean>}
 * @throws {AsteriskStartError}
 */
export function configurationValues({ program, runDir, ports, secrets, nat = {}, database }) {
  try {
    return {
      ...folderValues(runDir, program),
      sipPort: checked('SIP_PORT', ports.sip, 'port'),
      sipTlsPort: checked('SIP_TLS_PORT', ports.sipTls, 'port'),
      httpPort: checked('ASTERISK_HTTP_PORT', ports.http, 'port'),
      amiPort: checked('ASTERISK_AMI_PORT', ports.ami, 'port'),
      rtpStart: checked('RTP_START', ports.rtpStart, 'port'),
      rtpEnd: checked('RTP_END', ports.rtpEnd, 'port'),
      ariUsername: checked('ASTERISK_ARI_USERNAME', userName(secrets.ari.username), 'name'),
      ariPassword: checked('ASTERISK_ARI_PASSWORD', secrets.ari.password, 'secret'),
      amiUsername: checked('ASTERISK_AMI_USERNAME', userName(secrets.ami.username), 'name'),
      amiPassword: checked('ASTERISK_AMI_PASSWORD', secrets.ami.password, 'secret'),
      ...natValues(nat),
      ...hepValues(ports.hep, secrets.hep),
      ...databaseValues(database),
    };
  } catch (error) {
    throw error instanceof ConfigValueError ? new AsteriskStartError(error.message) : error;
  }
}

/**
 * `general` would be the section that holds everybody's settings.
 * @param {string} name
 */
const userName = (name) => (name.toLowerCase() === 'general' ? '' : name);

/** @param {NonNullable<StartAsteriskOptions['nat']>} nat @returns {Record<string, string | boolean>} */
function natValues({ externalAddress, localNets = [] }) {
  if (!externalAddress) return { nat: false };
  const external = checked('EXTERNAL_ADDRESS', externalAddress, 'host');
  const nets = localNets.map((net) => checked('LOCAL_NETS', net, 'network'));
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return {
    nat: true,
    externalAddress: external,
    localNetLines: nets.map((net) => `local_net = ${net}`).join('\n'),
    iceCandidateLines: own
      .filter((address) => address.family === 'IPv4' && !address.internal)
      .map((address) => `${address.address} => ${external},include_local_address`)
      .join('\n'),
  };
}

/**
 * @param {number | undefined} port
 * @param {string | undefined} password
 * @returns {Record<string, string | boolean>}
 */
function hepValues(port, password) {
  if (port === undefined) return { hep: false };
  return { hep: true, hepPort: checked('HEP_PORT', port, 'port'), hepPassword: checked('The HEP password', password, 'secret') };
}

/** @param {StartAsteriskOptions['database']} database @returns {Record<string, string | boolean>} */
function databaseValues(database) {
  if (database === undefined) return { database: false, celEnabled: 'no' };
  const url = new URL(database.url);
  // As pg reads it: a folder is that of the server's socket, where nobody may ask for a password.
  const folder = url.searchParams.get('host');
  const password = decodeURIComponent(url.password);
  return {
    database: true,
    celEnabled: 'yes',
    dbHost: folder?.startsWith('/')
      ? checked("DATABASE_URL's folder of the socket", folder, 'path')
      : checked("DATABASE_URL's host", url.hostname, 'host'),
    dbPort: checked("DATABASE_URL's port", url.port || '5432', 'port'),
    dbName: checked("DATABASE_URL's database", decodeURIComponent(url.pathname.slice(1)), 'name'),
    dbUser: checked("DATABASE_URL's user", decodeURIComponent(url.username), 'name'),
    dbPassword: folder && password === '' ? '' : checked("DATABASE_URL's password", password, 'secret'),
    dbTable: checked('The table of call records', database.table ?? 'cel', 'name'),
  };
}

/**
 * @param {number} port
 * @param {Login} login
 */
async function ariAnswers(port, { username, password }) {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const url = `http://127.0.0.1:${String(port)}/ari/asterisk/ping`;
  const answer = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(PING_LIMIT_MS) });
  await answer.arrayBuffer();
  return answer.ok;
}
