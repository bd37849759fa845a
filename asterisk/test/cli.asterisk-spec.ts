import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anAsterisk, type RunningAsterisk } from './an-asterisk.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/asterisk-cli.mjs', import.meta.url));
let dataDir: string;
let asterisk: RunningAsterisk;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cli '));
  asterisk = await anAsterisk({ runDir: join(dataDir, 'asterisk') });
});
afterAll(async () => {
  await asterisk?.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs the script as `npm run asterisk -- …` does. */
function run(words: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...words], { env: { ...process.env, DATA_DIR: dataDir } });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.end();
  return new Promise((done) => child.once('close', (code) => done({ code, output, errors })));
}

it('should run one command', async () => {
  expect(await run(['pjsip show registrations'])).toMatchObject({
    code: 0,
    output: expect.stringContaining('No objects found'),
    errors: '',
  });
});

it('should take a command in several words', async () => {
  expect((await run(['dialplan', 'show', 'outbound'])).output).toContain("[ Context 'outbound'");
});

it('should not wait for ever where there is no terminal for a console', async () => {
  expect(await run([])).toMatchObject({ code: 1, errors: expect.stringContaining('needs a terminal') });
});

it('should say in words that the one asked for is not running', async () => {
  const { code, errors } = await run(['--carrier', 'core show uptime']);
  expect(code).toBe(1);
  expect(errors).toMatch(/^The demo carrier is not running \(looked in .*carrier\): start it with npm start/);
});
