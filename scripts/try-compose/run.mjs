// @ts-check
/**
 * The try itself, run in the network namespace of everybody else; the engine is reached over its socket. Says what it found, a line of Markdown each, and ends
 * with 1 where something is not as it should be.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { callTheEcho, hangUp, heardEnergy, openBrowser, showsAnswered, signIn } from './browser.mjs';
import { Client } from './client.mjs';
import { Containers } from './containers.mjs';
import { askUdp, openTcpPorts, sipOptions } from './outside.mjs';

/** @type {{ docker: string, compose: string[], folder: string, address: string, dataDir: string }} */
const { docker, compose, folder, address, dataDir } = JSON.parse(process.env['TRY_COMPOSE'] ?? '{}');
const CALLS = 20;
const HEALTHY_MS = 15_000;
const FIRST_CALL_MS = 120_000;
const IDLE_MB = 1_200;
/** In this order; the carrier is the other end of the calls, and Asterisk holds them. */
const RESTARTED = ['caddy', 'dashboard', 'postgres', 'api'];
const origin = `https://${address}`;
const env = /** @type {Record<string, string>} */ ({ ...process.env });
const containers = new Containers({ docker, compose, env, folder });
const problems = /** @type {string[]} */ ([]);

const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`;
const say = (/** @type {string} */ line) => console.log(line);

/** @param {boolean} isSo @param {string} what */
function expect(isSo, what) {
  if (isSo) return;
  problems.push(what);
  say(`- **NOT AS IT SHOULD BE: ${what}**`);
}

/**
 * @template T
 * @param {() => Promise<T | false | undefined>} attempt
 * @param {string} what
 * @param {number} [limitMs]
 * @returns {Promise<T>}
 */
async function until(attempt, what, limitMs = 30_000) {
  const end = Date.now() + limitMs;
  for (let last = ''; ; await pause(100)) {
    const found = await attempt().catch((error) => void (last = error.message));
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds(limitMs)}${last && ` (${last})`}`);
  }
}

/** @param {string} path in the container @returns {Promise<string>} */
async function fileOfCaddy(path) {
  const copy = join(folder, 'copied.pem');
  await containers.compose(['cp', `caddy:${path}`, copy]);
  return readFileSync(copy, 'utf8');
}

/** Sound comes into the browser now. @param {import('playwright-core').Page} page */
async function isHeard(page) {
  const before = await heardEnergy(page);
  await until(async () => (await heardEnergy(page)) > before, 'the call is heard', 10_000);
}

const startedAt = Date.now();
await containers.compose(['up', '-d', '--wait', '--no-build']);
say(`- \`docker compose up -d --wait\`, nothing but images there before: all healthy after ${seconds(Date.now() - startedAt)}`);

const authority = '/data/caddy/pki/authorities/local';
const root = await fileOfCaddy(`${authority}/root.crt`);
const client = new Client(origin, root);
const password = (await containers.compose(['exec', '-T', 'api', 'node', 'scripts/admin-password.mjs'])).trim();
const browser = await openBrowser({ origin, authority: await fileOfCaddy(`${authority}/intermediate.crt`), dataDir });
try {
  const { page } = browser;
  await signIn(page, password);
  await callTheEcho(page);
  const firstCallMs = Date.now() - startedAt;
  await isHeard(page);
  say(
    `- the first demo call, dialled in a browser over https: answered and heard ${seconds(firstCallMs)} after the first command`,
  );
  expect(firstCallMs < FIRST_CALL_MS, `the first call took ${seconds(firstCallMs)}`);
  await hangUp(page);

  const memory = await containers.memory();
  const total = memory.reduce((sum, { megabytes }) => sum + megabytes, 0);
  say(
    `- memory when idle: ${String(total)} MB (${memory.map(({ service, megabytes }) => `${service} ${String(megabytes)}`).join(', ')})`,
  );
  expect(total < IDLE_MB, `${String(total)} MB when idle`);
  await client.signIn(password);

  await restartEach(page);
  await lookFromOutside();
  await killByHand();
  await killEach();
  await hasTelephone(page);
  await callTheEcho(page);
  await isHeard(page);
  await hangUp(page);
  say('- after all of that: another call from the same page, answered and heard');
} catch (error) {
  problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  console.error(problems.at(-1));
} finally {
  await browser.close();
}
if (problems.length > 0) process.exit(1);

/** `docker compose restart` of each, with one call up. @param {import('playwright-core').Page} page */
async function restartEach(page) {
  await callTheEcho(page);
  const [call] = await client.activeCalls();
  for (const service of RESTARTED) {
    const began = Date.now();
    await containers.compose(['restart', service]);
    const downMs = Date.now() - began;
    await wellAgain();
    const lives = await until(async () => (await client.activeCalls()).map(({ id }) => id), 'the api answers');
    expect(lives.includes(call?.id ?? ''), `the call was lost with the restart of ${service}`);
    await isHeard(page);
    expect(await showsAnswered(page), `the page does not show the call after the restart of ${service}`);
    say(`- restarted under a live call: ${service} (${seconds(downMs)}); the call goes on, is heard, and the page shows it`);
  }
  await hangUp(page);
  for (const service of ['carrier', 'asterisk']) {
    await containers.compose(['restart', service]);
    await wellAgain();
    await until(async () => (await client.activeCalls()).length === 0, 'no call is left', 90_000);
    say(`- restarted: ${service}, which holds one end of every call or all of it; the api found it again`);
  }
  await hasTelephone(page);
}

/** It finds Asterisk again by itself, later each time it does not. @param {import('playwright-core').Page} page */
async function hasTelephone(page) {
  await until(() => page.locator('[data-phone=ready]').count().then(Boolean), 'the page has its telephone again', 60_000);
}

async function lookFromOutside() {
  // It is there only where somebody wants it; what it opens is looked at all the same.
  await containers.compose(['up', '-d', '--wait', '--no-build', 'redis']);
  const id = await client.placeCall();
  await until(async () => (await client.call(id)).state === 'ANSWERED', 'a call is answered');
  const tcp = await openTcpPorts(address);
  say(`- from another network namespace, of TCP ports 1 to 65535 these answer: ${tcp.join(', ')}`);
  expect(JSON.stringify(tcp) === JSON.stringify([80, 443, 5060, 5061]), `open TCP ports: ${tcp.join(', ')}`);
  const udp = [];
  for (const [name, port] of /** @type {const} */ ([
    ['SIP', 5060],
    ['HEP', 9060],
    ['the carrier', 5070],
    ['Redis', 6379],
    ['AMI', 5038],
  ])) {
    const found = await askUdp(address, port, sipOptions(address));
    udp.push(`${name} (${String(port)}) ${found}`);
    expect(found === (port === 5060 ? 'answers' : 'refused'), `UDP port ${String(port)}: ${found}`);
  }
  say(`- likewise over UDP: ${udp.join(', ')}; RTP answers: that is what the browser heard`);
  await client.hangUp(id);
}

/**
 * All are healthy, and calls can be made: a health check of Docker's needs three failures to notice what lasted a second.
 * @param {import('./containers.mjs').Container} [gone]
 * @returns {Promise<number>} ms
 */
async function wellAgain(gone) {
  const began = Date.now();
  await containers.becomeHealthy(60_000, gone);
  await until(async () => (await client.ask('/health/ready')).status === 200, 'calls can be made');
  return Date.now() - began;
}

/** Each is killed with twenty calls up. */
async function killEach() {
  const ids = await twentyCalls();
  for (const service of ['caddy', 'dashboard', 'postgres', 'api']) {
    const before = await containers.crash(service);
    const healthyMs = await wellAgain(before);
    const alive = await until(async () => {
      const calls = await client.activeCalls();
      return calls.filter(({ id, state }) => ids.includes(id) && state === 'ANSWERED');
    }, 'the api answers');
    say(
      `- killed under ${String(CALLS)} live calls: ${service}; ${String(alive.length)} of them go on, all healthy after ${seconds(healthyMs)}`,
    );
    expect(alive.length === CALLS, `${String(CALLS - alive.length)} calls were lost with ${service}`);
    expect(healthyMs < HEALTHY_MS, `healthy only ${seconds(healthyMs)} after ${service} was killed`);
  }
  for (const service of ['asterisk', 'carrier']) {
    if (service === 'carrier') await twentyCalls();
    const before = await containers.crash(service);
    const healthyMs = await wellAgain(before);
    expect(healthyMs < HEALTHY_MS, `healthy only ${seconds(healthyMs)} after ${service} was killed`);
    if (service === 'carrier') await Promise.all((await client.activeCalls()).map(({ id }) => client.hangUp(id)));
    await until(async () => (await client.activeCalls()).length === 0, 'the calls are ended in the books', 90_000);
    say(`- killed under ${String(CALLS)} live calls: ${service}; their calls are over, all healthy after ${seconds(healthyMs)}`);
  }
}

/** What an operator does: the engine leaves down what was killed through it, until it is told otherwise. */
async function killByHand() {
  const ids = await twentyCalls();
  const times = [];
  for (const service of ['caddy', 'dashboard', 'postgres', 'api']) {
    const before = await containers.one(service);
    const began = Date.now();
    await containers.docker(['kill', before.id]);
    await containers.compose(['up', '-d', '--wait', '--no-build']);
    await wellAgain(before);
    times.push(`${service} ${seconds(Date.now() - began)}`);
    expect(Date.now() - began < HEALTHY_MS, `${service} was healthy only after ${seconds(Date.now() - began)}`);
  }
  const calls = await until(async () => client.activeCalls(), 'the api answers');
  const alive = calls.filter(({ id, state }) => ids.includes(id) && state === 'ANSWERED').length;
  expect(alive === CALLS, `${String(CALLS - alive)} calls were lost by docker kill`);
  say(
    `- \`docker kill\` and \`docker compose up -d --wait\`, under ${String(CALLS)} calls: healthy after ${times.join(', ')}; ${String(alive)} calls go on`,
  );
  await Promise.all(calls.map(({ id }) => client.hangUp(id)));
  await until(async () => (await client.activeCalls()).length === 0, 'the calls are over');
}

/** @returns {Promise<string[]>} their ids, once all of them are answered */
async function twentyCalls() {
  const ids = [];
  for (let placed = 0; placed < CALLS; placed += 1) ids.push(await client.placeCall());
  await until(
    async () => (await client.activeCalls()).filter(({ state }) => state === 'ANSWERED').length === CALLS,
    `${String(CALLS)} calls are answered`,
    60_000,
  );
  return ids;
}
