import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseEnvFile, withEnvFile } from './env-file.mjs';

describe('parseEnvFile', () => {
  it.each([
    ['A=1', { A: '1' }],
    ['A = 1 ', { A: '1' }],
    ['export A=1', { A: '1' }],
    ['A=', { A: '' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['\uFEFFA=1', { A: '1' }],
    ['# a comment\n\n  # another\nA=1', { A: '1' }],
    ['A=1 # why', { A: '1' }],
    ['A=# why', { A: '' }],
    ['A=http://x.example/#page', { A: 'http://x.example/#page' }],
    ['A=postgres://u:p=w@h/d?x=y', { A: 'postgres://u:p=w@h/d?x=y' }],
    ["A='as it # stands \\n'", { A: 'as it # stands \\n' }],
    ['A="two\\nlines \\"quoted\\" \\\\ # kept" # why', { A: 'two\nlines "quoted" \\ # kept' }],
    ['A="\\d"', { A: '\\d' }],
    ['A=a b', { A: 'a b' }],
    ['A=$HOME', { A: '$HOME' }],
    ['A=1\nA=2', { A: '2' }],
    ["A=it's", { A: "it's" }],
    ['', {}],
  ])('should read %j', (text, values) => {
    expect(parseEnvFile(text)).toEqual(values);
  });

  it.each([
    ['A', 1],
    ['A=1\n2B=3', 2],
    ['A="open', 1],
    ["A='open", 1],
    ['A="closed" and more', 1],
    ['\nSIP PORT=1', 2],
  ])('should refuse %j and name line %i', (text, line) => {
    expect(() => parseEnvFile(text)).toThrow(`.env, line ${line}: expected NAME=value`);
  });

  it('should not show a value, which may be a secret', () => {
    expect(() => parseEnvFile('ADMIN_PASSWORD="hunter2')).toThrow(/^(?!.*hunter2).*ADMIN_PASSWORD=…/);
  });
});

describe('withEnvFile', () => {
  it('should let the environment win, also with nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trunkline-env-'));
    const path = join(folder, '.env');
    writeFileSync(path, 'A=file\nB=file\nC=file\n');
    expect(withEnvFile(path, { A: 'process', B: '' })).toEqual({ A: 'process', B: '', C: 'file' });
    rmSync(folder, { recursive: true });
    expect(withEnvFile(path, { A: 'process' })).toEqual({ A: 'process' });
  });
});
