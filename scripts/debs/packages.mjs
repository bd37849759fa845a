// @ts-check
/**
 * The programs that npm can't bring: Asterisk 22, Chromium and SIPp. What the machine has is used; else Debian's packages are fetched by an apt
 * of our own and unpacked under DATA_DIR/packages. Nothing is installed into the system, as root or not.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { candidateVersion, fetchAndUnpack, PackagesError } from './apt.mjs';
import { debianMirror, distributionSources, readMachineSources } from './apt-sources.mjs';
import { lock } from './lock.mjs';
import { osRelease, run } from './run.mjs';
import { ARCHITECTURES, majorOf, OLDEST_ASTERISK, throughLoader } from './tree.mjs';

/** @typedef {'asterisk' | 'chromium' | 'sipp'} PackageSet */
/**
 * @typedef {object} PackageOptions
 * @property {string} dataDir
 * @property {string} [mirror] DEBIAN_MIRROR; default: the one of the machine's apt sources
 * @property {(line: string) => void} log
 */
/** @typedef {{ set: PackageSet, version: string, architecture: string, packages: number }} Manifest */
/** @typedef {{ root: string, version: string, architecture: string }} UnpackedSet */

const MANIFEST = 'trunkline.json';
const LOCK_SECONDS = 15 * 60;

/** sounds and music in G.722: twice the bandwidth of GSM and half the size of WAV. */
const SETS = {
  asterisk: {
    what: 'Asterisk',
    packages: ['asterisk', 'asterisk-core-sounds-en', 'asterisk-core-sounds-en-g722', 'asterisk-moh-opsound-g722'],
    needsMegabytes: 600,
  },
  chromium: { what: 'Chromium', packages: ['chromium', 'fonts-dejavu-core'], needsMegabytes: 700 },
  sipp: { what: 'SIPp', packages: ['sip-tester'], needsMegabytes: 100 },
};

/**
 * The set, unpacked: from an earlier run or fetched now. A second call is quick and needs no network.
 * @param {PackageOptions & { set: PackageSet }} options
 * @returns {Promise<UnpackedSet>}
 * @throws {PackagesError} one sentence with what to do
 */
export async function ensurePackages({ dataDir, set, mirror, log }) {
  const folder = join(dataDir, 'packages');
  const { what } = SETS[set];
  if (/[":;,'`\\${}<>|&\p{Cc}]/u.test(folder))
    throw new PackagesError(`DATA_DIR may not hold any of " : ; , ' \` \\ $ { } < > | &: choose another folder.`);
  const present = await unpackedSet(folder, set);
  if (present) return present;
  const architecture = await debianArchitecture(what);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = await lock(join(folder, '.lock'), LOCK_SECONDS, () =>
    log(`${what}: another process is fetching packages, waiting for it`),
  );
  if (!release)
    throw new PackagesError(
      `${what}: another process has been fetching packages for ${String(LOCK_SECONDS / 60)} minutes: end it and try again.`,
    );
  try {
    return (await unpackedSet(folder, set)) ?? (await fetchSet({ folder, set, mirror, architecture, log }));
  } finally {
    await release();
  }
}

/**
 * Holds the lock: whatever unfinished folder is there belongs to nobody.
 * @param {{ folder: string, set: PackageSet, mirror: string | undefined, architecture: string, log: (line: string) => void }} options
 * @returns {Promise<UnpackedSet>}
 */
async function fetchSet({ folder, set, mirror, architecture, log }) {
  const { what, packages, needsMegabytes } = SETS[set];
  for (const entry of await readdir(folder))
    if (entry.startsWith('.tmp-')) await rm(join(folder, entry), { recursive: true, force: true });
  const temporary = join(folder, `.tmp-${set}-${randomBytes(6).toString('hex')}`);
  await mkdir(join(temporary, 'apt'), { recursive: true, mode: 0o700 });
  try {
    const common = { folder: join(temporary, 'apt'), architecture, what, log };
    const chosen =
      set === 'asterisk' ? await asteriskSource({ ...common, mirror }) : { whole: false, sources: await ownSuite(mirror, what) };
    const root = join(temporary, 'root');
    const { version, count } = await fetchAndUnpack({ ...common, ...chosen, root, packages, needsMegabytes });
    if (set === 'asterisk') await finishAsteriskTree(root, architecture);
    /** @type {Manifest} */
    const manifest = { set, version, architecture, packages: count };
    await writeFile(join(root, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    const target = join(folder, `${set}-${version.replace(/^\d+:/, '').replace(/[^A-Za-z0-9.]+/g, '-')}-${architecture}`);
    await rm(target, { recursive: true, force: true });
    await rename(root, target);
    log(`${what} ${version} is unpacked under ${target}`);
    return { root: target, version, architecture };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Debian's sid, the only release that has Asterisk 22; on Ubuntu its own archive where that has it.
 * @param {{ folder: string, architecture: string, what: string, mirror: string | undefined, log: (line: string) => void }} options
 */
async function asteriskSource({ mirror, ...options }) {
  const sources = await readMachineSources();
  const archive = mirror ?? debianMirror(sources);
  if (archive) return { whole: true, sources: [{ uri: archive, suite: 'sid', components: ['main'] }] };
  const { ID = '', PRETTY_NAME = 'This system' } = await osRelease();
  const own =
    ID === 'ubuntu'
      ? distributionSources(sources).map((source) => ({ signedBy: '/usr/share/keyrings/ubuntu-archive-keyring.gpg', ...source }))
      : [];
  const version = own.length > 0 ? await candidateVersion({ ...options, whole: true, sources: own }, 'asterisk') : undefined;
  if (majorOf(version) >= OLDEST_ASTERISK) return { whole: true, sources: own };
  throw new PackagesError(
    `${PRETTY_NAME} has no Asterisk ${String(OLDEST_ASTERISK)} or newer and names no Debian mirror: set DEBIAN_MIRROR to one, install Asterisk yourself, or set ASTERISK_ARI_URL to one that runs already.`,
  );
}

/**
 * @param {string | undefined} mirror
 * @param {string} what
 */
async function ownSuite(mirror, what) {
  const { ID = '', VERSION_CODENAME = '' } = await osRelease();
  if (ID === 'ubuntu' && what === SETS.chromium.what)
    throw new PackagesError(
      "Ubuntu's chromium package is only a stub for snap: install a Chromium or Chrome yourself (for example with `npx playwright install --with-deps chromium`).",
    );
  const sources = distributionSources(await readMachineSources());
  if (sources.length > 0)
    return mirror ? sources.map((source) => (/\/debian$/.test(source.uri) ? { ...source, uri: mirror } : source)) : sources;
  if (mirror && VERSION_CODENAME) return [{ uri: mirror, suite: VERSION_CODENAME, components: ['main'] }];
  throw new PackagesError(
    `${what} is missing and this machine's apt sources name no Debian or Ubuntu archive: install ${what} yourself, or set DEBIAN_MIRROR.`,
  );
}

/**
 * What Debian does after unpacking: the English sounds get their short name. Then the program must run and say what it is.
 * @param {string} root
 * @param {string} architecture
 */
async function finishAsteriskTree(root, architecture) {
  const sounds = join(root, 'usr/share/asterisk/sounds');
  if (!existsSync(join(sounds, 'en')) && existsSync(join(sounds, 'en_US_f_Allison')))
    await symlink('en_US_f_Allison', join(sounds, 'en'));
  const { command, args } = throughLoader(root, architecture, 'usr/sbin/asterisk');
  const said = await run(command, [...args, '-V'], {}).catch((error) => String(error));
  const version = /Asterisk (\d+\S*)/.exec(said)?.[1];
  if (majorOf(version) < OLDEST_ASTERISK)
    throw new PackagesError(
      `The mirror holds no Asterisk ${String(OLDEST_ASTERISK)} or newer that runs here (it says: ${said.trim()}): set DEBIAN_MIRROR or ASTERISK_ARI_URL.`,
    );
}

/**
 * @param {string} folder
 * @param {PackageSet} set
 * @returns {Promise<UnpackedSet | undefined>}
 */
async function unpackedSet(folder, set) {
  for (const entry of (await readdir(folder).catch(() => []))
    .filter((name) => name.startsWith(`${set}-`))
    .sort()
    .reverse()) {
    const root = join(folder, entry);
    try {
      /** @type {Manifest} */
      const manifest = JSON.parse(await readFile(join(root, MANIFEST), 'utf8'));
      if (manifest.set === set) return { root, version: manifest.version, architecture: manifest.architecture };
    } catch {
      // Not one of ours, or not whole.
    }
  }
  return undefined;
}

/** @param {string} what */
async function debianArchitecture(what) {
  const architecture = (await run('dpkg', ['--print-architecture'], {}).catch(() => '')).trim();
  if (!architecture || !existsSync('/usr/bin/apt-get'))
    throw new PackagesError(
      `${what} is missing and this machine has no apt-get and dpkg to fetch it with: use Debian or Ubuntu, or install ${what} yourself${what === 'Asterisk' ? ` (version ${String(OLDEST_ASTERISK)} or newer), or set ASTERISK_ARI_URL to one that runs elsewhere` : ''}.`,
    );
  if (!ARCHITECTURES.has(architecture))
    throw new PackagesError(
      `${what} can't be fetched for ${architecture} (only for ${[...ARCHITECTURES.keys()].join(' and ')}): install it yourself.`,
    );
  return architecture;
}
