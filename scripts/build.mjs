// @ts-check
/** Builds the api and the dashboard when their sources are others than those that were built. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogFile } from './log-file.mjs';
import { withLock } from './lock.mjs';
import { npm, runStep } from './run-step.mjs';

/** @typedef {{ name: string, script: string, sources: readonly string[], leaveOut: RegExp, result: string, marker: string }} Build */

/** @type {Build} */
export const apiBuild = {
  name: 'api build',
  script: 'build:api',
  sources: ['apps/api', 'libs', 'tsconfig.json', 'nest-cli.json', 'package-lock.json'],
  leaveOut: /(^|\/)(node_modules|dist|test|testing|[^/]*\.(spec|e2e-spec|asterisk-spec)\.ts)$/,
  result: 'dist/apps/api/src/main.js',
  marker: 'dist/.trunkline-build',
};

/** @type {Build} */
export const dashboardBuild = {
  name: 'dashboard build',
  script: 'build:dashboard',
  sources: ['apps/dashboard', 'package-lock.json'],
  leaveOut: /(^|\/)(node_modules|\.next|e2e|next-env\.d\.ts|[^/]*\.(tsbuildinfo|spec\.tsx?))$/,
  result: 'apps/dashboard/.next/BUILD_ID',
  marker: 'apps/dashboard/.next/.trunkline-build',
};

export const builds = [apiBuild, dashboardBuild];

/**
 * @param {string} root
 * @param {Build} build
 * @returns {string} a hash of the names and contents of all its sources
 */
export function sourcesHash(root, { sources, leaveOut }) {
  const hash = createHash('sha256').update(process.versions.node);
  const add = (/** @type {string} */ path) => {
    const full = join(root, path);
    if (leaveOut.test(path) || !existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    else hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
  };
  for (const source of sources) add(source);
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {Build} build
 * @returns {boolean} whether what is there was built from what is there
 */
export function isBuilt(root, build) {
  const marker = join(root, build.marker);
  return existsSync(join(root, build.result)) && existsSync(marker) && readFileSync(marker, 'utf8') === sourcesHash(root, build);
}

/**
 * @param {Build} build
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.logDir
 * @param {(line: string) => void} options.say
 * @param {Record<string, string | undefined>} options.env
 * @param {AbortSignal} [options.signal]
 * @param {(child: import('node:child_process').ChildProcess) => void} [options.guard]
 * @returns {Promise<void>}
 */
export async function buildOnce(build, { root, logDir, say, env, signal, guard }) {
  if (isBuilt(root, build)) return;
  await withLock(
    join(root, `node_modules/.trunkline-${build.script.replace(':', '-')}.lock`),
    async () => {
      const hash = sourcesHash(root, build);
      if (isBuilt(root, build)) return;
      say(`${build.name}: building`);
      rmSync(join(root, build.marker), { force: true });
      await runStep({
        name: build.name,
        run: npm(['run', '--silent', build.script]),
        cwd: root,
        env: { ...env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
        log: new LogFile(join(logDir, 'build.log')),
        say,
        ...(signal ? { signal } : {}),
        ...(guard ? { guard } : {}),
      });
      // What changed meanwhile is built next time.
      writeFileSync(join(root, build.marker), hash);
    },
    () => say(`${build.name}: waiting for another start that builds`),
  );
}
