import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from './settings.mjs';

const folder = mkdtempSync(join(tmpdir(), 'trunkline-settings-'));
const pem = join(folder, 'pem');
writeFileSync(pem, 'x');
afterAll(() => rmSync(folder, { recursive: true }));

describe('readSettings', () => {
  it('should have the documented defaults', () => {
    const { port, api, publicUrl, tls, dev } = readSettings({});
    expect([port, api.href, publicUrl.href, tls, dev]).toEqual([
      3000,
      'http://127.0.0.1:4000/',
      'http://localhost:3000/',
      undefined,
      false,
    ]);
  });

  it('should read what is set, at start', () => {
    const settings = readSettings({ DASHBOARD_PORT: '8443', API_URL: 'http://api:4000', TLS_CERT: pem, TLS_KEY: pem }, ['--dev']);
    expect([settings.port, settings.api.href, settings.publicUrl.href, settings.dev]).toEqual([
      8443,
      'http://api:4000/',
      'https://localhost:8443/',
      true,
    ]);
    expect(settings.tls?.cert.toString()).toBe('x');
    expect(readSettings({ DASHBOARD_HOST: '127.0.0.1', TRUST_PROXY: '1' })).toMatchObject({
      host: '127.0.0.1',
      isBehindProxy: true,
    });
  });

  it.each([
    [{ DASHBOARD_PORT: '0' }, 'DASHBOARD_PORT must be a port'],
    [{ DASHBOARD_PORT: '3000a' }, 'DASHBOARD_PORT must be a port'],
    [{ API_PORT: '70000' }, 'API_PORT must be a port'],
    [{ API_URL: 'api:4000' }, 'API_URL must be an http or https address'],
    [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL must be an http or https address'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY must be 0 or 1'],
    [{ TLS_CERT: pem }, 'TLS_CERT and TLS_KEY are set together'],
    [{ TLS_CERT: pem, TLS_KEY: '/nowhere/key.pem' }, "TLS_KEY: the file /nowhere/key.pem can't be read (ENOENT)"],
  ])('should refuse %j in words', (env, words) => {
    expect(() => readSettings(env)).toThrow(words);
  });
});
