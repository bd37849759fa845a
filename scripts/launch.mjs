// @ts-check
/**
 * Brings an instance up, keeps it up, and takes it down.
 *
 *     packages ─┬─> dashboard's build ──> dashboard ─┐
 *               ├─> api's build ─┬──────> api ───────┼──> ready
 *               └─> database ────┘                   │
 *     Asterisk's program ──> Asterisk, carrier ──────┘
 */
import { join } from 'node:path';
import { apiBuild, buildOnce, dashboardBuild } from './build.mjs';
import { within } from './child.mjs';
import { apiEnvironment, dashboardEnvironment } from './child-environment.mjs';
import { checkForeignDatabase, isEmptyDatabase } from './database.mjs';
import { asteriskProgram } from './debs.mjs';
import { ask, basicAuthorization } from './http-status.mjs';
import { installPackages } from './install.mjs';
import { openInstance, root } from './instance.mjs';
import { LogFile } from './log-file.mjs';
import { descendantsOf } from './processes.mjs';
import { apiAddress, apiPart, asteriskPart, carrierPart, dashboardPart, postgresPart } from './services.mjs';
import { signalGroup, Supervised } from './supervise.mjs';
import { Watchdog } from './watchdog.mjs';
import { welcome } from './welcome.mjs';

/** How long each may take to end, in ms, in this order; together less than the 10 s that are promised. */
const STOP_ORDER = /** @type {const} */ ([
  ['dashboard', 1000],
  ['api', 2500],
  ['carrier', 1000],
  ['asterisk', 1500],
  ['postgres', 3000],
]);
const READY_LIMIT_MS = 120_000;

/** @typedef {import('./services.mjs').Part} Part */

/** One start, from its first line to its last. */
class Launch {
  /** @param {import('./instance.mjs').Instance} instance */
  constructor(instance) {
    this.instance = instance;
    this.watchdog = new Watchdog();
    this.log = new LogFile(join(instance.logDir, 'start.log'));
    /** @type {Map<string, Supervised>} */
    this.parts = new Map();
    /** What is under way before everything runs. */
    this.aborter = new AbortController();
    /** @type {Promise<void> | undefined} */
    this.stopping = undefined;
    this.say = (/** @type {string} */ line) => {
      print(line === '' ? '' : `  ${line}`);
      this.log.line(line);
    };
  }

  /**
   * @param {string} key
   * @param {Part} part
   */
  async up(key, { service, limits }) {
    this.aborter.signal.throwIfAborted();
    const startedAt = Date.now();
    const guarded = { ...service, start: async () => this.guard(await service.start()) };
    const supervised = new Supervised(guarded, { say: this.say, ...(limits ? { limits } : {}) });
    this.parts.set(key, supervised);
    await supervised.start();
    if (this.stopping) return;
    this.say(`${service.name.replace(/^the /, '')}: running (${String(Math.round((Date.now() - startedAt) / 100) / 10)} s)`);
  }

  /** @param {import('./supervise.mjs').Running} running */
  guard(running) {
    this.watchdog.guard(running.child);
    return running;
  }

  /** Everything, side by side where one does not need the other. */
  async run() {
    const startedAt = Date.now();
    const { instance, say } = this;
    const step = {
      ...{ root, logDir: instance.logDir, say, env: instance.environment, signal: this.aborter.signal },
      guard: (/** @type {import('node:child_process').ChildProcess} */ child) => void this.watchdog.guard(child),
    };
    const packages = installPackages(step);
    const built = (/** @type {import('./build.mjs').Build} */ build) => packages.then(() => buildOnce(build, step));
    const database = packages.then(() => this.database());
    // The first that fails is the one that is told; the others are ended with it.
    await Promise.all([
      this.telephones(database),
      built(apiBuild).then(async () => this.up('api', apiPart(instance, apiEnvironment(instance, await database)))),
      built(dashboardBuild).then(() => this.up('dashboard', dashboardPart(instance, dashboardEnvironment(instance)))),
      database,
    ]);
    await this.becomesReady();
    const showPassword = instance.state.isAdminUnseen === true;
    for (const line of welcome(instance, { seconds: Math.round((Date.now() - startedAt) / 1000), showPassword })) print(line);
    this.log.line('ready');
    instance.state.isAdminUnseen = false;
    instance.saveState();
  }

  /** @returns {Promise<string>} its address */
  async database() {
    let url = /** @type {string | undefined} */ (this.instance.settings['DATABASE_URL']) ?? '';
    if (url !== '') await checkForeignDatabase(url);
    else
      await this.up(
        'postgres',
        postgresPart(this.instance, (chosen) => (url = chosen)),
      );
    if (await isEmptyDatabase(url)) {
      // The api will make the first admin in it.
      this.instance.state.isAdminUnseen = true;
      this.instance.saveState();
    }
    return url;
  }

  /** @param {Promise<string>} database its address: Asterisk keeps its own records there */
  async telephones(database) {
    const { instance, say } = this;
    if (!instance.ownsAsterisk) {
      await this.checkForeignAsterisk();
      if (instance.settings['DEMO']) say('demo carrier: left out, as Asterisk is your own (ASTERISK_ARI_URL)');
      return;
    }
    const { DEBIAN_MIRROR: mirror } = instance.settings;
    const program = await asteriskProgram({ dataDir: instance.dataDir, ...(mirror ? { mirror } : {}), log: say });
    say(
      `Asterisk ${program.version}: ${program.origin === 'system' ? program.command : `the one under ${join(instance.dataDir, 'packages')}`}`,
    );
    await Promise.all([
      database.then((url) => this.up('asterisk', asteriskPart(instance, program, url))),
      ...(instance.hasDemo ? [this.up('carrier', carrierPart(instance, program))] : []),
    ]);
  }

  async checkForeignAsterisk() {
    const { settings } = this.instance;
    const url = String(settings['ASTERISK_ARI_URL']);
    const authorization = basicAuthorization(settings['ASTERISK_ARI_USERNAME'], settings['ASTERISK_ARI_PASSWORD']);
    const { status } = await ask(`${url}/ari/asterisk/ping`, { timeoutMs: 5000, authorization }).catch((error) => {
      throw new Error(
        `Your Asterisk does not answer at ${url} (${error.code ?? error.message}): start it, or correct ASTERISK_ARI_URL in .env.`,
      );
    });
    if (status === 401)
      throw new Error(
        `Your Asterisk at ${url} refuses the user ${settings['ASTERISK_ARI_USERNAME']}: correct ASTERISK_ARI_USERNAME and ASTERISK_ARI_PASSWORD in .env.`,
      );
    if (status !== 200)
      throw new Error(
        `${url} answers with ${String(status)} where ARI should be: correct ASTERISK_ARI_URL in .env, and see that ari.conf has enabled=yes.`,
      );
  }

  /** Calls can be made: the api's database, its migrations, its connection to Asterisk. */
  async becomesReady() {
    const end = Date.now() + READY_LIMIT_MS;
    let answer = 'nothing';
    while (Date.now() < end) {
      this.aborter.signal.throwIfAborted();
      const { status, body } = await ask(`${apiAddress(this.instance)}/health/ready`).catch((error) => ({
        status: 0,
        body: error.message,
      }));
      if (status === 200) return;
      answer = body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(
      `The api runs, but cannot make calls after ${String(READY_LIMIT_MS / 1000)} s (it says ${answer}): see ${join(this.instance.logDir, 'api.log')}.`,
    );
  }

  /**
   * In the order of STOP_ORDER, each within its time; whoever does not end is killed with all its children.
   * @returns {Promise<void>}
   */
  stop() {
    this.stopping ??= (async () => {
      this.aborter.abort(new Error('stopped'));
      for (const [key, limitMs] of STOP_ORDER) {
        const part = this.parts.get(key);
        if (!part) continue;
        const child = part.running?.child;
        const isDown = await within(
          part.stop().catch(() => {}),
          limitMs,
        );
        if (!isDown && child) signalGroup(child, 'SIGKILL');
      }
      this.kill();
      this.instance.release();
    })();
    return this.stopping;
  }

  /** At once, everything that is left, whoever started it (a download that was broken off, too). */
  kill() {
    const groups = [...this.watchdog.groups].map((group) => -group);
    for (const target of [...groups, ...descendantsOf(process.pid).filter((pid) => pid !== this.watchdog.shell.pid)]) {
      try {
        process.kill(target, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    }
  }
}

/** @param {string} line */
function print(line) {
  console.log(line);
}

/** Starts, and stays until it is told to stop. Ends the process: 0 after a stop, 1 after a failure, 130 when the start was broken off. */
export async function launch() {
  // Whoever read our output may be gone before us.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const fail = (/** @type {unknown} */ error) => console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  let instance;
  try {
    instance = await openInstance(process.env);
  } catch (error) {
    fail(error);
    process.exit(1);
  }
  const launched = new Launch(instance);
  let isUp = false;
  let hasFailed = false;
  const leave = async (/** @type {string} */ why) => {
    if (launched.stopping) {
      launched.kill();
      instance.release();
      process.exit(130);
    }
    print(`\n${why}: stopping`);
    launched.log.line(why);
    await launched.stop();
    print('Stopped.');
    process.exit(isUp ? 0 : 130);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => void leave(signal));
  leaveWithNpm(leave);
  const crash = async (/** @type {unknown} */ error) => {
    if (hasFailed || launched.stopping) return;
    hasFailed = true;
    launched.log.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
    fail(error);
    await launched.stop();
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  print(`Trunkline starts (${instance.dataDir})`);
  try {
    await launched.run();
    isUp = true;
  } catch (error) {
    await crash(error);
  }
}

/**
 * npm hands Ctrl-C and SIGTERM on, but it may also be killed: then nobody is left who could stop us.
 * @param {(why: string) => Promise<void>} leave
 */
function leaveWithNpm(leave) {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void leave('npm is gone');
  }, 1000).unref();
}
