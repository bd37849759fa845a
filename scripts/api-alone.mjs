// @ts-check
/** What the api is told where it runs without `npm start`: the settings as they are, and the secrets that were generated for it. */
import { resolve } from 'node:path';
import { DEMO_LOGIN } from '../asterisk/demo-carrier/launcher.mjs';
import { root } from './instance.mjs';

/**
 * @typedef {import('./secrets.mjs').Secrets} Secrets
 * @typedef {Pick<Secrets, 'JWT_SECRET' | 'ENCRYPTION_KEY' | 'ADMIN_PASSWORD'>} ApiSecrets
 * @typedef {Pick<Secrets, 'ASTERISK_ARI_PASSWORD' | 'ASTERISK_AMI_PASSWORD' | 'CARRIER_PASSWORD' | 'HEP_PASSWORD'>} TelephoneSecrets
 */

/**
 * What is set wins over what was generated.
 * @param {Record<string, string | undefined>} environment
 * @param {ApiSecrets} own
 * @param {TelephoneSecrets} [shared] with an Asterisk that is started beside it (compose); the passwords of one's own are set
 * @returns {Record<string, string>}
 */
export function apiAlone(environment, own, shared) {
  const profiles = (environment['COMPOSE_PROFILES'] ?? '').split(',').map((name) => name.trim());
  const chosen = {
    ...own,
    ...(shared && {
      ASTERISK_ARI_PASSWORD: shared.ASTERISK_ARI_PASSWORD,
      ASTERISK_AMI_PASSWORD: shared.ASTERISK_AMI_PASSWORD,
      TRUNKLINE_HEP_PASSWORD: shared.HEP_PASSWORD,
    }),
    ...(shared &&
      profiles.includes('demo') && {
        TRUNKLINE_DEMO_TRUNK: JSON.stringify({
          ...{ server: '127.0.0.1', port: Number(environment['CARRIER_SIP_PORT']), username: DEMO_LOGIN },
          password: shared.CARRIER_PASSWORD,
        }),
      }),
  };
  const given = Object.entries(environment).filter((entry) => entry[1] !== undefined && entry[1] !== '');
  return {
    ...chosen,
    ...Object.fromEntries(given),
    NODE_ENV: 'production',
    // Relative ones are meant from the folder where .env lies.
    DATA_DIR: resolve(root, environment['DATA_DIR'] || '.data'),
  };
}
