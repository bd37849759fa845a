// @ts-check
/** What answers at an address, seen from outside. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const ANSWER_MS = 1_000;
const AT_ONCE = 500;

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>} whether a TCP connection is taken
 */
function takesTcp(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const end = (/** @type {boolean} */ yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/**
 * @param {string} host
 * @returns {Promise<number[]>} every TCP port, from 1 to 65535, that takes a connection
 */
export async function openTcpPorts(host) {
  /** @type {number[]} */
  const open = [];
  let next = 1;
  const worker = async () => {
    for (let port = next++; port <= 65_535; port = next++) if (await takesTcp(host, port)) open.push(port);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return open.sort((a, b) => a - b);
}

/**
 * @param {string} host
 * @param {number} port
 * @param {string | Buffer} datagram
 * @returns {Promise<'answers' | 'refused' | 'silent'>} refused: the kernel says that nobody listens there
 */
export function askUdp(host, port, datagram) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (/** @type {'answers' | 'refused' | 'silent'} */ what) => {
      clearTimeout(timer);
      socket.close();
      resolve(what);
    };
    const timer = setTimeout(() => end('silent'), ANSWER_MS);
    socket.once('message', () => end('answers')).once('error', () => end('refused'));
    // Connected, so that the kernel hands us what comes back over ICMP.
    socket.connect(port, host, () => socket.send(datagram));
  });
}

/** @param {string} host @returns {string} a SIP request that every server answers (RFC 3261, 11) */
export const sipOptions = (host) =>
  [
    `OPTIONS sip:${host} SIP/2.0`,
    `Via: SIP/2.0/UDP ${host};rport;branch=z9hG4bK${String(Date.now())}`,
    'Max-Forwards: 70',
    `To: <sip:${host}>`,
    `From: <sip:try@${host}>;tag=1`,
    `Call-ID: ${String(Date.now())}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
