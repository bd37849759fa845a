#!/usr/bin/env node
// @ts-check
/**
 * `npm run try:compose`: builds the images, runs the stack of docker-compose.yml in a Docker engine of its own, calls, restarts and kills what there is, and takes
 * all of it down. As root, with docker.io, debootstrap and iproute2 installed (CONTRIBUTING.md). What came out is written into docs/deploy.md.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './debs/run.mjs';
import { withEnvFile } from './env-file.mjs';
import { root } from './instance.mjs';
import { buildImages, makeBases, standIns } from './try-compose/bases.mjs';
import { dockerProgram, Engine, inside, makeNamespaces, removeNamespaces, SERVER_ADDRESS } from './try-compose/engine.mjs';

const DOCUMENT = join(root, 'docs/deploy.md');
const MARKS = ['<!-- try:compose -->', '<!-- /try:compose -->'];

const say = (/** @type {string} */ line) => console.log(line);
const lines = /** @type {string[]} */ ([]);
const note = (/** @type {string} */ line) => {
  say(line);
  lines.push(line);
};

const environment = withEnvFile(join(root, '.env'), process.env);
const dataDir = resolve(root, environment['DATA_DIR'] || '.data');
const cache = join(dataDir, 'try-compose');
const runDir = mkdtempSync(join(tmpdir(), 'trunkline-try-'));
mkdirSync(cache, { recursive: true, mode: 0o700 });
await refuseWithoutTools();
const engine = new Engine(join(cache, 'engine'), runDir);
const namespaces = await makeNamespaces(String(process.pid % 10_000));
let code = 1;
let isOver = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => void tearDown().finally(() => process.exit(130)));
try {
  await build();
  code = await tryIt();
  if (code === 0) writeDown();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
} finally {
  await tearDown();
}
process.exit(code);

async function refuseWithoutTools() {
  if (process.getuid?.() !== 0)
    throw new Error('try:compose makes network namespaces and runs a Docker engine: start it as root.');
  for (const [program, pack] of [
    ['dockerd', 'docker.io'],
    ['debootstrap', 'debootstrap'],
    ['ip', 'iproute2'],
    ['nsenter', 'util-linux'],
  ]) {
    await run('sh', ['-c', `command -v ${String(program)}`], {}).catch(() => {
      throw new Error(`${String(program)} is missing: install ${String(pack)}.`);
    });
  }
}

/** With the engine in the machine's own network, since packages come from there. */
async function build() {
  const began = Date.now();
  await engine.start();
  await engine.findCompose(cache);
  say('Base images, from Debian packages');
  await makeBases(engine, cache);
  say(`Our images (${String(Math.round((Date.now() - began) / 1000))} s so far)`);
  const revision = (await run('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], {}).catch(() => 'unknown')).trim();
  await buildImages(engine, cache, { ...engine.env, ...standIns, TRUNKLINE_REVISION: revision });
  const images = (await engine.docker(['images', '--format', '{{.Repository}} {{.Tag}} {{.Size}}'])).split('\n');
  const sizes = images.flatMap(
    (line) => /^trunkline-(api|dashboard|asterisk) latest (\S+)$/.exec(line)?.slice(1).join(' ') ?? [],
  );
  const day = new Date().toISOString().slice(0, 10);
  note(`- ${day}, revision ${revision}, ${String(cpus().length)} cores shared with other work; images: ${sizes.join(', ')}`);
  await engine.stop();
}

/** With the engine on the server, and everything else elsewhere. @returns {Promise<number>} the exit code */
async function tryIt() {
  await engine.start(namespaces.server);
  const folder = join(runDir, 'site');
  mkdirSync(folder);
  for (const name of ['docker-compose.yml', 'deploy']) cpSync(join(root, name), join(folder, name), { recursive: true });
  copyFileSync(join(root, '.env.example'), join(folder, '.env'));
  writeFileSync(join(folder, '.env'), `${readFileSync(join(folder, '.env'), 'utf8')}\nPUBLIC_URL=https://${SERVER_ADDRESS}\n`);
  const told = { docker: dockerProgram(), compose: engine.compose, folder, address: SERVER_ADDRESS, dataDir };
  const [command = '', ...args] = [...inside(namespaces.other), process.execPath, join(root, 'scripts/try-compose/run.mjs')];
  const child = spawn(command, args, {
    env: { ...engine.env, ...standIns, TRY_COMPOSE: JSON.stringify(told) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    output += text;
    process.stdout.write(text);
  });
  const ended = /** @type {number | null} */ (await new Promise((end) => child.once('close', end)));
  lines.push(...output.split('\n').filter((line) => line.startsWith('- ')));
  const [compose = '', ...before] = engine.compose;
  const project = [...before, '--project-directory', folder, '--profile', '*'];
  if (ended !== 0) say((await run(compose, [...project, 'logs', '--tail', '40'], { ...engine.env, ...standIns })).slice(-12_000));
  await run(compose, [...project, 'down', '-v', '--timeout', '5'], { ...engine.env, ...standIns });
  return ended ?? 1;
}

function writeDown() {
  const [begin = '', end = ''] = MARKS;
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (rest === undefined || after === undefined) throw new Error(`docs/deploy.md has no ${begin} … ${end} to write between.`);
  writeFileSync(DOCUMENT, `${String(before)}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`);
}

async function tearDown() {
  if (isOver) return;
  isOver = true;
  await engine.stop();
  removeNamespaces(namespaces);
  // The engine leaves the handle of its containers' network behind, mounted.
  await run('umount', [join(runDir, 'exec/netns/default')], {}).catch(() => '');
  rmSync(runDir, { recursive: true, force: true });
}
