// @ts-check
/** Small questions about processes and ports, for everything here that starts one. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * @param {number} pid
 * @returns {boolean} also for a process of another user
 */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  return statOf(pid)?.state !== 'Z';
}

/**
 * proc(5): the name in parentheses may hold anything, so fields are counted from the last one.
 * @param {number} pid
 * @returns {{ state: string, parent: number, startedAt: string } | undefined} undefined where there is no /proc or no such process
 */
export function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]), startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** @returns {[pid: number, parent: number][]} */
function everyProcess() {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
    return pids.map((pid) => [pid, statOf(pid)?.parent ?? 0]);
  }
  const listed = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const lines = (listed.stdout ?? '').trim().split('\n');
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid = 0, parent = 0]) => [pid, parent]);
}

/**
 * @param {number} pid
 * @returns {number[]} everything that it started and that is still under it, the youngest last
 */
export function descendantsOf(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const [child, parent] of everyProcess()) children.set(parent, [...(children.get(parent) ?? []), child]);
  const found = [pid];
  for (const parent of found) found.push(...(children.get(parent) ?? []));
  return found.slice(1);
}

/**
 * Where a process is and what it runs, as far as this user may know.
 * @param {number} pid
 * @returns {{ cwd?: string, program?: string, command?: string }}
 */
export function describeProcess(pid) {
  if (process.platform !== 'linux') {
    const listed = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return { command: listed.stdout?.trim() };
  }
  const link = (/** @type {string} */ name) => {
    try {
      return readlinkSync(`/proc/${String(pid)}/${name}`);
    } catch {
      return undefined;
    }
  };
  return { cwd: link('cwd'), program: link('exe') };
}

/**
 * @param {() => boolean} condition
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether it came true in time
 */
export async function waitUntil(condition, timeoutMs) {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/**
 * @param {string} [host]
 * @returns {Promise<number>} a TCP port that was free a moment ago
 */
export function freePort(host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

let knowsDeathSignal = /** @type {boolean | undefined} */ (undefined);

/**
 * Puts util-linux's setpriv before a command: it runs as another user where one is given, and is signalled by the kernel when
 * the thread that started it ends, however that happens (prctl(2), PR_SET_PDEATHSIG). Without setpriv (macOS) the command stays as it is.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ signal: 'INT' | 'TERM' | 'KILL', account?: { uid: number, gid: number } }} options
 * @returns {{ command: string, args: string[] }}
 */
export function tied(command, args, { signal, account }) {
  knowsDeathSignal ??= /--pdeathsig/.test(spawnSync('setpriv', ['--help'], { encoding: 'utf8' }).stdout ?? '');
  if (!knowsDeathSignal && !account) return { command, args: [...args] };
  const identity = account ? [`--reuid=${String(account.uid)}`, `--regid=${String(account.gid)}`, '--clear-groups'] : [];
  return {
    command: 'setpriv',
    args: [...identity, ...(knowsDeathSignal ? [`--pdeathsig=${signal}`] : []), '--', command, ...args],
  };
}
