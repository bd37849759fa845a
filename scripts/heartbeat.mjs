// @ts-check
/**
 * Ends this process when its event loop is stuck: Asterisk can't see a hung app, and would go on handing calls to it. Whoever started the process
 * starts it again.
 */
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** As for the api of `npm start` (supervise.mjs), in ms. */
const SILENT_MS = 5000;
const BEAT_MS = 250;

/**
 * A thread of its own watches, since the stuck one can't; it keeps the process from ending no longer than anything else does.
 * @param {number} [silentMs]
 */
export function endWhenSilent(silentMs = SILENT_MS) {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  new Worker(new URL(import.meta.url), {
    workerData: { beats, silentMs },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  }).unref();
}

/** @param {{ beats: Int32Array, silentMs: number }} data */
function watch({ beats, silentMs }) {
  let seen = -1;
  let silentFor = 0;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    // Ticks of our own are counted, not the clock: a process that was paused as a whole is not taken for a stuck one.
    silentFor = now === seen ? silentFor + BEAT_MS : 0;
    seen = now;
    if (silentFor < silentMs) return;
    // A thread's own streams go by way of the stuck one.
    writeSync(2, `The event loop has been stuck for ${String(silentMs / 1000)} s: ending the process\n`);
    process.kill(process.pid, 'SIGKILL');
  }, BEAT_MS);
}

if (!isMainThread && workerData?.beats) watch(workerData);
