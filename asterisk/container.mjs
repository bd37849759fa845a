#!/usr/bin/env node
// @ts-check
/**
 * Asterisk, or with `carrier` the demo carrier, as a container's only business: what `npm start` starts, with the settings of the environment. The main
 * one makes the passwords of ARI, AMI, HEP and the carrier, in a folder that the others read.
 */
import { join } from 'node:path';
import { readSettings } from '../libs/common/src/settings.js';
import { asteriskProgram } from '../scripts/debs.mjs';
import { awaitSecrets, readSecrets, telephoneSecrets } from '../scripts/secrets.mjs';
import { asteriskPart, carrierPart } from '../scripts/services.mjs';
import { Supervised } from '../scripts/supervise.mjs';

const CARRIER_RTP_START = 20_000;

const say = (/** @type {string} */ line) => console.log(line);
const isCarrier = process.argv[2] === 'carrier';
/** @type {Supervised | undefined} */
let running;
let isStopping = false;

async function stop() {
  if (isStopping) return;
  isStopping = true;
  await running?.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

try {
  const instance = await anInstance();
  const program = await asteriskProgram({ dataDir: instance.dataDir, log: say });
  const { service, limits } = isCarrier
    ? carrierPart(instance, program)
    : asteriskPart(instance, program, process.env['DATABASE_URL']);
  running = new Supervised(service, { say, ...(limits ? { limits } : {}) });
  await running.start();
  say(`${service.name.replace(/^the /, '')} ${program.version}: running`);
} catch (error) {
  if (!isStopping) console.error(error instanceof Error ? error.message : String(error));
  process.exit(isStopping ? 0 : 1);
}

/** As much of an instance as these two parts need. @returns {Promise<import('../scripts/instance.mjs').Instance>} */
async function anInstance() {
  const environment = { ...process.env };
  const settings = /** @type {Record<string, any>} */ (readSettings(environment));
  const secretsDir = environment['TELEPHONE_SECRETS_DIR'] ?? '';
  const secrets = isCarrier ? await awaitSecrets(secretsDir, telephoneSecrets) : readSecrets(secretsDir, telephoneSecrets);
  const dataDir = settings['DATA_DIR'];
  return /** @type {import('../scripts/instance.mjs').Instance} */ ({
    ...{ settings, environment, secrets, dataDir, logDir: join(dataDir, 'logs') },
    ports: {
      ...{ ami: settings['ASTERISK_AMI_PORT'], hep: settings['HEP_PORT'], postgres: 0 },
      ...{ carrierSip: settings['CARRIER_SIP_PORT'], carrierRtp: CARRIER_RTP_START },
    },
  });
}
