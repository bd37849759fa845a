import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownInstance } from './known-instance.mjs';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'trunkline-known-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const write = (folder: string, name: string, value: unknown) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(value));
};

describe('knownInstance', () => {
  it('should know nothing of what was never started', () => {
    expect(knownInstance({ DATA_DIR: dataDir })).toMatchObject({
      dataDir,
      databaseUrl: undefined,
      ownsDatabase: true,
      hasDatabase: false,
    });
  });

  it('should find the ports and secrets of npm start', () => {
    write(dataDir, 'secrets.json', {
      PG_PASSWORD: 'p',
      ENCRYPTION_KEY: 'key',
      ASTERISK_ARI_PASSWORD: 'ari',
      HEP_PASSWORD: 'hep',
    });
    write(dataDir, 'run.json', { ports: { postgres: 5555, ami: 5039, hep: 9061, carrierSip: 5070, carrierRtp: 20000 } });
    const { databaseUrl, hasDatabase, apiEnvironment } = knownInstance({ DATA_DIR: dataDir });
    expect(databaseUrl).toBe('postgres://trunkline:p@127.0.0.1:5555/trunkline');
    expect(hasDatabase).toBe(true);
    expect(apiEnvironment).toMatchObject({ ENCRYPTION_KEY: 'key', ASTERISK_ARI_PASSWORD: 'ari', ASTERISK_AMI_PORT: '5039' });
    expect(apiEnvironment).toMatchObject({ HEP_PORT: '9061', TRUNKLINE_HEP_PASSWORD: 'hep', DATABASE_URL: databaseUrl });
  });

  it('should let the environment win', () => {
    write(dataDir, 'secrets.json', { PG_PASSWORD: 'p', ENCRYPTION_KEY: 'generated' });
    const given = { DATA_DIR: dataDir, DATABASE_URL: 'postgres://u:x@db.example/calls', ENCRYPTION_KEY: 'given' };
    const { databaseUrl, ownsDatabase, apiEnvironment } = knownInstance(given);
    expect([databaseUrl, ownsDatabase, apiEnvironment['ENCRYPTION_KEY']]).toEqual([given.DATABASE_URL, false, 'given']);
  });

  it('should find what is shared with an Asterisk in a container of its own', () => {
    const shared = join(dataDir, 'shared');
    write(dataDir, 'secrets.json', { ENCRYPTION_KEY: 'key' });
    write(shared, 'secrets.json', { ASTERISK_ARI_PASSWORD: 'ari', ASTERISK_AMI_PASSWORD: 'ami', HEP_PASSWORD: 'hep' });
    const settings = {
      DATA_DIR: dataDir,
      TELEPHONE_SECRETS_DIR: shared,
      DATABASE_URL: 'postgres://u@db.example/calls',
      HEP_PORT: '9060',
    };
    expect(knownInstance(settings).apiEnvironment).toMatchObject({
      ...{ ENCRYPTION_KEY: 'key', ASTERISK_ARI_PASSWORD: 'ari', ASTERISK_AMI_PASSWORD: 'ami' },
      ...{ TRUNKLINE_HEP_PASSWORD: 'hep', HEP_PORT: '9060' },
    });
  });
});
