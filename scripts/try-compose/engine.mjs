// @ts-check
/**
 * A Docker engine of our own, in a network namespace that stands for the server, and beside it one that stands for everybody else. Nothing of the machine's own
 * engine, network or ports is touched. While it builds, it is in the machine's network, since packages come from there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { within } from '../child.mjs';
import { fetchAndUnpack } from '../debs/apt.mjs';
import { debianMirror, readMachineSources } from '../debs/apt-sources.mjs';
import { run } from '../debs/run.mjs';
import { throughLoader } from '../debs/tree.mjs';

/** Of RFC 5737's kind of addresses: nobody's, and so nobody's route leads elsewhere. */
export const SERVER_ADDRESS = '192.0.2.1';
const OTHER_ADDRESS = '192.0.2.2';
const START_LIMIT_MS = 30_000;

/** @typedef {{ server: string, other: string }} Namespaces */

/**
 * Two network namespaces, joined by a cable. The other one sends whatever it does not know to the server, as a neighbour with a bad mind would.
 * @param {string} tag
 * @returns {Promise<Namespaces>}
 */
export async function makeNamespaces(tag) {
  const names = { server: `trunkline-${tag}-server`, other: `trunkline-${tag}-other` };
  const ip = (/** @type {string} */ line) => run('ip', line.split(' '), {});
  await ip(`netns add ${names.server}`);
  await ip(`netns add ${names.other}`);
  await ip(`link add tl${tag}s netns ${names.server} type veth peer name tl${tag}o netns ${names.other}`);
  for (const [name, link, address] of [
    [names.server, `tl${tag}s`, SERVER_ADDRESS],
    [names.other, `tl${tag}o`, OTHER_ADDRESS],
  ]) {
    await ip(`-n ${name} addr add ${address}/24 dev ${link}`);
    await ip(`-n ${name} link set ${link} up`);
    await ip(`-n ${name} link set lo up`);
  }
  await ip(`-n ${names.other} route add default via ${SERVER_ADDRESS}`);
  return names;
}

/** @param {Namespaces} names */
export function removeNamespaces({ server, other }) {
  for (const name of [server, other]) spawnSync('ip', ['netns', 'del', name]);
}

/** @param {string} namespace */
export const inside = (namespace) => ['nsenter', `--net=/run/netns/${namespace}`];

/** A `docker` without the plugin that newer ones build with cannot build. @returns {string} */
export function dockerProgram() {
  return existsSync('/usr/bin/docker') ? '/usr/bin/docker' : 'docker';
}

export class Engine {
  /**
   * @param {string} folder images and containers
   * @param {string} runDir sockets, whose paths must be short, and the log
   */
  constructor(folder, runDir) {
    this.folder = folder;
    this.runDir = runDir;
    this.socket = join(runDir, 'docker.sock');
    this.env = { ...process.env, DOCKER_HOST: `unix://${this.socket}`, DOCKER_BUILDKIT: '1' };
    /** @type {readonly string[]} */
    this.compose = [];
    /** @type {import('node:child_process').ChildProcess | undefined} */
    this.child = undefined;
  }

  /**
   * @param {string} [namespace] without one it is in the machine's own network
   * @throws {Error} with what it said
   */
  async start(namespace) {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const at = (/** @type {string} */ name) => join(this.runDir, name);
    const log = openSync(at('dockerd.log'), 'a');
    const program = ['dockerd', '--data-root', this.folder, '--exec-root', at('exec'), '--pidfile', at('docker.pid')];
    // No container of ours has a network of its own, so the engine needs neither a bridge nor a firewall.
    const networks = ['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-masq=false', '--ip-forward=false'];
    const [command = '', ...args] = [
      ...(namespace ? inside(namespace) : []),
      ...[...program, '--host', `unix://${this.socket}`, ...networks],
    ];
    this.child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    const end = Date.now() + START_LIMIT_MS;
    while ((await this.docker(['info']).catch(() => '')) === '') {
      if (this.child.exitCode !== null || Date.now() > end)
        throw new Error(`The Docker engine does not start: ${readFileSync(at('dockerd.log'), 'utf8').slice(-600)}`);
      await pause(200);
    }
  }

  async stop() {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    if (!(await within(ended, 20_000))) child.kill('SIGKILL');
    await ended;
  }

  /**
   * @param {readonly string[]} args
   * @returns {Promise<string>} what it printed
   */
  docker(args) {
    return run(dockerProgram(), args, this.env);
  }

  /**
   * `docker compose`, or Debian's package of it where this machine's docker has no such plugin.
   * @param {string} cache
   */
  async findCompose(cache) {
    const plugin = await run(dockerProgram(), ['compose', 'version'], this.env).catch(() => '');
    if (/v?2\.|v?[3-9]\./.test(plugin)) return void (this.compose = [dockerProgram(), 'compose']);
    const architecture = (await run('dpkg', ['--print-architecture'], {})).trim();
    const root = join(cache, 'compose');
    if (!existsSync(join(root, 'usr'))) {
      const uri = process.env['DEBIAN_MIRROR'] ?? debianMirror(await readMachineSources());
      if (!uri) throw new Error('docker has no compose plugin here, and no Debian mirror is known: set DEBIAN_MIRROR.');
      const folder = join(cache, 'apt');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const source = { uri, suite: 'trixie', components: ['main'] };
      await fetchAndUnpack({
        ...{ folder, root, architecture, sources: [source], packages: ['docker-compose'], whole: true },
        ...{ needsMegabytes: 200, what: 'Compose', log: (line) => console.log(`  ${line}`) },
      });
    }
    const { command, args } = throughLoader(root, architecture, 'usr/libexec/docker/cli-plugins/docker-compose');
    this.compose = [command, ...args];
  }
}
