// @ts-check
/**
 * Asterisk's own command line, for the Asterisk that `npm start` runs:
 *
 *     npm run asterisk -- "pjsip show registrations"
 *     npm run asterisk -- --carrier "pjsip show contacts"     the demo carrier's
 *     npm run asterisk                                        an interactive console; leave it with Ctrl-C or `exit`
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { socketDirOf } from '../asterisk/configuration.mjs';
import { programFile } from '../asterisk/process.mjs';
import { parseEnvFile } from './env-file.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns {string} as npm start finds it */
function dataDir() {
  const file = join(ROOT, '.env');
  const set = process.env['DATA_DIR'] ?? (existsSync(file) ? parseEnvFile(readFileSync(file, 'utf8'))['DATA_DIR'] : undefined);
  return resolve(ROOT, set || '.data');
}

/**
 * @param {string} path of a Unix socket
 * @returns {Promise<boolean>}
 */
const listens = (path) =>
  new Promise((done) => {
    const socket = connect(path)
      .once('connect', () => {
        socket.destroy();
        done(true);
      })
      .once('error', () => done(false));
  });

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

/** @param {readonly string[]} words */
async function main(words) {
  const isCarrier = words[0] === '--carrier';
  const command = (isCarrier ? words.slice(1) : words).join(' ');
  const name = isCarrier ? 'The demo carrier' : 'Asterisk';
  const runDir = join(dataDir(), isCarrier ? 'carrier' : 'asterisk');
  if (!existsSync(programFile(runDir)) || !(await listens(join(socketDirOf(runDir), 'asterisk.ctl')))) {
    fail(
      `${name} is not running (looked in ${runDir}): start it with npm start, or name its folder with DATA_DIR=… npm run asterisk.`,
    );
    return;
  }
  if (!command && !process.stdin.isTTY) {
    fail('A console needs a terminal. For one command: npm run asterisk -- "core show channels"');
    return;
  }
  /** @type {import('../asterisk/process.mjs').AsteriskProgram & { configFile: string }} */
  const program = JSON.parse(readFileSync(programFile(runDir), 'utf8'));
  const args = [...program.args, '-C', program.configFile, ...(command ? ['-rx', command] : ['-r'])];
  spawn(program.command, args, { stdio: 'inherit', env: { ...process.env, ...program.env } })
    .once('error', (error) => fail(`${name}'s command line can't be opened: ${error.message}`))
    .once('exit', (code, signal) => (process.exitCode = signal ? 1 : (code ?? 1)));
}

await main(process.argv.slice(2));
