// @ts-check
/** Runs the parts of `npm test` one after the other and adds up what they say. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readSettings } from '../libs/common/src/settings.js';
import { buildOnce, builds } from './build.mjs';
import { asteriskProgram, chromiumProgram, sippProgram } from './debs.mjs';
import { withEnvFile } from './env-file.mjs';
import { installPackages } from './install.mjs';
import { root } from './instance.mjs';
import { descendantsOf, tied } from './processes.mjs';
import { npm } from './run-step.mjs';
import { chooseParts, countTests } from './test-parts.mjs';
import { Watchdog } from './watchdog.mjs';

/** All of it has 40 minutes on two cores; a part that hangs must not take them from the others. */
const PART_LIMIT_MS = 25 * 60_000;

/** @typedef {import('./test-parts.mjs').TestPart} TestPart */
/** @typedef {{ name: string, passed: number, failed: number, seconds: number, notes: string[] }} Result */

const say = (/** @type {string} */ line) => console.log(`  ${line}`);

/**
 * A machine's run: nobody answers a question, and colours only where a person looks. Of the settings only DATA_DIR is passed on.
 * @param {string} dataDir
 */
function testEnvironment(dataDir) {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config|lifecycle|package)_/.test(name)));
  const colours = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };
  return { ...kept, ...colours, CI: 'true', NEXT_TELEMETRY_DISABLED: '1', DATA_DIR: dataDir };
}

/** One run, from its preparations to its last line. */
class TestRun {
  /** @param {Record<string, unknown>} settings */
  constructor(settings) {
    this.mirror = settings['DEBIAN_MIRROR'];
    this.env = testEnvironment(resolve(root, String(settings['DATA_DIR'])));
    this.watchdog = new Watchdog();
    this.folder = mkdtempSync(join(tmpdir(), 'trunkline-npm-test-'));
    this.logDir = join(this.env.DATA_DIR, 'logs');
    /** @type {Result[]} */
    this.results = [];
    this.step = {
      ...{ root, logDir: this.logDir, say, env: /** @type {Record<string, string | undefined>} */ (this.env) },
      guard: (/** @type {import('node:child_process').ChildProcess} */ child) => void this.watchdog.guard(child),
    };
    /** @type {Map<string, Promise<unknown>>} each once, whoever needs it */
    this.prepared = new Map();
  }

  /**
   * @param {import('./test-parts.mjs').Need} need
   * @returns {Promise<unknown>}
   */
  prepare(need) {
    const options = { dataDir: this.env.DATA_DIR, log: say, ...(this.mirror ? { mirror: String(this.mirror) } : {}) };
    const ways = {
      asterisk: () => asteriskProgram(options),
      sipp: () => sippProgram(options),
      chromium: () => chromiumProgram(options),
      build: () => Promise.all(builds.map((build) => buildOnce(build, this.step))),
    };
    const known = this.prepared.get(need) ?? ways[need]();
    this.prepared.set(need, known);
    return known;
  }

  /**
   * @param {{ command: string, args: string[] }} program
   * @returns {Promise<boolean>} whether it ended with 0
   */
  async execute(program) {
    const { command, args } = tied(program.command, program.args, { signal: 'KILL' });
    const child = spawn(command, args, { cwd: root, env: this.env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    this.watchdog.guard(child);
    const timer = setTimeout(() => {
      say(`it did not end within ${String(PART_LIMIT_MS / 60_000)} minutes and is killed`);
      if (child.pid !== undefined) for (const pid of [...descendantsOf(child.pid), child.pid]) kill(pid);
    }, PART_LIMIT_MS);
    const code = await new Promise((done) => {
      child.once('error', (error) => {
        say(error.message);
        done(1);
      });
      child.once('exit', done);
    });
    clearTimeout(timer);
    return code === 0;
  }

  /**
   * @param {TestPart} part
   * @returns {Promise<{ passed: number, failed: number, notes: string[] }>}
   */
  async outcome({ name, script, project, files = [], needs = [] }) {
    // What an earlier part ran must not be in the way of what this one needs, so one after the other.
    for (const need of needs) await this.prepare(need);
    if (script !== undefined) return verdict(await this.execute(npm(['run', '--silent', script])));
    if (project === undefined && files.length === 0) return verdict(true);
    const reportFile = join(this.folder, `${name.replace(/\W+/g, '-')}.json`);
    const vitest = [
      ...['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
      ...(project === undefined ? [] : ['--project', project]),
    ];
    const isClean = await this.execute({ command: process.execPath, args: [...vitest, ...files] });
    return countTests(existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined, isClean);
  }

  /** @param {TestPart} part */
  async run(part) {
    const startedAt = Date.now();
    console.log(`\n== ${part.name}`);
    const result = await this.outcome(part).catch((error) => {
      say(error.message);
      return verdict(false);
    });
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    this.results.push({ name: part.name, seconds, ...result });
  }

  /** @returns {number} the exit code */
  summary() {
    console.log('\n== summary');
    for (const { name, passed, failed, seconds, notes } of this.results) {
      const counts = `${String(passed)} passed, ${String(failed)} failed`;
      say(
        `${name.padEnd(12)} ${counts.padEnd(24)} ${String(seconds).padStart(4)} s${notes.length > 0 ? `   (${notes.join('; ')})` : ''}`,
      );
    }
    const sum = (/** @type {'passed' | 'failed'} */ field) => this.results.reduce((total, result) => total + result[field], 0);
    console.log(`\n${String(sum('passed'))} passed, ${String(sum('failed'))} failed`);
    return sum('failed') === 0 ? 0 : 1;
  }

  end() {
    for (const pid of descendantsOf(process.pid)) if (pid !== this.watchdog.shell.pid) kill(pid);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param {boolean} isPassed a check is one test */
const verdict = (isPassed) => ({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, notes: /** @type {string[]} */ ([]) });

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** @returns {TestRun} where packages are kept is a setting; a wrong one ends it here */
function openRun() {
  try {
    return new TestRun(readSettings(withEnvFile(join(root, '.env'), process.env)));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}

/**
 * @param {readonly string[]} wanted names of parts, or of files
 * @returns {Promise<never>} ends the process
 */
export async function runTests(wanted) {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const run = openRun();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      console.log(`\n${signal}: stopping`);
      run.end();
      process.exit(130);
    });
  }
  mkdirSync(run.logDir, { recursive: true, mode: 0o700 });
  const parts = chooseParts(wanted);
  // Downloads go on beside the packages and the first checks; who needs them waits for them, and tells what went wrong.
  for (const need of new Set(parts.flatMap(({ needs = [] }) => needs))) if (need !== 'build') run.prepare(need).catch(() => {});
  try {
    await installPackages(run.step);
    for (const part of parts) await run.run(part);
  } catch (error) {
    console.error(`\n${/** @type {Error} */ (error).message}`);
    run.results.push({ name: 'packages', seconds: 0, ...verdict(false) });
  }
  const code = run.summary();
  run.end();
  process.exit(code);
}
