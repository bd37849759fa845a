// @ts-check
/** What api and dashboard read: the settings, with every address and secret that was chosen for this instance. */
import { resolve } from 'node:path';
import { DEMO_LOGIN } from '../asterisk/demo-carrier/launcher.mjs';
import { root } from './instance.mjs';

/** Of the launcher's own life under npm; it is none of the children's business. */
const NOT_PASSED = /^(npm_|NODE_OPTIONS$|INIT_CWD$)/;

/**
 * @param {import('./instance.mjs').Instance} instance
 * @param {string} databaseUrl
 * @returns {Record<string, string | undefined>}
 */
export function childEnvironment({ settings, environment, dataDir, secrets, ports, ownsAsterisk, hasDemo }, databaseUrl) {
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !NOT_PASSED.test(name)));
  const given = (/** @type {string} */ name, /** @type {string} */ otherwise) => environment[name] || otherwise;
  const demoTrunk = { server: '127.0.0.1', port: ports.carrierSip, username: DEMO_LOGIN, password: secrets.CARRIER_PASSWORD };
  return {
    ...kept,
    NODE_ENV: 'production',
    // What they say goes to files.
    NO_COLOR: '1',
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
    ...Object.fromEntries(
      ['TLS_CERT', 'TLS_KEY'].filter((name) => settings[name]).map((name) => [name, resolve(root, settings[name])]),
    ),
  };
}
