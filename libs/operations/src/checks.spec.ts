import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPort } from '@app/common/testing';
import { issue } from '../../../asterisk/certificate.mjs';
import { checkMachine, judgeSpace } from './check-machine.js';
import { checkOrigin, judgeCertificate, judgeOrigin } from './check-origin.js';

const DAY = 24 * 3_600_000;
const now = Date.parse('2026-06-01T00:00:00Z');
const certificateOf = (altNames: string[], days: number, from = now - DAY) =>
  issue({ commonName: 'calls.example', altNames, notBefore: new Date(from), notAfter: new Date(now + days * DAY) });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-checks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('judgeOrigin', () => {
  it.each([
    ['https://calls.example', 'OK'],
    ['http://localhost:3000', 'OK'],
    ['http://127.0.0.1:3000', 'OK'],
    ['http://[::1]:3000', 'OK'],
    ['http://10.0.0.5:3000', 'ERROR'],
    ['http://calls.example', 'ERROR'],
    ['http://localhost.example', 'ERROR'],
  ])('should say whether %s has a microphone: %s', (url, state) => {
    expect(judgeOrigin(url).state).toBe(state);
  });

  it('should name what to write', () => {
    expect(judgeOrigin('http://calls.example:3000').remedy?.lines[0]).toBe('PUBLIC_URL=https://calls.example');
  });
});

describe('judgeCertificate', () => {
  it.each([
    [['calls.example'], 90, 'calls.example', true, 'OK'],
    [['calls.example'], 7, 'calls.example', true, 'WARNING'],
    [['calls.example'], -1, 'calls.example', true, 'ERROR'],
    [['other.example'], 90, 'calls.example', true, 'ERROR'],
    [['calls.example'], 90, 'calls.example', false, 'ERROR'],
    [['10.0.0.5'], 90, '10.0.0.5', true, 'OK'],
    [['10.0.0.6'], 90, '10.0.0.5', true, 'ERROR'],
  ])('should judge one for %j that ends in %i days, on %s, with its own key: %s', (names, days, host, isOwn, state) => {
    const { certificate } = certificateOf(names, days);
    expect(judgeCertificate(new X509Certificate(certificate), isOwn, host, now).state).toBe(state);
  });

  it('should refuse one that does not count yet', () => {
    const { certificate } = certificateOf(['calls.example'], 90, now + DAY);
    expect(judgeCertificate(new X509Certificate(certificate), true, 'calls.example', now).message).toContain('counts only from');
  });
});

describe('checkOrigin', () => {
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const publicUrl = 'https://calls.example';
  const judged = async (tlsCert: string | undefined, tlsKey: string | undefined) =>
    (await checkOrigin({ publicUrl, tlsCert, tlsKey }, () => now)).find(({ code }) => code === 'origin.certificate');

  it('should read certificate and key, and see whether they belong together', async () => {
    const own = certificateOf(['calls.example'], 90);
    const cert = write('own.crt', own.certificate);
    expect(await judged(cert, write('own.key', own.key))).toMatchObject({ state: 'OK' });
    const other = write('other.key', certificateOf(['calls.example'], 90).key);
    expect(await judged(cert, other)).toMatchObject({ state: 'ERROR', message: 'TLS_KEY is not the key of TLS_CERT.' });
  });

  it.each([
    ['is not there', 'nowhere.crt'],
    ['is no certificate', 'rubbish.crt'],
  ])('should say that a certificate %s', async (_what, name) => {
    write('rubbish.crt', 'rubbish');
    const found = await judged(join(folder, name), join(folder, name));
    expect(found).toMatchObject({
      state: 'ERROR',
      remedy: { file: '.env', lines: [expect.stringContaining('TLS_CERT='), expect.any(String)] },
    });
  });

  it('should want none where TLS is another’s', async () => {
    expect(await judged(undefined, undefined)).toMatchObject({ state: 'OK' });
  });
});

describe('judgeSpace', () => {
  it.each([
    [5_000, 500, 'OK'],
    [900, 500, 'WARNING'],
    [499, 500, 'ERROR'],
  ])('should judge %i MB free of %i needed: %s', (free, needed, state) => {
    expect(judgeSpace(free, needed).state).toBe(state);
  });
});

describe('checkMachine', () => {
  const look = async (changed: { apiPort?: number; dataDir?: string } = {}) => {
    const settings = { dataDir: folder, recordingMinFreeMb: 1, dashboardPort: await aPort(), publicUrl: 'http://localhost:3000' };
    const findings = await checkMachine({ ...settings, apiPort: await aPort(), ...changed });
    return Object.fromEntries(findings.map((finding) => [finding.code, finding]));
  };

  it('should find nothing where nothing is wrong', async () => {
    expect(Object.values(await look()).map(({ state }) => state)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK']);
  });

  it('should know the api from another program', async () => {
    const api = createHttp((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    const stranger = createServer((socket) => socket.on('error', () => undefined).end('220 mail\r\n')).listen(0, '127.0.0.1');
    await Promise.all([api, stranger].map((server) => new Promise((done) => server.once('listening', done))));
    const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
    expect((await look({ apiPort: portOf(api) }))['ports.api']).toMatchObject({
      state: 'OK',
      message: expect.stringContaining('answers'),
    });
    expect((await look({ apiPort: portOf(stranger) }))['ports.api']).toMatchObject({
      state: 'ERROR',
      remedy: { file: '.env', lines: ['API_PORT=<another port>'] },
    });
    api.close();
    stranger.close();
  });

  it('should say that secrets can be read by others', async () => {
    const path = join(folder, 'secrets.json');
    writeFileSync(path, '{}');
    chmodSync(path, 0o644);
    expect((await look())['disk.secrets']).toMatchObject({ state: 'ERROR', remedy: { lines: [`chmod 600 ${path}`] } });
    chmodSync(path, 0o600);
    expect((await look())['disk.secrets']).toMatchObject({ state: 'OK' });
  });

  it('should say that recordings can not be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const found = await look({ dataDir: join(folder, 'file') });
    expect(found['disk.recordings']).toMatchObject({
      state: 'ERROR',
      remedy: { lines: [`mkdir -p ${join(folder, 'file/recordings')}`, expect.any(String)] },
    });
  });
});
