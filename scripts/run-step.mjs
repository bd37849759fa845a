// @ts-check
/** Runs a program to its end (npm ci, a build): its output in a log file, a sign of life now and then, ended with us. */
import { spawn } from 'node:child_process';
import { lastWords } from './child.mjs';
import { tied } from './processes.mjs';
import { signalGroup } from './supervise.mjs';

const SIGN_OF_LIFE_MS = 15_000;

/** A step that failed: `output` is the end of what it said. */
export class StepError extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output) {
    super(message);
    this.name = 'StepError';
    this.output = output;
  }
}

/**
 * npm as it was started, else the one on the PATH.
 * @param {readonly string[]} args
 * @returns {{ command: string, args: string[] }}
 */
export function npm(args) {
  const cli = process.env['npm_execpath'];
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return { command: process.execPath, args: [cli, ...args] };
  return { command: 'npm', args: [...args] };
}

/**
 * @param {object} step
 * @param {string} step.name for people
 * @param {{ command: string, args: string[] }} step.run
 * @param {string} step.cwd
 * @param {Record<string, string | undefined>} step.env
 * @param {import('./log-file.mjs').LogFile} step.log
 * @param {(line: string) => void} step.say
 * @param {AbortSignal} [step.signal]
 * @param {(child: import('node:child_process').ChildProcess) => void} [step.guard]
 * @returns {Promise<void>}
 * @throws {StepError} also when it was aborted
 */
export async function runStep({ name, run, cwd, env, log, say, signal, guard = () => {} }) {
  signal?.throwIfAborted();
  const startedAt = Date.now();
  const seconds = () => `${String(Math.round((Date.now() - startedAt) / 1000))} s`;
  const { command, args } = tied(run.command, run.args, { signal: 'KILL' });
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  guard(child);
  const abort = () => signalGroup(child, 'SIGKILL');
  signal?.addEventListener('abort', abort);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (/** @type {Buffer} */ chunk) => {
      log.write(chunk);
      output = (output + chunk.toString()).slice(-16_384);
    });
  }
  const alive = setInterval(() => say(`${name}: ${seconds()} so far`), SIGN_OF_LIFE_MS);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new StepError(`${name} failed: ${lastWords(output)} (all of it is in ${log.path}).`, output);
    say(`${name}: done in ${seconds()}`);
  } finally {
    clearInterval(alive);
    signal?.removeEventListener('abort', abort);
  }
}
