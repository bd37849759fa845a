// @ts-check
/** One Asterisk as a child process: its folders, its start, its command line, its end. Both the main one and the demo carrier run through here. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checked, render } from './render.mjs';

/**
 * How to run Asterisk; asteriskProgram() of scripts/debs.mjs finds it.
 * @typedef {object} AsteriskProgram
 * @property {string} command the program, or the loader that runs it
 * @property {readonly string[]} args come before every other argument
 * @property {Readonly<Record<string, string>>} env added to the environment
 * @property {string} version such as 22.10.1
 * @property {string} modulesDir
 * @property {string} dataDir Asterisk's astdatadir: rest-api, documentation, sounds
 * @property {string | null} [mohDir] folder of music on hold, if there is one
 */

/**
 * @typedef {object} AsteriskHandle
 * @property {import('node:child_process').ChildProcess} child its exit is the caller's to watch
 * @property {(command: string) => Promise<string>} cli runs one command of Asterisk's own command line
 * @property {() => Promise<void>} stop hangs up, ends it, and kills it after 5 s; safe to call again
 * @property {string} version
 * @property {string} logFile
 * @property {string} configFile
 */

/** Asterisk did not start, or would not. The message is one sentence for the person who started it. */
export class AsteriskStartError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'AsteriskStartError';
  }
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;
const CLI_LIMIT_MS = 15_000;
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;
const LOGS_KEPT = 5;
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
 * @param {AsteriskProgram} program
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
 * Starts Asterisk in the foreground, in a process group of its own, and waits until `isReady` says so.
 * @param {object} options
 * @param {AsteriskProgram} options.program
 * @param {string} options.name for messages
 * @param {string} options.runDir
 * @param {string} options.configFile
 * @param {readonly PortWanted[]} options.ports all are looked at before the start
 * @param {(cli: AsteriskHandle['cli']) => Promise<boolean>} options.isReady
 * @param {(line: string) => void} options.log
 * @returns {Promise<AsteriskHandle>}
 * @throws {AsteriskStartError}
 */
export async function runAsterisk({ program, name, runDir, configFile, ports, isReady, log }) {
  const socketDir = socketDirOf(runDir);
  await endEarlierRun(configFile, name, log);
  await rm(join(socketDir, 'asterisk.ctl'), { force: true });
  await rm(join(socketDir, 'asterisk.pid'), { force: true });
  await refuseTakenPorts(ports, name);

  const logFile = join(runDir, 'log', 'full');
  const logStart = existsSync(logFile) ? (await stat(logFile)).size : 0;
  const output = openSync(join(runDir, 'log', 'output'), 'w', 0o600);
  const asterisk = [program.command, ...program.args, '-C', configFile, '-f'];
  const child = spawn('/bin/sh', ['-c', LIMITS_THEN_RUN, 'sh', ...(await dyingWithUs()), ...asterisk], {
    cwd: join(runDir, 'lib'),
    env: { ...process.env, ...program.env },
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `code ${String(code)}`));
  });
  let ended = '';
  void exited.then((how) => (ended = how));

  /** @type {AsteriskHandle['cli']} */
  const cli = (command) => runCli(program, configFile, command);
  const stop = () => stopChild(child, cli, exited, () => ended !== '');
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isReady(cli).catch(() => false))) {
    if (ended)
      throw new AsteriskStartError(`${name} ended while starting (${ended}): ${await reasonOf(runDir, logFile, logStart)}`);
    if (Date.now() > deadline) {
      await stop();
      throw new AsteriskStartError(
        `${name} was not ready within ${String(START_LIMIT_MS / 1000)} s: ${await reasonOf(runDir, logFile, logStart)}`,
      );
    }
    await delay(50);
  }
  const rotation = setInterval(() => void rotateLog(logFile, cli), 60_000).unref();
  void exited.then(() => clearInterval(rotation));
  return { child, cli, stop, version: program.version, logFile, configFile };
}

/** More open files where the system lets us (not endlessly many: Asterisk walks through them), and files that only we can read. */
const LIMITS_THEN_RUN = 'ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)" 2>/dev/null; umask 077; exec "$@"';

/** Asks the kernel to end Asterisk when this process is gone, however it went. setpriv is on every Debian; without it nothing else changes. */
async function dyingWithUs() {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  return setpriv ? [setpriv, '--pdeathsig', 'TERM', '--'] : [];
}

/**
 * @param {AsteriskProgram} program
 * @param {string} configFile
 * @param {string} command
 * @returns {Promise<string>}
 */
export function runCli(program, configFile, command) {
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, [...program.args, '-C', configFile, '-rx', command], {
      env: { ...process.env, ...program.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: CLI_LIMIT_MS,
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (errors += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output.replace(/\s+$/, ''));
      else reject(new Error(errors.trim() || output.trim() || 'Asterisk does not answer on its command line.'));
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {AsteriskHandle['cli']} cli
 * @param {Promise<string>} exited
 * @param {() => boolean} isOver
 */
async function stopChild(child, cli, exited, isOver) {
  if (isOver() || child.pid === undefined) return;
  const deadline = delay(STOP_LIMIT_MS, 'late', { ref: false });
  // `core stop now` says BYE to everybody and unregisters; TERM does the same where the command line does not answer.
  void cli('core stop now').catch(() => signalGroup(child.pid, 'SIGTERM'));
  if ((await Promise.race([exited, deadline])) === 'late') signalGroup(child.pid, 'SIGKILL');
  await exited;
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

/**
 * An Asterisk that a killed earlier run left behind has our configuration open: it holds the ports and the astdb, so it is ended first.
 * @param {string} configFile
 * @param {string} name
 * @param {(line: string) => void} log
 */
async function endEarlierRun(configFile, name, log) {
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    const words = (await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (words[words.indexOf('-C') + 1] !== configFile || !words.includes('-f') || words[0] === '/bin/sh') continue;
    if (!(await readlink(`/proc/${entry}/exe`).catch(() => ''))) continue;
    log(`${name}: ending one that an earlier run left behind (process ${entry})`);
    process.kill(Number(entry), 'SIGTERM');
    const deadline = Date.now() + STOP_LIMIT_MS;
    while (existsSync(`/proc/${entry}/exe`) && (await readlink(`/proc/${entry}/exe`).catch(() => '')) && Date.now() < deadline)
      await delay(50);
    if (existsSync(`/proc/${entry}`)) signalOne(Number(entry));
  }
}

/** @param {number} pid */
function signalOne(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** @typedef {{ port: number, host: string, protocol: 'tcp' | 'udp', setting: string }} PortWanted */

/**
 * Asterisk would start without a port that it can't have, and only its log would say so.
 * @param {readonly PortWanted[]} ports
 * @param {string} name
 */
async function refuseTakenPorts(ports, name) {
  for (const { port, host, protocol, setting } of ports) {
    const code = await (protocol === 'tcp' ? tryTcp(port, host) : tryUdp(port, host));
    if (code === 'EADDRINUSE')
      throw new AsteriskStartError(
        `${name} needs ${protocol.toUpperCase()} port ${String(port)}, which another program has: stop that one or set ${setting}.`,
      );
    if (code === 'EACCES')
      throw new AsteriskStartError(
        `${name} may not open ${protocol.toUpperCase()} port ${String(port)} as this user: set ${setting} to one above 1023.`,
      );
    if (code)
      throw new AsteriskStartError(
        `${name} can't open ${protocol.toUpperCase()} port ${String(port)} (${code}): set ${setting}.`,
      );
  }
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string>} the error's code, empty when it is free
 */
const tryTcp = (port, host) =>
  new Promise((resolve) => {
    const server = createServer().once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code ?? error.message),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('')));
  });

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string>}
 */
const tryUdp = (port, host) =>
  new Promise((resolve) => {
    const socket = createSocket('udp4').once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      socket.close();
      resolve(error.code ?? error.message);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve('')));
  });

/**
 * The first error of this start, in Asterisk's own words.
 * @param {string} runDir
 * @param {string} logFile
 * @param {number} logStart
 */
async function reasonOf(runDir, logFile, logStart) {
  const logged = readFrom(logFile, logStart);
  const error = /\bERROR\[\d+\]\S* \S+ (.*)/.exec(logged)?.[1];
  const printed = (await readFile(join(runDir, 'log', 'output'), 'utf8').catch(() => '')).trim().split('\n').at(-1);
  return `${(error ?? (printed || 'it says nothing')).trim()} (see ${logFile})`;
}

/**
 * @param {string} file
 * @param {number} start
 */
function readFrom(file, start) {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(256 * 1024);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, start));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * @param {string} logFile
 * @param {AsteriskHandle['cli']} cli
 */
async function rotateLog(logFile, cli) {
  try {
    if ((await stat(logFile)).size < LOG_LIMIT_BYTES) return;
    await cli('logger rotate');
    await rm(`${logFile}.${String(LOGS_KEPT)}`, { force: true });
  } catch {
    // Tried again in a minute.
  }
}

/**
 * Whole or not at all, and for our eyes only.
 * @param {string} path
 * @param {string} text
 */
async function replaceFile(path, text) {
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
