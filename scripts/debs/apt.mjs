// @ts-check
/** An apt of our own: packages are fetched and unpacked into a folder as any user, and the system is neither read nor changed by it. */
import { cp, mkdir, readdir, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inParallel, run } from './run.mjs';

/** Debian's archive keys, with their fingerprints in the README beside them. */
const DEBIAN_KEYS = fileURLToPath(new URL('../../asterisk/keys', import.meta.url));
const PROGRESS_MS = 2_000;
const MEGABYTE = 1_000_000;

/** Packages could not be had. The message is one sentence for the person who started it. */
export class PackagesError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'PackagesError';
  }
}

/**
 * @typedef {object} FetchOptions
 * @property {string} folder empty; holds apt's own files and the packages while they are fetched
 * @property {string} root where they are unpacked
 * @property {readonly import('./apt-sources.mjs').AptSource[]} sources
 * @property {readonly string[]} packages
 * @property {boolean} whole all dependencies down to libc (for another release than the system's), or only what the system lacks
 * @property {string} architecture Debian's name for it
 * @property {number} needsMegabytes free space
 * @property {string} what in words, for the log
 * @property {(line: string) => void} log
 */

/**
 * @param {FetchOptions} options
 * @returns {Promise<{ version: string, count: number }>} the version of the first package
 * @throws {PackagesError}
 */
export async function fetchAndUnpack(options) {
  const { folder, root, packages, what, log } = options;
  await refuseFullDisk(folder, options.needsMegabytes, what);
  const config = await writeAptConfig(options);
  /** @type {(args: readonly string[]) => Promise<string>} */
  const apt = (args) =>
    run('apt-get', [...args], { APT_CONFIG: config, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }).catch((error) =>
      explain(error, what),
    );
  await readLists(config, what, log);
  const uris = await apt(['install', '-y', '--print-uris', '-qq', ...packages]);
  const total = [...uris.matchAll(/^'\S+' \S+ (\d+)/gm)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  const archives = join(folder, 'cache/archives');
  log(`${what}: downloading ${megabytes(total)} MB`);
  await withProgress(archives, total, what, log, () => apt(['install', '-y', '--download-only', '-q', ...packages]));
  // A part of a tree uses the system's libc, and no other libc fits the system's loader.
  const debs = (await readdir(archives)).filter((file) => file.endsWith('.deb') && (options.whole || !/^libc6_/.test(file)));
  if (debs.length === 0 && options.whole)
    throw new PackagesError(`${what}: the mirror sent no packages; set DEBIAN_MIRROR to another one.`);
  log(`${what}: unpacking ${String(debs.length)} packages`);
  await mkdir(root, { recursive: true });
  await inParallel(debs, async (deb) => {
    await run('dpkg-deb', ['-x', join(archives, deb), root], {}).catch((error) => explain(error, what));
  });
  const version = await run(
    'dpkg-deb',
    ['-f', join(archives, debs.find((deb) => deb.startsWith(`${packages[0] ?? ''}_`)) ?? ''), 'Version'],
    {},
  ).catch(() => '');
  return { version: version.trim(), count: debs.length };
}

/**
 * A list whose time is over is taken too (a mirror that is kept still, or a clock that is wrong), because its signature is checked all the same; it is said.
 * @param {string} config
 * @param {string} what
 * @param {(line: string) => void} log
 */
async function readLists(config, what, log) {
  log(`${what}: reading the list of packages`);
  const update = ['update', '-q', '-o', 'APT::Update::Error-Mode=any'];
  const env = { APT_CONFIG: config, LC_ALL: 'C' };
  await run('apt-get', update, env).catch(async (error) => {
    const age = /is expired \(invalid since ([^)]*)\)/.exec(String(error))?.[1];
    if (age === undefined) explain(error, what);
    log(
      `${what}: the mirror's list is signed by Debian but its time was over ${age} ago (an old mirror, or this machine's clock is wrong); going on with it`,
    );
    await run('apt-get', [...update, '-o', 'Acquire::Check-Valid-Until=false'], env).catch((again) => explain(again, what));
  });
}

/**
 * The newest version of a package that the sources hold, or undefined.
 * @param {Omit<FetchOptions, 'packages' | 'root' | 'needsMegabytes'>} options
 * @param {string} name
 */
export async function candidateVersion(options, name) {
  const config = await writeAptConfig(options);
  await readLists(config, options.what, options.log);
  const version = /Candidate: (\S+)/.exec(await run('apt-cache', ['policy', name], { APT_CONFIG: config, LC_ALL: 'C' }))?.[1];
  return version === '(none)' ? undefined : version;
}

/**
 * apt reads this before anything else; the system's own configuration is left out except for its proxies.
 * @param {Pick<FetchOptions, 'folder' | 'sources' | 'whole' | 'architecture'>} options
 * @returns {Promise<string>} the file for APT_CONFIG
 */
async function writeAptConfig({ folder, sources, whole, architecture }) {
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'etc/keys', 'log'])
    await mkdir(join(folder, part), { recursive: true });
  const ours = sources.every((source) => source.signedBy === undefined) && whole;
  if (ours) await cp(DEBIAN_KEYS, join(folder, 'etc/keys'), { recursive: true, filter: (path) => !path.endsWith('.md') });
  await writeFile(join(folder, 'state/status'), '');
  const lines = sources.map(
    ({ uri, suite, components, signedBy }) =>
      `deb ${signedBy ? `[signed-by=${signedBy}] ` : ''}${uri} ${suite} ${components.join(' ')}`,
  );
  await writeFile(join(folder, 'etc/sources.list'), `${lines.join('\n')}\n`);
  const proxies = (await run('apt-config', ['dump'], {}).catch(() => ''))
    .split('\n')
    .filter((line) => /^Acquire::https?::Proxy/i.test(line));
  const file = join(folder, 'etc/apt.conf');
  const settings = {
    'Dir::Etc': join(folder, 'etc'),
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::sourcelist': join(folder, 'etc/sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::trusted': ours ? '/dev/null' : '/etc/apt/trusted.gpg',
    'Dir::Etc::trustedparts': ours ? join(folder, 'etc/keys') : '/etc/apt/trusted.gpg.d',
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'state/lists'),
    'Dir::State::status': whole ? join(folder, 'state/status') : '/var/lib/dpkg/status',
    'Dir::State::extended_states': join(folder, 'state/extended_states'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Log': join(folder, 'log'),
    'Debug::NoLocking': '1',
    'APT::Install-Recommends': '0',
    'APT::Architecture': architecture,
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::http::Timeout': '30',
    'Acquire::https::Timeout': '30',
  };
  const text = [
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
    `APT::Architectures { "${architecture}"; };`,
    ...proxies,
  ];
  await writeFile(file, `${text.join('\n')}\n`);
  return file;
}

/**
 * @param {string} folder
 * @param {number} needed MB
 * @param {string} what
 */
async function refuseFullDisk(folder, needed, what) {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  if (free < needed)
    throw new PackagesError(
      `${what} needs ${String(needed)} MB of disk space and DATA_DIR has ${String(free)} MB: free some, or set DATA_DIR to a folder on a larger disk.`,
    );
}

/**
 * Says how much has come, and how fast, while the task runs.
 * @param {string} archives
 * @param {number} total bytes
 * @param {string} what
 * @param {(line: string) => void} log
 * @param {() => Promise<unknown>} task
 */
async function withProgress(archives, total, what, log, task) {
  const started = Date.now();
  let last = started;
  let lastBytes = 0;
  const timer = setInterval(() => {
    void bytesIn(archives).then((bytes) => {
      const now = Date.now();
      const rate = (bytes - lastBytes) / MEGABYTE / ((now - last) / 1000);
      log(`${what}: ${megabytes(bytes)} of ${megabytes(total)} MB, ${rate.toFixed(1)} MB/s`);
      [last, lastBytes] = [now, bytes];
    });
  }, PROGRESS_MS);
  try {
    await task();
  } finally {
    clearInterval(timer);
  }
  const seconds = (Date.now() - started) / 1000;
  log(
    `${what}: ${megabytes(total)} MB in ${seconds.toFixed(0)} s, ${(total / MEGABYTE / Math.max(seconds, 0.1)).toFixed(1)} MB/s`,
  );
}

/** @param {string} archives */
async function bytesIn(archives) {
  let sum = 0;
  for (const folder of [archives, join(archives, 'partial')]) {
    for (const file of await readdir(folder).catch(() => [])) {
      const entry = await stat(join(folder, file)).catch(() => undefined);
      if (entry?.isFile()) sum += entry.size;
    }
  }
  return sum;
}

/** @param {number} bytes */
const megabytes = (bytes) => String(Math.round(bytes / MEGABYTE));

/**
 * apt's complaint in one sentence with what to do.
 * @param {unknown} error
 * @param {string} what
 * @returns {never}
 */
function explain(error, what) {
  const text = error instanceof Error ? error.message : String(error);
  const mirror =
    'check the connection (and the proxy, if there is one), or set DEBIAN_MIRROR to a mirror that this machine reaches';
  if (/No space left|not enough free space/i.test(text))
    throw new PackagesError(`${what}: the disk is full: free some space, or set DATA_DIR to a folder on a larger disk.`);
  if (
    /NO_PUBKEY|EXPKEYSIG|REVKEYSIG|BADSIG|Missing key|verification failed|couldn't be verified|could not be verified/i.test(text)
  )
    throw new PackagesError(
      `${what}: the mirror's list is not signed by a key that we know (asterisk/keys/README.md says how to renew the keys): ${lastLine(text)}`,
    );
  if (/does not have a Release file|is not signed|\b(400|403|404|410) /.test(text))
    throw new PackagesError(
      `${what}: the mirror has no signed Debian archive at that address: set DEBIAN_MIRROR to one that has. apt says: ${lastLine(text)}`,
    );
  if (/resolv|connect|timed? ?out|unreachable|Failed to fetch|Connection/i.test(text))
    throw new PackagesError(`${what} can't be downloaded: ${mirror}. apt says: ${lastLine(text)}`);
  if (/Unable to locate package|no installation candidate/i.test(text))
    throw new PackagesError(
      `${what} is not in the list of that mirror: set DEBIAN_MIRROR to another one. apt says: ${lastLine(text)}`,
    );
  throw new PackagesError(`${what} can't be unpacked or fetched: ${lastLine(text)}`);
}

/** @param {string} text */
const lastLine = (text) =>
  text
    .split('\n')
    .filter((line) => /^(E|W|Err|dpkg|tar)[:\s-]/.test(line))
    .at(0) ??
  text.trim().split('\n').at(-1) ??
  '';
