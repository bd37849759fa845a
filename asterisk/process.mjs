// @ts-check
/** One Asterisk as a child process: its start, its command line, its end. Both the main one and the demo carrier run through here. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { tied } from '../scripts/processes.mjs';
import { replaceFile, socketDirOf } from './configuration.mjs';
import { refuseTakenPorts } from './free-ports.mjs';
import { AsteriskStartError } from './start-error.mjs';

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

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;
const CLI_LIMIT_MS = 15_000;
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;
const LOGS_KEPT = 5;

/**
 * Starts Asterisk in the foreground, in a process group of its own, and waits until `isReady` says so.
 * @param {object} options
 * @param {AsteriskProgram} options.program
 * @param {string} options.name for messages
 * @param {string} options.runDir
 * @param {string} options.configFile
 * @param {readonly import('./free-ports.mjs').PortWanted[]} options.ports all are looked at before the start
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

  await replaceFile(programFile(runDir), `${JSON.stringify({ ...program, configFile }, null, 2)}\n`);
  const logFile = join(runDir, 'log', 'full');
  const logStart = existsSync(logFile) ? (await stat(logFile)).size : 0;
  const output = openSync(join(runDir, 'log', 'output'), 'w', 0o600);
  const asterisk = [program.command, ...program.args, '-C', configFile, '-f'];
  // It ends with this process, however that ends.
  const bound = tied('/bin/sh', ['-c', LIMITS_THEN_RUN, 'sh', ...asterisk], { signal: 'TERM' });
  const child = spawn(bound.command, bound.args, {
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

/**
 * Tells the command line (scripts/asterisk-cli.mjs) how this one is run.
 * @param {string} runDir
 */
export const programFile = (runDir) => join(runDir, 'program.json');

/** More open files where the system lets us (not endlessly many: Asterisk walks through them), and files that only we can read. */
const LIMITS_THEN_RUN = 'ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)" 2>/dev/null; umask 077; exec "$@"';

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
  const { pid } = child;
  if (isOver() || pid === undefined) return;
  const deadline = delay(STOP_LIMIT_MS, 'late', { ref: false });
  // Says BYE to everybody and unregisters; TERM does the same where the command line does not answer.
  void cli('core stop now').catch(() => isOver() || signal(-pid, 'SIGTERM'));
  if ((await Promise.race([exited, deadline])) === 'late') signal(-pid, 'SIGKILL');
  await exited;
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
    if (words[words.indexOf('-C') + 1] !== configFile || words.at(-2) !== '-f') continue;
    log(`${name}: ending one that an earlier run left behind (process ${entry})`);
    const deadline = Date.now() + STOP_LIMIT_MS;
    signal(Number(entry), 'SIGTERM');
    while (await isAlive(entry)) {
      if (Date.now() > deadline) signal(Number(entry), 'SIGKILL');
      await delay(50);
    }
  }
}

/**
 * A process that has ended but was not collected yet has no program any more.
 * @param {string} pid
 */
const isAlive = async (pid) => (await readlink(`/proc/${pid}/exe`).catch(() => '')) !== '';

/**
 * @param {number} pid negative: its whole group
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

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
  return `${stripVTControlCharacters(error ?? (printed || 'it says nothing')).trim()} (see ${logFile})`;
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
 * Begins a new log where this one has grown large; the oldest goes.
 * @param {string} logFile
 * @param {AsteriskHandle['cli']} cli
 */
export async function rotateLog(logFile, cli) {
  try {
    if ((await stat(logFile)).size < LOG_LIMIT_BYTES) return;
    await cli('logger rotate');
    await rm(`${logFile}.${String(LOGS_KEPT)}`, { force: true });
  } catch {
    // Tried again in a minute.
  }
}
