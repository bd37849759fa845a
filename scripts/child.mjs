// @ts-check
/** Starts one child of ours: in a process group of its own, tied to us, its output in a log file. */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { tied } from './processes.mjs';
import { signalGroup } from './supervise.mjs';

/**
 * @typedef {object} ChildOptions
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} cwd
 * @property {Record<string, string | undefined>} env
 * @property {import('./log-file.mjs').LogFile} log
 * @property {(name: string) => Promise<boolean>} isReady a rejection counts as no
 * @property {number} [readyMs] how long it may take
 * @property {number} [stopMs] how long it may take to end after SIGTERM
 */

/**
 * @param {Promise<unknown>} event
 * @param {number} ms
 * @returns {Promise<boolean>} whether it came in time
 */
export async function within(event, ms) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve('late'), ms)));
  const first = await Promise.race([event.then(() => 'done'), late]);
  clearTimeout(timer);
  return first === 'done';
}

/**
 * The last thing that a program said, for people: a line of pino's JSON by its message, else the last line that is none of a stack trace.
 * @param {string} output
 */
export function lastWords(output) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^\^|^Node\.js v|^[{}]$/.test(line));
  const error =
    // Where errors are named as such the first is the one that counts: the others follow from it.
    lines.find((line) => /error TS\d|^\w*Error: |\bERROR\b/.test(line)) ??
    lines.findLast((line) => /error|cannot|must be|taken|refused|fail/i.test(line)) ??
    lines.at(-1) ??
    'it said nothing';
  try {
    const { msg, err } = JSON.parse(error);
    return String(err?.message ?? msg);
  } catch {
    return error.replace(/^\[Nest\].*?ERROR (\[\w+\] )?/, '').slice(0, 300);
  }
}

/**
 * @param {ChildOptions} options
 * @returns {Promise<import('./supervise.mjs').Running>} when it is ready
 * @throws {Error} in one sentence, with nothing left running
 */
export async function startChild({ name, command, args, cwd, env, log, isReady, readyMs = 120_000, stopMs = 2000 }) {
  const run = tied(command, args, { signal: 'KILL' });
  let output = '';
  const child = spawn(run.command, run.args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', (error) => {
      output += error.message;
      resolve(undefined);
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (/** @type {Buffer} */ chunk) => {
      log.write(chunk);
      output = (output + chunk.toString()).slice(-8192);
    });
  }
  let isOver = false;
  void ended.then(() => (isOver = true));
  const stop = async () => {
    signalGroup(child, 'SIGTERM');
    if (!isOver) await within(ended, stopMs);
    signalGroup(child, 'SIGKILL');
    if (child.pid !== undefined) await ended;
  };
  const end = Date.now() + readyMs;
  while (!(await isReady(name).catch(() => false))) {
    if (isOver) {
      await stop();
      throw new Error(`${name} ended while starting: ${lastWords(output)} (all of it is in ${log.path}).`);
    }
    if (Date.now() >= end) {
      await stop();
      throw new Error(
        `${name} was not ready within ${String(readyMs / 1000)} s: ${lastWords(output)} (all of it is in ${log.path}).`,
      );
    }
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
  }
  return { child, stop };
}
