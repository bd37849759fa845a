import { describe, expect, it } from 'vitest';
import { readSettings, settings } from '../libs/common/src/settings.js';
import { apiEnvironment, dashboardEnvironment } from './child-environment.mjs';
import type { Instance } from './instance.mjs';

const secrets = {
  ...{
    JWT_SECRET: 'jwt',
    ENCRYPTION_KEY: 'key',
    ADMIN_PASSWORD: 'admin',
    ASTERISK_ARI_PASSWORD: 'ari',
    ASTERISK_AMI_PASSWORD: 'ami',
  },
  ...{ CARRIER_PASSWORD: 'carrier', HEP_PASSWORD: 'hep', PG_PASSWORD: 'pg' },
};

const instance = (environment: Record<string, string> = {}, change: Partial<Instance> = {}): Instance => ({
  settings: readSettings(environment),
  environment: { PATH: '/bin', npm_config_x: 'y', NODE_OPTIONS: '--inspect', ...environment },
  ...{ dataDir: '/srv/data', logDir: '/srv/data/logs', secrets, state: {}, saveState: () => undefined, release: () => undefined },
  ports: { postgres: 1, ami: 2, hep: 3, carrierSip: 4, carrierRtp: 6 },
  ...{ ownsAsterisk: true, hasDemo: true },
  ...change,
});

describe('apiEnvironment', () => {
  it('should hold what was chosen and generated', () => {
    expect(apiEnvironment(instance(), 'postgres://x')).toMatchObject({
      ...{
        PATH: '/bin',
        NODE_ENV: 'production',
        DATA_DIR: '/srv/data',
        DATABASE_URL: 'postgres://x',
        JWT_SECRET: 'jwt',
        ENCRYPTION_KEY: 'key',
      },
      ...{
        ADMIN_PASSWORD: 'admin',
        ASTERISK_ARI_PASSWORD: 'ari',
        ASTERISK_AMI_PASSWORD: 'ami',
        ASTERISK_AMI_PORT: '2',
        HEP_PORT: '3',
      },
      TRUNKLINE_DEMO_TRUNK: JSON.stringify({ server: '127.0.0.1', port: 4, username: 'demo', password: 'carrier' }),
    });
  });

  it('should let settings win, and leave the rest of npm out', () => {
    const env = apiEnvironment(instance({ JWT_SECRET: 'mine', ADMIN_PASSWORD: 'mine', MAX_CALLS: '7' }), '');
    expect(env).toMatchObject({ JWT_SECRET: 'mine', ADMIN_PASSWORD: 'mine', MAX_CALLS: '7' });
    expect(Object.keys(env).filter((name) => /^npm_|NODE_OPTIONS/.test(name))).toEqual([]);
  });

  it('should hold no demo trunk without the demo carrier', () => {
    expect(apiEnvironment(instance({}, { hasDemo: false }), '')).not.toHaveProperty('TRUNKLINE_DEMO_TRUNK');
  });

  it("should keep a foreign Asterisk's AMI port", () => {
    const foreign = instance({ ASTERISK_ARI_URL: 'http://10.0.0.1:8088' }, { ownsAsterisk: false });
    expect(apiEnvironment(foreign, '')).toMatchObject({ ASTERISK_AMI_PORT: '5038' });
  });
});

describe('dashboardEnvironment', () => {
  it('should hold settings and no secret', () => {
    const given = Object.fromEntries(Object.entries(settings).map(([name]) => [name, '']));
    const env = dashboardEnvironment(
      instance({ ...given, DASHBOARD_PORT: '3001', JWT_SECRET: 'mine', DATABASE_URL: 'postgres://u:p@h/d' }),
    );
    expect(env).toMatchObject({ DASHBOARD_PORT: '3001', NODE_ENV: 'production' });
    expect(
      Object.keys(env).filter((name) => /SECRET|KEY$|PASSWORD|DATABASE_URL|TRUNKLINE/.test(name) && name !== 'TLS_KEY'),
    ).toEqual([]);
  });

  it('should name files so that they are found from anywhere', () => {
    const env = dashboardEnvironment(instance({ TLS_CERT: 'cert.pem', TLS_KEY: '/etc/key.pem', SIP_CA_FILE: 'ca.pem' }));
    expect(env['SIP_CA_FILE']).toMatch(/^\/.*ca\.pem$/);
    expect(env['TLS_CERT']).toMatch(/^\/.*cert\.pem$/);
    expect(env['TLS_KEY']).toBe('/etc/key.pem');
  });
});
