import { describe, expect, it } from 'vitest';
import { apiAlone } from './api-alone.mjs';
import { root } from './instance.mjs';

const own = { JWT_SECRET: 'jwt', ENCRYPTION_KEY: 'key', ADMIN_PASSWORD: 'admin' };
const shared = { ASTERISK_ARI_PASSWORD: 'ari', ASTERISK_AMI_PASSWORD: 'ami', CARRIER_PASSWORD: 'carrier', HEP_PASSWORD: 'hep' };

describe('apiAlone', () => {
  it('should bring what was generated, and the settings as they are', () => {
    expect(apiAlone({ MAX_CALLS: '5', DATA_DIR: '/data' }, own)).toEqual({
      ...own,
      MAX_CALLS: '5',
      DATA_DIR: '/data',
      NODE_ENV: 'production',
    });
  });

  it('should prefer what is set, where it is not empty', () => {
    const environment = { JWT_SECRET: 'mine', ADMIN_PASSWORD: '', ASTERISK_ARI_PASSWORD: 'my-ari' };
    expect(apiAlone(environment, own, shared)).toMatchObject({
      JWT_SECRET: 'mine',
      ADMIN_PASSWORD: 'admin',
      ASTERISK_ARI_PASSWORD: 'my-ari',
      ASTERISK_AMI_PASSWORD: 'ami',
      TRUNKLINE_HEP_PASSWORD: 'hep',
    });
  });

  it.each([
    ['demo', true],
    ['redis,demo', true],
    ['redis, demo', true],
    ['redis', false],
    ['', false],
  ])('should know of the demo carrier by the profiles "%s": %s', (profiles, hasDemo) => {
    const environment = { COMPOSE_PROFILES: profiles, CARRIER_SIP_PORT: '5070' };
    const { TRUNKLINE_DEMO_TRUNK: trunk } = apiAlone(environment, own, shared);
    const account = { server: '127.0.0.1', port: 5070, username: 'demo', password: 'carrier' };
    expect(trunk && JSON.parse(trunk)).toEqual(hasDemo ? account : undefined);
    expect(apiAlone(environment, own)['TRUNKLINE_DEMO_TRUNK']).toBeUndefined();
  });

  it('should mean a relative DATA_DIR from the folder of .env', () => {
    expect(apiAlone({ DATA_DIR: 'data' }, own)['DATA_DIR']).toBe(`${root}/data`);
    expect(apiAlone({}, own)['DATA_DIR']).toBe(`${root}/.data`);
  });
});
