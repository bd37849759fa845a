// @ts-check
/**
 * Keeps a child running.
 *
 *     starting -> running -> (it ended, or was silent and killed) -> waiting -> starting …     stop() leads out of each
 *
 * The first start is the caller's to judge: it rejects. Every later one is tried again, for ever.
 */

/**
 * @typedef {object} Running
 * @property {import('node:child_process').ChildProcess} child
 * @property {() => Promise<void>} stop ends it and its children; safe to call when it is gone
 *
 * @typedef {object} Service
 * @property {string} name as people read it
 * @property {() => Promise<Running>} start resolves when it is healthy; rejects, with nothing left running, when that fails
 * @property {() => Promise<boolean>} [answers] whether it answered just now; a rejection counts as no
 *
 * @typedef {object} Limits all in milliseconds
 * @property {number} firstDelayMs before the first restart
 * @property {number} maxDelayMs
 * @property {number} healthyAfterMs running this long makes the next restart a first one again
 * @property {number} silentMs without an answer for this long it is killed
 * @property {number} probeEveryMs
 */

/** @type {Limits} */
export const usualLimits = { firstDelayMs: 250, maxDelayMs: 30_000, healthyAfterMs: 60_000, silentMs: 5000, probeEveryMs: 500 };

/**
 * @param {number} restarts since it was last healthy
 * @param {Limits} limits
 * @returns {number} ms: the first delay, a second, and the double each time
 */
export const delayBefore = (restarts, { firstDelayMs, maxDelayMs }) =>
  restarts === 0 ? firstDelayMs : Math.min(1000 * 2 ** (restarts - 1), maxDelayMs);

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
const describeEnd = (code, signal) => (signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`);

/**
 * Signals a child's whole process group, so that its own children end too.
 * @param {import('node:child_process').ChildProcess} child started with `detached: true`
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of them are gone.
  }
}

/** @param {import('node:child_process').ChildProcess} child */
const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/** One child, through all its lives. */
export class Supervised {
  /**
   * @param {Service} service
   * @param {{ say: (line: string) => void, limits?: Partial<Limits>, now?: () => number }} options `now`: ms, of a clock that never goes back
   */
  constructor(service, { say, limits = {}, now = () => performance.now() }) {
    this.service = service;
    this.say = say;
    this.limits = { ...usualLimits, ...limits };
    this.now = now;
    this.restarts = 0;
    this.isStopping = false;
    /** @type {Running | undefined} */
    this.running = undefined;
    /** @type {Promise<void> | undefined} the first start, while it is under way */
    this.starting = undefined;
    /** @type {Promise<void> | undefined} a restart under way */
    this.restarting = undefined;
    /** Ends a wait between two starts. */
    this.wake = () => {};
  }

  /** @returns {Promise<this>} when it is healthy for the first time */
  async start() {
    this.starting = this.service.start().then((running) => this.watch(running));
    await this.starting;
    return this;
  }

  /** @returns {Promise<void>} when it is gone and will not come back */
  async stop() {
    this.isStopping = true;
    this.wake();
    await this.running?.stop();
    // A start that is under way is ended by its own limits, and what it brought up is stopped after it.
    await this.starting?.catch(() => {});
    await this.restarting;
    await this.running?.stop();
  }

  /** @param {Running} running */
  watch(running) {
    this.running = running;
    const startedAt = this.now();
    const stopProbing = this.probe(running);
    const onEnd = (/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      stopProbing();
      this.running = undefined;
      if (this.isStopping) return;
      if (this.now() - startedAt >= this.limits.healthyAfterMs) this.restarts = 0;
      this.restarting = this.restart(describeEnd(code, signal), running);
    };
    if (hasEnded(running.child)) onEnd(running.child.exitCode, running.child.signalCode);
    else running.child.once('exit', onEnd);
  }

  /**
   * @param {string} reason
   * @param {Running} ended
   */
  async restart(reason, ended) {
    // What it had started itself may have outlived it.
    await ended.stop().catch(() => {});
    while (!this.isStopping) {
      const delayMs = delayBefore(this.restarts++, this.limits);
      this.say(`${this.service.name} ${reason}; starting it again${delayMs < 1000 ? '' : ` in ${String(delayMs / 1000)} s`}`);
      await this.sleep(delayMs);
      if (this.isStopping) return;
      try {
        const running = await this.service.start();
        if (!this.isStopping) this.say(`${this.service.name} is back`);
        this.watch(running);
        return;
      } catch (error) {
        reason = `did not start (${/** @type {Error} */ (error).message.replace(/\.$/, '')})`;
      }
    }
  }

  /** @param {number} ms */
  async sleep(ms) {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    await new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
      this.wake = () => resolve(undefined);
    });
    clearTimeout(timer);
  }

  /**
   * Asks again and again whether it answers. A pause of our own (a laptop that slept) is not counted against it.
   * @param {Running} running
   * @returns {() => void} ends the asking
   */
  probe(running) {
    const { answers, name } = this.service;
    if (!answers) return () => {};
    const { silentMs, probeEveryMs } = this.limits;
    let answeredAt = this.now();
    let tickedAt = answeredAt;
    let isAsking = false;
    const timer = setInterval(() => {
      const now = this.now();
      if (now - tickedAt > probeEveryMs * 4 + 1000) answeredAt = now;
      tickedAt = now;
      if (now - answeredAt >= silentMs) {
        clearInterval(timer);
        this.say(`${name} has not answered for ${String(Math.round(silentMs / 1000))} s: killing it`);
        signalGroup(running.child, 'SIGKILL');
        return;
      }
      if (isAsking) return;
      isAsking = true;
      answers()
        .then((yes) => {
          if (yes) answeredAt = this.now();
        })
        .catch(() => {})
        .finally(() => (isAsking = false));
    }, probeEveryMs);
    return () => clearInterval(timer);
  }
}
