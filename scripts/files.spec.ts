import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastWords } from './child.mjs';
import { LogFile } from './log-file.mjs';
import { apiSecrets, awaitSecrets, readSecrets, telephoneSecrets } from './secrets.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('LogFile', () => {
  it('should move itself aside when it is full, and keep three', () => {
    const path = join(folder, 'logs/api.log');
    const log = new LogFile(path, 10);
    for (const text of ['a', 'b', 'c', 'd', 'e']) log.write(text.repeat(10));
    log.write('now');
    const contents = ['', '.1', '.2', '.3'].map((end) => readFileSync(`${path}${end}`, 'utf8')[0]);
    expect(contents).toEqual(['n', 'e', 'd', 'c']);
    expect(existsSync(`${path}.4`)).toBe(false);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  });

  it('should go on where it was', () => {
    const path = join(folder, 'api.log');
    new LogFile(path).write('one ');
    new LogFile(path).write('two');
    expect(readFileSync(path, 'utf8')).toBe('one two');
  });
});

describe('readSecrets', () => {
  it('should keep what it generated, for its owner only', () => {
    const first = readSecrets(folder);
    expect(readSecrets(folder)).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(Object.values(first).every((secret) => /^[\w-]{16,}$/.test(secret))).toBe(true);
    expect((statSync(join(folder, 'secrets.json')).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  });

  it('should add what a newer version wants, and change nothing else', () => {
    const path = join(folder, 'secrets.json');
    writeFileSync(path, JSON.stringify({ ENCRYPTION_KEY: 'kept' }));
    expect(readSecrets(folder)).toMatchObject({ ENCRYPTION_KEY: 'kept', JWT_SECRET: expect.any(String) });
  });

  it('should generate those that are wanted and no others', () => {
    expect(Object.keys(readSecrets(folder, apiSecrets)).sort()).toEqual([...apiSecrets].sort());
  });

  it('should be waited for by those who may only read them', async () => {
    const coming = awaitSecrets(folder, telephoneSecrets);
    const made = readSecrets(folder, telephoneSecrets);
    expect(await coming).toEqual(made);
    await expect(awaitSecrets(folder, apiSecrets, 150)).rejects.toThrow('did not come');
  });

  it('should never replace a file that it cannot read', () => {
    const path = join(folder, 'secrets.json');
    writeFileSync(path, '{');
    expect(() => readSecrets(folder)).toThrow('restore it from a backup');
    expect(readFileSync(path, 'utf8')).toBe('{');
  });
});

describe('lastWords', () => {
  it.each([
    ['', 'it said nothing'],
    ['one\ntwo\n', 'two'],
    ['Error: Port 4000 is taken.\n    at listen (net.js:1:2)\n    at main\n\nNode.js v20.20.2\n', 'Error: Port 4000 is taken.'],
    ['{"level":30,"msg":"starting"}\n{"level":50,"err":{"message":"no database"},"msg":"failed"}\n', 'no database'],
    ['{"level":50,"msg":"start failed"}\n', 'start failed'],
    ['[Nest] 7  - ERROR [Start] JWT_SECRET is not set.\nSee: https://x.example/errors\n', 'JWT_SECRET is not set.'],
    [
      '\x1b[96ma.ts\x1b[0m:3 - error TS2339: no x.\nb.ts:1 - error TS1: no y.\nFound 2 error(s).\n',
      'a.ts:3 - error TS2339: no x.',
    ],
  ])('should find them in %j', (output, words) => {
    expect(lastWords(output)).toBe(words);
  });
});
