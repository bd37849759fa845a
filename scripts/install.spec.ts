import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installSentence, isInstalled } from './install.mjs';
import { StepError } from './run-step.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trunkline-install-'));
  lock('1.0.0');
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, value: unknown) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(value));
};
const packages = (version: string) => ({
  packages: {
    '': { name: 'x' },
    'apps/a': {},
    'node_modules/a': { version },
    'node_modules/b': { version: '2.0.0', optional: true },
  },
});
const lock = (version: string) => write('package-lock.json', packages(version));

describe('isInstalled', () => {
  it('should be false in a clean clone, and where npm was broken off', () => {
    expect(isInstalled(root)).toBe(false);
    write('node_modules/a/package.json', { version: '1.0.0' });
    expect(isInstalled(root)).toBe(false);
  });

  it('should take what was installed by hand, until the lock file changes', () => {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
    expect(isInstalled(root)).toBe(true);
    lock('1.0.1');
    expect(isInstalled(root)).toBe(false);
    lock('1.0.0');
    expect(isInstalled(root)).toBe(true);
  });

  it('should not take another version, or an installation without a package', () => {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '0.9.0' } } });
    expect(isInstalled(root)).toBe(false);
    write('node_modules/.package-lock.json', { packages: {} });
    expect(isInstalled(root)).toBe(false);
  });
});

describe('installSentence', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error request to https://registry.example/x failed', 'registry.example does not answer'],
    ['npm error code EAI_AGAIN\nnpm error getaddrinfo EAI_AGAIN registry.example', 'registry.example does not answer'],
    ['npm error code ECONNREFUSED', "npm's registry does not answer"],
    ['npm error code ENOSPC', 'is full: free at least 2 GB'],
    ['npm error code EACCES', 'may not write to'],
    ['npm error something else', 'packages failed: x'],
  ])('should explain %j', (output, sentence) => {
    expect(installSentence(new StepError('packages failed: x', output), root, '/log')).toContain(sentence);
  });
});
