// @ts-check
/** What an instance consists of: how each part is started, and how it is told whether it lives. */
import { join, resolve } from 'node:path';
import { startDemoCarrier } from '../asterisk/demo-carrier/launcher.mjs';
import { startAsterisk } from '../asterisk/launcher.mjs';
import { startChild } from './child.mjs';
import { databaseAnswers } from './database.mjs';
import { ask, basicAuthorization } from './http-status.mjs';
import { CARRIER_RTP_PORTS, root } from './instance.mjs';
import { LogFile } from './log-file.mjs';
import { startPostgres } from './postgres.mjs';

/**
 * @typedef {import('./supervise.mjs').Service} Service
 * @typedef {import('./instance.mjs').Instance} Instance
 * @typedef {{ service: Service, limits?: Partial<import('./supervise.mjs').Limits> }} Part
 */

/** @param {Instance} instance @param {string} name */
const logOf = ({ logDir }, name) => new LogFile(join(logDir, `${name}.log`));

/**
 * @param {Instance} instance
 * @param {(url: string) => void} onUrl told at every start; it stays the same
 * @returns {Part}
 */
export function postgresPart(instance, onUrl) {
  const log = logOf(instance, 'postgres');
  let url = '';
  return {
    service: {
      name: 'PostgreSQL',
      start: async () => {
        const postgres = await startPostgres({
          dataDir: instance.dataDir,
          port: instance.ports.postgres,
          log: (line) => log.line(line),
        });
        url = postgres.url;
        onUrl(url);
        return postgres;
      },
      answers: () => databaseAnswers(url),
    },
    limits: { silentMs: 20_000, probeEveryMs: 5000 },
  };
}

/**
 * @param {Instance} instance
 * @param {import('../asterisk/process.mjs').AsteriskProgram} program
 * @param {string | undefined} databaseUrl for Asterisk's own records; none are kept without
 * @returns {Part}
 */
export function asteriskPart(instance, program, databaseUrl) {
  const { settings, environment, secrets, ports, dataDir } = instance;
  const log = logOf(instance, 'asterisk');
  const ari = {
    username: settings['ASTERISK_ARI_USERNAME'],
    password: environment['ASTERISK_ARI_PASSWORD'] || secrets.ASTERISK_ARI_PASSWORD,
  };
  const ami = {
    username: settings['ASTERISK_AMI_USERNAME'],
    password: environment['ASTERISK_AMI_PASSWORD'] || secrets.ASTERISK_AMI_PASSWORD,
  };
  const http = settings['ASTERISK_HTTP_PORT'];
  return {
    service: {
      name: 'Asterisk',
      start: () =>
        startAsterisk({
          program,
          runDir: join(dataDir, 'asterisk'),
          ports: {
            ...{ sip: settings['SIP_PORT'], sipTls: settings['SIP_TLS_PORT'], http, ami: ports.ami, hep: ports.hep },
            ...{ rtpStart: settings['RTP_START'], rtpEnd: settings['RTP_END'] },
          },
          secrets: { ari, ami, hep: secrets.HEP_PASSWORD },
          ...(databaseUrl ? { database: { url: databaseUrl } } : {}),
          nat: {
            ...(settings['EXTERNAL_ADDRESS'] ? { externalAddress: settings['EXTERNAL_ADDRESS'] } : {}),
            localNets: settings['LOCAL_NETS'],
          },
          ...(settings['SIP_CA_FILE'] ? { caFile: resolve(root, settings['SIP_CA_FILE']) } : {}),
          log: (line) => log.line(line),
        }),
      answers: async () => {
        const authorization = basicAuthorization(ari.username, ari.password);
        return (await ask(`http://127.0.0.1:${String(http)}/ari/asterisk/ping`, { authorization })).status > 0;
      },
    },
    // Killing it ends every call, so it is given longer.
    limits: { silentMs: 15_000, probeEveryMs: 1000 },
  };
}

/**
 * @param {Instance} instance
 * @param {import('../asterisk/process.mjs').AsteriskProgram} program
 * @returns {Part}
 */
export function carrierPart(instance, program) {
  const { ports, secrets, dataDir } = instance;
  const log = logOf(instance, 'carrier');
  return {
    service: {
      name: 'the demo carrier',
      start: () =>
        startDemoCarrier({
          program,
          runDir: join(dataDir, 'carrier'),
          ports: { sip: ports.carrierSip, rtpStart: ports.carrierRtp, rtpEnd: ports.carrierRtp + CARRIER_RTP_PORTS - 1 },
          trunkPassword: secrets.CARRIER_PASSWORD,
          log: (line) => log.line(line),
        }),
    },
  };
}

/**
 * @param {Instance} instance
 * @param {Record<string, string | undefined>} env
 * @returns {Part}
 */
export function apiPart(instance, env) {
  const log = logOf(instance, 'api');
  const isLive = async () => (await ask(`${apiAddress(instance)}/health/live`)).status === 200;
  return {
    service: {
      name: 'the api',
      start: () =>
        startChild({
          ...{
            name: 'The api',
            command: process.execPath,
            args: ['--enable-source-maps', join(root, 'dist/apps/api/src/main.js')],
          },
          ...{ cwd: root, env, log, isReady: isLive, stopMs: 3000 },
        }),
      answers: isLive,
    },
  };
}

/** @param {Instance} instance */
export const apiAddress = ({ settings, environment }) =>
  `http://${environment['API_HOST'] || '127.0.0.1'}:${String(settings['API_PORT'])}`;

/**
 * @param {Instance} instance
 * @param {Record<string, string | undefined>} env
 * @returns {Part}
 */
export function dashboardPart(instance, env) {
  const { settings } = instance;
  const address = `${settings['TLS_CERT'] ? 'https' : 'http'}://127.0.0.1:${String(settings['DASHBOARD_PORT'])}/`;
  const log = logOf(instance, 'dashboard');
  const isServed = async () => (await ask(address)).status < 500;
  return {
    service: {
      name: 'the dashboard',
      start: () =>
        startChild({
          ...{ name: 'The dashboard', command: process.execPath, args: [join(root, 'apps/dashboard/server.mjs')] },
          ...{ cwd: join(root, 'apps/dashboard'), env, log, isReady: isServed, stopMs: 1500 },
        }),
      answers: async () => (await ask(address)).status > 0,
    },
    limits: { silentMs: 10_000, probeEveryMs: 2000 },
  };
}
