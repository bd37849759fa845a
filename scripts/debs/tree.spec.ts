import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { librariesOf } from './tree.mjs';

it('librariesOf should name the folders too in which packages keep libraries of their own', () => {
  const root = mkdtempSync(join(tmpdir(), 'tree-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  vi.stubEnv('LD_LIBRARY_PATH', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const libraries = join(root, 'usr/lib/x86_64-linux-gnu');
  for (const [folder, file] of [
    ['.', 'libpulse.so.0'],
    ['pulseaudio', 'libpulsecommon-16.1.so'],
    ['gconv', 'UTF-16.so'],
  ] as const) {
    mkdirSync(join(libraries, folder), { recursive: true });
    writeFileSync(join(libraries, folder, file), '');
  }
  expect(librariesOf(root, 'amd64')).toEqual({ LD_LIBRARY_PATH: `${libraries}:${join(libraries, 'pulseaudio')}` });
});
