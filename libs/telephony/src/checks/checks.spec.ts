import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeHep } from './book-checks.js';
import { ConfigFiles, isLoopback, isTrue } from './config-files.js';
import { judgeVersion } from './door-checks.js';
import type { CheckSettings, FilesView } from './engine-check.js';
import { engineChecks } from './examine-engine.js';
import { REQUIRED_MODULES } from './module-checks.js';

describe('judgeVersion', () => {
  it.each([
    ['22.10.1', 'OK'],
    ['22.10.1+dfsg+~cs6.17.60671434-1', 'OK'],
    ['22.11.0', 'OK'],
    ['23.0.0', 'OK'],
    ['GIT-22-a1b2c3d', 'OK'],
    ['GIT-20-a1b2c3d', 'ERROR'],
    ['22.10.0', 'ERROR'],
    ['22.8.2', 'ERROR'],
    ['certified/22.8-cert1', 'ERROR'],
    ['20.19.0', 'ERROR'],
    ['', 'ERROR'],
  ])('should say of %j: %s', (version, state) => {
    expect(judgeVersion(version).state).toBe(state);
  });
});

describe('REQUIRED_MODULES', () => {
  it('should hold only what our own Asterisk loads too', () => {
    const own = readFileSync('asterisk/etc/modules.conf', 'utf8');
    expect(REQUIRED_MODULES.filter((name) => !own.includes(`load = ${name}\n`))).toEqual([]);
    expect(new Set(REQUIRED_MODULES).size).toBe(REQUIRED_MODULES.length);
  });
});

describe('engineChecks', () => {
  it('should each have a code of its own', () => {
    const codes = engineChecks.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('judgeHep', () => {
  const view = (address: string): FilesView => ({
    ...{ ari: 'OPEN', ariStatus: 200, ami: 'OPEN', statuses: {}, modules: new Set(['res_hep.so', 'res_hep_pjsip.so']) },
    files: new ConfigFiles(
      new Map([
        [
          'hep.conf',
          [
            {
              name: 'general',
              lines: [
                { key: 'enabled', value: 'yes' },
                { key: 'capture_address', value: address },
                { key: 'capture_password', value: 'ours' },
              ],
            },
          ],
        ],
      ]),
    ),
  });
  const settings = (amiHost: string, hepHost?: string) =>
    ({ amiHost, hepHost, hepPort: 9060, hepPassword: 'ours' }) as CheckSettings;

  it.each([
    ['127.0.0.1', undefined, '127.0.0.1:9060', undefined],
    ['10.1.1.5', '10.1.1.2', '10.1.1.2:9060', undefined],
    ['10.1.1.5', undefined, '10.1.1.2:9060', 'HEP_HOST='],
    ['10.1.1.5', '127.0.0.1', '127.0.0.1:9060', 'HEP_HOST='],
    ['10.1.1.5', '10.1.1.2', '10.1.1.2:9061', 'capture_address = 10.1.1.2:9060'],
    ['10.1.1.5', '0.0.0.0', '10.1.1.2:9061', 'capture_address = <the address of the api>:9060'],
    ['localhost', undefined, '127.0.0.1:9061', 'capture_address = 127.0.0.1:9060'],
  ])('should, with Asterisk at %s and the api hearing at %s, of copies to %s, say: %s', (amiHost, hepHost, address, line) => {
    const verdict = judgeHep(view(address), settings(amiHost, hepHost));
    expect(verdict.state).toBe(line === undefined ? 'OK' : 'WARNING');
    if (line !== undefined) expect(verdict.remedy?.lines.join('\n')).toContain(line);
  });
});

describe('ConfigFiles', () => {
  const files = new ConfigFiles(
    new Map([
      [
        'a.conf',
        [
          {
            name: 'general',
            lines: [
              { key: 'x', value: '1' },
              { key: 'x ', value: '> 2' },
            ],
          },
        ],
      ],
      ['b.conf', undefined],
    ]),
  );

  it('should take the last line of a key, with or without an arrow', () => {
    expect(files.all('a.conf', 'general', 'x')).toEqual(['1', '2']);
    expect(files.value('a.conf', 'general', 'x')).toBe('2');
    expect(files.value('b.conf', 'general', 'x')).toBeUndefined();
  });

  it.each([
    ['yes', true],
    ['On', true],
    ['1', true],
    ['no', false],
    ['', false],
    [undefined, false],
  ])('should read %j as %s', (value, expected) => expect(isTrue(value)).toBe(expected));

  it.each([
    ['127.0.0.1', true],
    ['127.0.0.1:8088', true],
    ['[::1]:5060', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.127.0.1', false],
  ])('should say whether %s is loopback', (address, expected) => expect(isLoopback(address)).toBe(expected));
});
