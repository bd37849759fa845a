import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builds, isBuilt, sourcesHash } from './build.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trunkline-build-'));
  for (const path of ['libs/a/src/a.ts', 'apps/api/src/main.ts', 'tsconfig.json', 'apps/dashboard/src/page.tsx'])
    write(path, 'first');
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const hashes = () => builds.map((build) => sourcesHash(root, build));

describe('sourcesHash', () => {
  it.each([
    ['libs/a/src/a.ts', [true, false]],
    ['apps/api/src/new.ts', [true, false]],
    ['tsconfig.json', [true, false]],
    ['package-lock.json', [true, true]],
    ['apps/dashboard/src/page.tsx', [false, true]],
    ['apps/dashboard/.next/BUILD_ID', [false, false]],
    ['apps/dashboard/node_modules/x/index.js', [false, false]],
    ['libs/a/src/a.spec.ts', [false, false]],
    ['apps/api/test/some.e2e-spec.ts', [false, false]],
    ['apps/dashboard/e2e/call.e2e.ts', [false, false]],
    ['docs/settings.md', [false, false]],
  ])('should tell whether api and dashboard change with %s', (path, changes) => {
    const before = hashes();
    write(path, 'second');
    expect(hashes().map((hash, index) => hash !== before[index])).toEqual(changes);
  });

  it('should notice a file that was renamed', () => {
    const before = hashes();
    rmSync(join(root, 'libs/a/src/a.ts'));
    write('libs/a/src/b.ts', 'first');
    expect(hashes()[0]).not.toBe(before[0]);
  });
});

describe('isBuilt', () => {
  it.each(builds.map((build) => [build.name, build] as const))('should want result and marker of the %s', (_name, build) => {
    expect(isBuilt(root, build)).toBe(false);
    write(build.marker, sourcesHash(root, build));
    expect(isBuilt(root, build)).toBe(false);
    write(build.result, '');
    expect(isBuilt(root, build)).toBe(true);
    write(build.marker, 'another');
    expect(isBuilt(root, build)).toBe(false);
  });
});
