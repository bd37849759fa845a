// @ts-check
/** How to run each program: the machine's own where it has a usable one, else the unpacked one. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ensurePackages } from './packages.mjs';
import { run } from './run.mjs';
import { ARCHITECTURES, librariesOf, majorOf, OLDEST_ASTERISK, throughLoader } from './tree.mjs';

/** @typedef {import('./packages.mjs').PackageOptions} PackageOptions */
/** @typedef {import('../../asterisk/process.mjs').AsteriskProgram & { origin: 'system' | 'unpacked', soundsDir: string }} FoundAsterisk */
/** @typedef {{ command: string, args: readonly string[], env: Readonly<Record<string, string>>, origin: 'system' | 'unpacked' }} Program */

/** PATH of an ordinary user lacks the sbin folders. */
const ASTERISK_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/asterisk/sbin'];
const CHROMIUM_NAMES = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser'];

/**
 * Asterisk 22 or newer. The unpacked one runs through its own loader.
 * @param {PackageOptions} options
 * @returns {Promise<FoundAsterisk>}
 * @throws {import('./apt.mjs').PackagesError}
 */
export async function asteriskProgram(options) {
  const own = await systemAsterisk();
  if (own) {
    if (isUnsafe(own.version))
      options.log(`Asterisk ${own.version} of this machine has known faults in ARI that 22.10.1 mends: update it`);
    return own;
  }
  const { root, architecture } = await ensurePackages({ ...options, set: 'asterisk' });
  const { command, args, libraries } = throughLoader(root, architecture, 'usr/sbin/asterisk');
  const dataDir = join(root, 'usr/share/asterisk');
  return {
    command,
    args,
    // Its OpenSSL looks for its modules where the system's, of another version, has its own.
    env: { OPENSSL_MODULES: join(libraries, 'ossl-modules') },
    version: versionIn(await run(command, [...args, '-V'], {})) ?? 'unknown',
    origin: 'unpacked',
    modulesDir: join(libraries, 'asterisk/modules'),
    dataDir,
    soundsDir: join(dataDir, 'sounds'),
    mohDir: musicFolder([join(dataDir, 'moh'), join(root, 'var/lib/asterisk/moh')]),
  };
}

/** @returns {Promise<FoundAsterisk | undefined>} an installed one that is new enough and whole */
async function systemAsterisk() {
  for (const command of onPath(['asterisk'], ASTERISK_FOLDERS)) {
    const version = versionIn(await run(command, ['-V'], {}).catch(() => ''));
    if (version === undefined || majorOf(version) < OLDEST_ASTERISK) continue;
    const prefix = command.replace(/\/s?bin\/asterisk$/, '');
    const libraries = [...ARCHITECTURES.values()]
      .map(({ triplet }) => join(prefix, 'lib', triplet))
      .concat(join(prefix, 'lib64'), join(prefix, 'lib'));
    const modulesDir = libraries
      .map((folder) => join(folder, 'asterisk/modules'))
      .find((folder) => existsSync(join(folder, 'chan_pjsip.so')));
    const dataDir = [join(prefix, 'share/asterisk'), '/var/lib/asterisk', '/usr/share/asterisk'].find((folder) =>
      existsSync(join(folder, 'rest-api')),
    );
    if (!modulesDir || !dataDir) continue;
    const mohDir = musicFolder([join(dataDir, 'moh'), '/var/lib/asterisk/moh']);
    return {
      command,
      args: [],
      env: {},
      version,
      origin: 'system',
      modulesDir,
      dataDir,
      soundsDir: join(dataDir, 'sounds'),
      mohDir,
    };
  }
  return undefined;
}

/**
 * A Chromium or Chrome. The unpacked one is of the system's own suite and uses the system's libc.
 * @param {PackageOptions} options
 * @returns {Promise<Program>}
 * @throws {import('./apt.mjs').PackagesError}
 */
export async function chromiumProgram(options) {
  for (const command of onPath(CHROMIUM_NAMES, ['/usr/bin', '/usr/local/bin', '/opt/google/chrome'])) {
    // Ubuntu's stub only says that a snap is needed.
    if (/\d+\.\d+/.test(await run(command, ['--version'], {}).catch(() => '')))
      return { command, args: [], env: {}, origin: 'system' };
  }
  const { root, architecture } = await ensurePackages({ ...options, set: 'chromium' });
  const fonts = join(root, 'fonts.conf');
  await writeFile(fonts, fontConfiguration(root));
  await mkdir(join(root, 'cache'), { recursive: true });
  return {
    command: join(root, 'usr/lib/chromium/chromium'),
    args: ['--no-sandbox'],
    env: { ...librariesOf(root, architecture), FONTCONFIG_FILE: fonts },
    origin: 'unpacked',
  };
}

/**
 * SIPp, likewise.
 * @param {PackageOptions} options
 * @returns {Promise<Program>}
 * @throws {import('./apt.mjs').PackagesError}
 */
export async function sippProgram(options) {
  const command = onPath(['sipp'], ['/usr/bin', '/usr/local/bin'])[0];
  if (command !== undefined) return { command, args: [], env: {}, origin: 'system' };
  const { root, architecture } = await ensurePackages({ ...options, set: 'sipp' });
  return { command: join(root, 'usr/bin/sipp'), args: [], env: librariesOf(root, architecture), origin: 'unpacked' };
}

/**
 * Every executable of these names, PATH first.
 * @param {readonly string[]} names
 * @param {readonly string[]} folders besides PATH
 */
function onPath(names, folders) {
  const places = [
    ...new Set([...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/')), ...folders]),
  ];
  return names.flatMap((name) => places.map((folder) => join(folder, name))).filter(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Two advisories about ARI are mended in 22.10.1.
 * @param {string} version
 */
function isUnsafe(version) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major === 22 && (minor < 10 || (minor === 10 && patch < 1));
}

/** @param {string} text */
const versionIn = (text) => /Asterisk (?:certified\/)?(\d+(?:\.\d+)*)/.exec(text)?.[1];

/**
 * The first folder that has files in it.
 * @param {readonly string[]} folders
 */
const musicFolder = (folders) => folders.find((folder) => existsSync(folder) && readdirSync(folder).length > 0) ?? null;

/**
 * Which font stands for a kind is the machine's to say, where it does: else the first that is found would be taken, whatever it looks like.
 * @param {string} root
 */
const fontConfiguration = (root) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>/usr/share/fonts</dir><dir>${root}/usr/share/fonts</dir><cachedir>${root}/cache</cachedir>
${['sans-serif', 'system-ui'].map((kind) => preferred(kind, 'DejaVu Sans')).join('\n')}
${preferred('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`;

/**
 * @param {string} kind
 * @param {string} family
 */
const preferred = (kind, family) => `<alias><family>${kind}</family><prefer><family>${family}</family></prefer></alias>`;
