// @ts-check
/** Which ports are used: those that the settings name must be free; the others are chosen, and kept in DATA_DIR/run.json. */
import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { freePort } from './processes.mjs';

/** @typedef {{ name: string, port: number, host?: string, udp?: boolean, tcp?: boolean }} PortUse `host`: every address when left out */

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} the code of the error, such as EADDRINUSE
 */
const tryTcp = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>}
 */
const tryUdp = (port, host) =>
  new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(/** @type {NodeJS.ErrnoException} */ (error).code);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });

/**
 * @param {PortUse} use
 * @returns {Promise<string | undefined>} why it cannot be listened on; a machine without IPv6 is not asked for it
 */
async function obstacle({ port, host, udp = false, tcp = true }) {
  const hosts = host === undefined ? ['0.0.0.0', '::'] : [host];
  for (const address of hosts) {
    for (const code of [tcp ? await tryTcp(port, address) : undefined, udp ? await tryUdp(port, address) : undefined]) {
      if (code !== undefined && !(address === '::' && code !== 'EADDRINUSE')) return code;
    }
  }
  return undefined;
}

/**
 * Who listens there, where /proc tells this user.
 * @param {number} port
 * @returns {string | undefined} such as "asterisk (process 4711)"
 */
function ownerOf(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  /** @type {Set<string>} */
  const inodes = new Set();
  try {
    for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
      for (const line of readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1)) {
        const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
        // 0A is LISTEN, 07 an unconnected UDP socket.
        if (local?.endsWith(`:${hex}`) && (state === '0A' || state === '07') && inode) inodes.add(`socket:[${inode}]`);
      }
    }
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const isOwner = readdirSync(`/proc/${pid}/fd`).some((fd) => {
          try {
            return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
          } catch {
            return false;
          }
        });
        if (isOwner)
          return `${basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '') || 'a program'} (process ${pid})`;
      } catch {
        // Another user's process, or one that has just ended.
      }
    }
  } catch {
    // No /proc here.
  }
  return undefined;
}

/**
 * @param {PortUse} use
 * @param {string} code
 * @returns {string} one sentence: the port, its setting, and what to do
 */
export function portSentence({ name, port }, code) {
  const set = `set ${name} to another port in .env`;
  if (code === 'EADDRINUSE')
    return `Port ${String(port)} (${name}) is taken by ${ownerOf(port) ?? 'another program'}: stop that one, or ${set}.`;
  if (code === 'EACCES') return `Port ${String(port)} (${name}) may not be used by this user: ${set}, above 1023.`;
  return `Port ${String(port)} (${name}) cannot be listened on (${code}): ${set}.`;
}

/**
 * @param {readonly PortUse[]} uses
 * @returns {Promise<string[]>} a sentence for each that is taken or given twice
 */
export async function checkPorts(uses) {
  const problems = [];
  /** @type {Map<number, string>} */
  const seen = new Map();
  for (const use of uses) {
    const twin = seen.get(use.port);
    seen.set(use.port, use.name);
    if (twin !== undefined) {
      problems.push(`${twin} and ${use.name} are both ${String(use.port)}: give them different ports in .env.`);
      continue;
    }
    const code = await obstacle(use);
    if (code !== undefined) problems.push(portSentence(use, code));
  }
  return problems;
}

/**
 * A port on loopback: the one that was used before where it is free, else the preferred, else any free one.
 * @param {{ kept?: number, preferred?: number, udp?: boolean, isReserved: (port: number) => boolean }} options
 * @returns {Promise<number>}
 */
export async function choosePort({ kept, preferred, udp = false, isReserved }) {
  for (const port of [kept, preferred]) {
    if (port !== undefined && !isReserved(port) && (await obstacle({ name: '', port, host: '127.0.0.1', udp })) === undefined)
      return port;
  }
  for (;;) {
    const port = await freePort();
    if (!isReserved(port) && (await obstacle({ name: '', port, host: '127.0.0.1', udp })) === undefined) return port;
  }
}

/**
 * A row of UDP ports on loopback for media.
 * @param {{ kept?: number, size: number, isReserved: (port: number) => boolean }} options
 * @returns {Promise<number>} the first; even, as RTP wants it
 */
export async function chooseRange({ kept, size, isReserved }) {
  const fits = async (/** @type {number} */ first) => {
    for (let port = first; port < first + size; port++) {
      if (port > 65535 || isReserved(port) || (await tryUdp(port, '127.0.0.1')) !== undefined) return false;
    }
    return true;
  };
  if (kept !== undefined && (await fits(kept))) return kept;
  for (;;) {
    const first = 20_000 + 2 * Math.floor(Math.random() * 20_000);
    if (await fits(first)) return first;
  }
}
