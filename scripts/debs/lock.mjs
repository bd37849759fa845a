// @ts-check
/** One process at a time: a lock of the kernel's, held by a child (`flock`, which every Debian has), so that it is gone when its holder is. */
import { spawn } from 'node:child_process';

/**
 * @param {string} file
 * @param {number} timeoutSeconds
 * @param {() => void} onWait called when another process has it
 * @returns {Promise<(() => Promise<void>) | undefined>} the way to release it; undefined when it could not be had in time
 */
export async function lock(file, timeoutSeconds, onWait) {
  const attempt = (await tryLock(file, 0)) ?? (onWait(), await tryLock(file, timeoutSeconds));
  return attempt;
}

/**
 * @param {string} file
 * @param {number} timeoutSeconds
 * @returns {Promise<(() => Promise<void>) | undefined>}
 */
function tryLock(file, timeoutSeconds) {
  const holder = spawn('flock', ['-w', String(timeoutSeconds), file, 'sh', '-c', 'echo locked; exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => holder.once('close', resolve));
  return new Promise((resolve, reject) => {
    holder.once('error', reject);
    holder.once('close', () => resolve(undefined));
    holder.stdout.once('data', () =>
      resolve(async () => {
        holder.stdin.end();
        await ended;
      }),
    );
  });
}
