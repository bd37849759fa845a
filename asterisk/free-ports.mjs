// @ts-check
/** Are the ports free? Asterisk would start without one that it can't have, and only its log would say so. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { AsteriskStartError } from './start-error.mjs';

/** @typedef {{ port: number, host: string, protocol: 'tcp' | 'udp', setting: string }} PortWanted */

/**
 * @param {readonly PortWanted[]} ports
 * @param {string} name
 */
export async function refuseTakenPorts(ports, name) {
  for (const { port, host, protocol, setting } of ports) {
    const code = await (protocol === 'tcp' ? tryTcp(port, host) : tryUdp(port, host));
    if (code === 'EADDRINUSE')
      throw new AsteriskStartError(
        `${name} needs ${protocol.toUpperCase()} port ${String(port)}, which another program has: stop that one or set ${setting}.`,
      );
    if (code === 'EACCES')
      throw new AsteriskStartError(
        `${name} may not open ${protocol.toUpperCase()} port ${String(port)} as this user: set ${setting} to one above 1023.`,
      );
    if (code)
      throw new AsteriskStartError(
        `${name} can't open ${protocol.toUpperCase()} port ${String(port)} (${code}): set ${setting}.`,
      );
  }
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string>} the error's code, empty when it is free
 */
const tryTcp = (port, host) =>
  new Promise((resolve) => {
    const server = createServer().once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code ?? error.message),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('')));
  });

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string>}
 */
const tryUdp = (port, host) =>
  new Promise((resolve) => {
    const socket = createSocket('udp4').once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      socket.close();
      resolve(error.code ?? error.message);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve('')));
  });
