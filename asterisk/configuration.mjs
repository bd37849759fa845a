// @ts-check
/** The run folder of one Asterisk: its folders, and its configuration files written from templates. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checked, render } from './render.mjs';
import { AsteriskStartError } from './start-error.mjs';

/** sun_path holds 108 bytes with the closing zero. */
const SOCKET_PATH_BYTES = 107;

/**
 * Where the control socket lies: in the run folder, or under the system's temporary folder where that path would be too long for a Unix socket.
 * @param {string} runDir
 */
export function socketDirOf(runDir) {
  const own = join(runDir, 'run');
  if (Buffer.byteLength(join(own, 'asterisk.ctl')) <= SOCKET_PATH_BYTES) return own;
  return join(
    tmpdir(),
    `trunkline-${String(process.getuid?.() ?? 0)}-${createHash('sha256').update(runDir).digest('hex').slice(0, 12)}`,
  );
}

/**
 * The templates in a folder.
 * @param {string} folder
 */
export async function templatesIn(folder) {
  return (await readdir(folder)).filter((file) => file.endsWith('.conf')).map((file) => join(folder, file));
}

/** The templates that every Asterisk of ours has. */
export const sharedTemplates = () => templatesIn(fileURLToPath(new URL('./etc/shared', import.meta.url)));

/**
 * Makes the folders (0700) and writes the configuration. Files whose names are in `keep` are written only where they are missing.
 * @param {object} options
 * @param {string} options.runDir
 * @param {readonly string[]} options.templates their files
 * @param {Readonly<Record<string, string | boolean>>} options.values checked ones
 * @param {readonly string[]} [options.keep]
 * @param {readonly string[]} [options.leaveOut] templates that are not needed now
 * @returns {Promise<string>} the path of asterisk.conf
 */
export async function writeConfiguration({ runDir, templates, values, keep = [], leaveOut = [] }) {
  const socketDir = socketDirOf(runDir);
  const folders = ['', 'etc', 'lib', 'log', 'spool', 'spool/recording', 'spool/monitor', 'spool/outgoing', 'spool/tmp'];
  for (const folder of [...folders.map((name) => join(runDir, name)), socketDir]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  await chmod(runDir, 0o700);
  await refuseForeignFolder(socketDir);
  for (const template of templates) {
    const file = basename(template);
    const target = join(runDir, 'etc', file);
    if (leaveOut.includes(file)) await rm(target, { force: true });
    else if (!keep.includes(file) || !existsSync(target))
      await replaceFile(target, render(await readFile(template, 'utf8'), values));
  }
  return join(runDir, 'etc', 'asterisk.conf');
}

/**
 * The folders that every asterisk.conf names, checked.
 * @param {string} runDir
 * @param {import('./process.mjs').AsteriskProgram} program
 */
export function folderValues(runDir, program) {
  return {
    runDir: checked('The folder of Asterisk (under DATA_DIR)', runDir, 'path'),
    socketDir: checked('The folder of the control socket', socketDirOf(runDir), 'path'),
    modulesDir: checked("The folder of Asterisk's modules", program.modulesDir, 'path'),
    astDataDir: checked("The folder of Asterisk's data", program.dataDir, 'path'),
    mohDir: checked('The folder of music on hold', program.mohDir ?? join(runDir, 'lib', 'moh'), 'path'),
  };
}

/**
 * Whole or not at all, and for our eyes only.
 * @param {string} path
 * @param {string} text
 */
export async function replaceFile(path, text) {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * The temporary folder is everybody's: one of our name that somebody else made is not used.
 * @param {string} folder
 */
async function refuseForeignFolder(folder) {
  const { uid } = await stat(folder);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own) throw new AsteriskStartError(`${folder} belongs to another user: remove it.`);
  await chmod(folder, 0o700);
}
