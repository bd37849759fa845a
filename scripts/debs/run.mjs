// @ts-check
/** The system's own tools, run and read. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { tied } from '../processes.mjs';

/**
 * @param {readonly string[]} items
 * @param {(item: string) => Promise<void>} task
 */
export async function inParallel(items, task) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Readonly<Record<string, string>>} env added
 * @returns {Promise<string>} what it printed
 * @throws {Error} with everything it complained about
 */
export async function run(command, args, env) {
  return new Promise((resolve, reject) => {
    // A download that was broken off must not go on alone.
    const bound = tied(command, args, { signal: 'KILL' });
    const child = spawn(bound.command, bound.args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (errors += text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${errors}\n${output}`.trim() || `${command} ended with code ${String(code)}`)),
    );
  });
}

/**
 * What the system calls itself.
 * @param {string} [path]
 * @returns {Promise<Record<string, string>>}
 */
export async function osRelease(path = '/etc/os-release') {
  const text = await readFile(path, 'utf8').catch(() => '');
  return Object.fromEntries([...text.matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map(([, name = '', value = '']) => [name, value]));
}
