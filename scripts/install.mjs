// @ts-check
/** `npm ci`, when the lock file is another than the one that was installed. One that was broken off never counts. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogFile } from './log-file.mjs';
import { withLock } from './lock.mjs';
import { npm, runStep, StepError } from './run-step.mjs';

/** npm ci empties node_modules first, so this is only there after a whole one. */
const MARKER = 'node_modules/.trunkline-lock';
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ECONNRESET|ENOTCACHED|ERR_SOCKET_TIMEOUT/;

/**
 * @param {string} root
 * @returns {string} changes with the lock file, and with what native packages depend on
 */
const wanted = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex');

/**
 * Somebody may have run `npm ci` by hand: npm writes its own list of what is there at the end.
 * @param {string} root
 */
function isInstalledByHand(root) {
  try {
    const list = (/** @type {string} */ path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
    const there = list('node_modules/.package-lock.json');
    return Object.entries(list('package-lock.json')).every(
      ([path, { version, link, optional, devOptional }]) =>
        !path.startsWith('node_modules/') || link || optional || devOptional || there[path]?.version === version,
    );
  } catch {
    return false;
  }
}

/**
 * @param {string} root
 * @returns {boolean}
 */
export function isInstalled(root) {
  const marker = join(root, MARKER);
  if (existsSync(marker)) return readFileSync(marker, 'utf8') === wanted(root);
  if (!isInstalledByHand(root)) return false;
  writeFileSync(marker, wanted(root));
  return true;
}

/**
 * npm's failures in a sentence with what to do.
 * @param {StepError} error
 * @param {string} root
 * @param {string} logPath
 */
export function installSentence(error, root, logPath) {
  const { output } = error;
  const host = /(?:request to |ENOTFOUND |EAI_AGAIN )(?:https?:\/\/)?([^\s/:]+)/.exec(output)?.[1] ?? "npm's registry";
  if (/ENOSPC/.test(output)) return `The disk of ${root} is full: free at least 2 GB there and start again.`;
  if (NO_NETWORK.test(output)) {
    return `The packages could not be downloaded: ${host} does not answer. Connect this machine to the network (behind a proxy: npm config set proxy http://…) and start again; npm's words are in ${logPath}.`;
  }
  if (/EACCES|EPERM|EROFS/.test(output))
    return `This user may not write to ${root}: start as its owner, or clone Trunkline to a folder of your own.`;
  return error.message;
}

/**
 * npm ci tries every package for minutes before it gives up. A registry that refuses to be asked is there all the same.
 * @param {Omit<Parameters<typeof runStep>[0], 'name' | 'run'>} options
 * @returns {Promise<boolean>}
 */
async function registryAnswers(options) {
  const run = npm(['ping', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=20000']);
  try {
    await runStep({ ...options, name: 'network', run });
    return true;
  } catch (error) {
    return !(error instanceof StepError && NO_NETWORK.test(error.output));
  }
}

/**
 * @param {object} options
 * @param {string} options.root the clone
 * @param {string} options.logDir
 * @param {(line: string) => void} options.say
 * @param {Record<string, string | undefined>} options.env
 * @param {AbortSignal} [options.signal]
 * @param {(child: import('node:child_process').ChildProcess) => void} [options.guard]
 * @returns {Promise<void>}
 * @throws {Error} in one sentence
 */
export async function installPackages({ root, logDir, say, env, signal, guard }) {
  if (isInstalled(root)) return;
  await withLock(
    join(root, '.trunkline-install.lock'),
    async () => {
      if (isInstalled(root)) return;
      const log = new LogFile(join(logDir, 'npm.log'));
      const total = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length;
      const common = { cwd: root, env, log, say, ...(signal ? { signal } : {}), ...(guard ? { guard } : {}) };
      const ci = ['ci', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts=false'];
      const network = await registryAnswers({ ...common, say: () => {} });
      say(
        `packages: ${network ? 'downloading and installing' : 'no network, installing from what npm has kept of'} ${String(total)} (npm ci)`,
      );
      try {
        await runStep({ ...common, name: 'packages', run: npm([...ci, ...(network ? ['--fetch-retries=3'] : ['--offline'])]) });
      } catch (error) {
        throw error instanceof StepError ? new Error(installSentence(error, root, log.path), { cause: error }) : error;
      }
      writeFileSync(join(root, MARKER), wanted(root));
    },
    () => say('packages: waiting for another start that installs them'),
  );
}
