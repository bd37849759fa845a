// @ts-check
/** What api and dashboard read: the settings, with every address and secret that was chosen for this instance. */
import { resolve } from 'node:path';
import { DEMO_LOGIN } from '../asterisk/demo-carrier/launcher.mjs';
import { settings } from '../libs/common/src/settings.js';
import { root } from './instance.mjs';

/** Of the launcher's own life under npm; it is none of the children's business. */
const NOT_PASSED = /^(npm_|NODE_OPTIONS$|INIT_CWD$)/;

/**
 * @param {import('./instance.mjs').Instance} instance
 * @returns {Record<string, string | undefined>} what both are told
 */
function commonEnvironment({ settings, environment }) {
  const kept = Object.entries(environment).filter(([name]) => !NOT_PASSED.test(name));
  const files = ['TLS_CERT', 'TLS_KEY', 'SIP_CA_FILE']
    .filter((name) => settings[name])
    .map((name) => [name, resolve(root, settings[name])]);
  // NO_COLOR: what they say goes to files.
  return { ...Object.fromEntries([...kept, ...files]), NODE_ENV: 'production', NO_COLOR: '1' };
}

/**
 * @param {import('./instance.mjs').Instance} instance
 * @param {string} databaseUrl
 * @returns {Record<string, string | undefined>}
 */
export function apiEnvironment(instance, databaseUrl) {
  const { settings, environment, dataDir, secrets, ports, ownsAsterisk, hasDemo } = instance;
  const given = (/** @type {string} */ name, /** @type {string} */ otherwise) => environment[name] || otherwise;
  const demoTrunk = { server: '127.0.0.1', port: ports.carrierSip, username: DEMO_LOGIN, password: secrets.CARRIER_PASSWORD };
  return {
    ...commonEnvironment(instance),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    JWT_SECRET: given('JWT_SECRET', secrets.JWT_SECRET),
    ENCRYPTION_KEY: given('ENCRYPTION_KEY', secrets.ENCRYPTION_KEY),
    ADMIN_PASSWORD: given('ADMIN_PASSWORD', secrets.ADMIN_PASSWORD),
    ASTERISK_ARI_PASSWORD: given('ASTERISK_ARI_PASSWORD', secrets.ASTERISK_ARI_PASSWORD),
    ASTERISK_AMI_PASSWORD: given('ASTERISK_AMI_PASSWORD', secrets.ASTERISK_AMI_PASSWORD),
    ASTERISK_AMI_PORT: String(ownsAsterisk ? ports.ami : settings['ASTERISK_AMI_PORT']),
    HEP_PORT: String(ports.hep),
    TRUNKLINE_HEP_PASSWORD: secrets.HEP_PASSWORD,
    ...(hasDemo ? { TRUNKLINE_DEMO_TRUNK: JSON.stringify(demoTrunk) } : {}),
  };
}

/**
 * It serves pages and forwards: no secret is its business.
 * @param {import('./instance.mjs').Instance} instance
 * @returns {Record<string, string | undefined>}
 */
export function dashboardEnvironment(instance) {
  const isSecret = (/** @type {string} */ name) =>
    /** @type {Record<string, { secret?: boolean }>} */ (settings)[name]?.secret === true;
  return Object.fromEntries(Object.entries(commonEnvironment(instance)).filter(([name]) => !isSecret(name)));
}
