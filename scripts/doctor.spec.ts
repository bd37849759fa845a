import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../libs/common/src/finding.js';
import { exitCode, report } from './doctor-report.mjs';

const well: Finding = { code: 'asterisk.ari', state: 'OK', message: 'ARI answers.' };
const wrong: Finding = {
  code: 'asterisk.ice',
  state: 'ERROR',
  message: 'ICE is off.',
  remedy: { file: 'rtp.conf', section: 'general', lines: ['icesupport = yes'], apply: 'module reload res_rtp_asterisk.so' },
};
const doubtful: Finding = { code: 'origin', state: 'WARNING', message: 'Soon.', remedy: { file: '.env', lines: ['A=1'] } };
const unseen: Finding = { code: 'asterisk.nat', state: 'UNKNOWN', message: 'Later.' };

describe('report', () => {
  it('should say where each line belongs, and count', () => {
    expect(report([well, wrong, doubtful, unseen])).toEqual([
      'XX asterisk.ice: ICE is off.',
      '     in rtp.conf, under [general]:',
      '         icesupport = yes',
      '     then: module reload res_rtp_asterisk.so',
      '!! origin: Soon.',
      '     in .env:',
      '         A=1',
      '?? asterisk.nat: Later.',
      '',
      '1 checks are well, 1 errors, 1 warnings, 1 could not be looked at.',
    ]);
  });

  it('should be short where all is well, and whole when asked', () => {
    expect(report([well])).toEqual(['1 checks are well, 0 errors, 0 warnings.']);
    expect(report([well], { all: true })).toContain('ok asterisk.ari: ARI answers.');
  });
});

describe('exitCode', () => {
  it.each<[Finding[], boolean, 0 | 1]>([
    [[well], false, 0],
    [[well, doubtful, unseen], false, 0],
    [[well, doubtful], true, 1],
    [[well, unseen], true, 1],
    [[well], true, 0],
    [[well, wrong], false, 1],
  ])('should be of %j, strict %s: %i', (findings, strict, code) => {
    expect(exitCode(findings, { strict })).toBe(code);
  });
});

describe('npm run doctor', () => {
  const run = (env: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), 'trunkline-doctor-'));
    const script = join(import.meta.dirname, 'doctor.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script], {
      env: { PATH: process.env['PATH'], DATA_DIR: folder, ...env },
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    return { status, said: stderr.trim() };
  };

  it('should say what is wrong with a setting, with an exit code of its own', () => {
    expect(run({ SIP_PORT: '70000' })).toEqual({ status: 2, said: 'SIP_PORT must be a port from 1 to 65535, not "70000".' });
  });

  it('should say that nothing was started yet', () => {
    expect(run({})).toMatchObject({ status: 2, said: expect.stringContaining('npm start first') });
  });
});
