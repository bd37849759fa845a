// @ts-check
/** One start for each DATA_DIR, one installation and one build for each clone: files that name the process which holds them. */
import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, statOf } from './processes.mjs';

/** @typedef {{ pid: number, startedAt: string, about: string }} Holder `about`: where to find it, for people */

/**
 * Process numbers are used again; together with its start a process is told for certain.
 * @param {number} pid
 */
export const startOf = (pid) =>
  statOf(pid)?.startedAt ?? (spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').trim();

/**
 * @param {string} path
 * @returns {Holder | undefined} the living process that holds the lock
 */
export function holderOf(path) {
  try {
    const holder = /** @type {Holder} */ (JSON.parse(readFileSync(path, 'utf8')));
    return isAlive(holder.pid) && startOf(holder.pid) === holder.startedAt ? holder : undefined;
  } catch {
    // Missing, or not ours to understand: nobody holds it.
    return undefined;
  }
}

/**
 * @param {string} path
 * @param {string} [about] kept in the file for whoever finds the lock taken
 * @returns {{ release: () => void, isAfterCrash: boolean } | { holder: Holder }} `holder`: who has it instead; `isAfterCrash`: who had it before never gave it back
 */
export function takeLock(path, about = '') {
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), about });
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  let isAfterCrash = false;
  try {
    for (;;) {
      try {
        // link(2) is atomic and fails where the name is there: it never replaces another's.
        linkSync(draft, path);
        break;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
        const holder = holderOf(path);
        if (holder) return { holder };
        isAfterCrash = true;
        rmSync(path, { force: true });
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const release = () => {
    if (holderOf(path)?.pid === process.pid) rmSync(path, { force: true });
  };
  return { release, isAfterCrash };
}

/**
 * Runs a task while holding the lock; waits for another that has it.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} task
 * @param {(holder: Holder) => void} [onWait] called once
 * @param {number} [pollMs]
 * @returns {Promise<T>}
 */
export async function withLock(path, task, onWait = () => {}, pollMs = 250) {
  let isTold = false;
  for (;;) {
    const lock = takeLock(path);
    if ('release' in lock) {
      try {
        return await task();
      } finally {
        lock.release();
      }
    }
    if (!isTold) onWait(lock.holder);
    isTold = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
