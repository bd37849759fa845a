import { createSocket } from 'node:dgram';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { TrunkProblem } from './trunk-problem.js';

/** Where a trunk's messages go first: its outbound proxy where it has one, else its server. */
export interface Hop {
  /** A name or an address. */
  host: string;
  port: number;
  transport: 'UDP' | 'TCP' | 'TLS';
}

/** What was found; problem null where nothing is wrong as far as it can be seen from here. */
export interface Look {
  problem: TrunkProblem | null;
  reason: string;
}

export interface ProbeOptions {
  /** ms */
  limitMs: number;
  /** PEM; certificate authorities beside those that everybody trusts. */
  authorities: readonly string[];
}

/** RFC 5626, 4.4.1: a keep-alive, which every SIP server passes over. */
const KEEP_ALIVE = '\r\n\r\n';
/** How long an ICMP "port unreachable" is waited for (ms), and how often the question is repeated in it. */
const ICMP_MS = 600;
const ICMP_EVERY_MS = 200;

/** OpenSSL's words, as Node has them (X509_V_ERR_…). What is not in the table and begins so is about trust too. */
const CERTIFICATE_PROBLEMS: Readonly<Record<string, TrunkProblem>> = {
  CERT_HAS_EXPIRED: TrunkProblem.CERTIFICATE_EXPIRED,
  CERT_NOT_YET_VALID: TrunkProblem.CERTIFICATE_EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: TrunkProblem.CERTIFICATE_NAME,
};
const ABOUT_TRUST = /^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH)/;

/** Knocks at one address, as far as the transport allows without speaking SIP. Never throws. */
export function probeServer(hop: Hop, address: string, options: ProbeOptions): Promise<Look> {
  if (hop.transport === 'UDP') return knockOverUdp(hop, address);
  return hop.transport === 'TCP' ? connectOverTcp(hop, address, options) : shakeHands(hop, address, options);
}

/** Over UDP nobody has to answer; only that nothing listens may be told, by ICMP. */
function knockOverUdp(hop: Hop, address: string): Promise<Look> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    let timer: NodeJS.Timeout | undefined;
    let isDone = false;
    const done = (look: Look) => {
      if (isDone) return;
      isDone = true;
      clearInterval(timer);
      socket.close();
      resolve(look);
    };
    socket.on('error', (error) => done(failed(hop, error)));
    // Node gives the callback the error, if there is one (dgram.js, doConnect).
    socket.connect(hop.port, address, (error?: Error) => {
      if (error) return done(failed(hop, error));
      let left = ICMP_MS / ICMP_EVERY_MS;
      const knock = () => {
        left -= 1;
        if (left < 0) return done({ problem: null, reason: `${name(hop)} does not answer.` });
        socket.send(KEEP_ALIVE, (error) => error && done(failed(hop, error)));
      };
      timer = setInterval(knock, ICMP_EVERY_MS);
      knock();
    });
  });
}

function connectOverTcp(hop: Hop, address: string, { limitMs }: ProbeOptions): Promise<Look> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: address, port: hop.port });
    const done = (look: Look) => {
      socket.destroy();
      resolve(look);
    };
    socket.setTimeout(limitMs, () => done(silent(hop)));
    socket.once('connect', () => done({ problem: null, reason: `${name(hop)} takes connections, but does not answer SIP.` }));
    socket.on('error', (error) => done(failed(hop, error)));
  });
}

function shakeHands(hop: Hop, address: string, { limitMs, authorities }: ProbeOptions): Promise<Look> {
  return new Promise((resolve) => {
    let isConnected = false;
    const socket = connectTls({
      host: address,
      port: hop.port,
      rejectUnauthorized: true,
      ...(isIP(hop.host) === 0 && { servername: hop.host }),
      ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
    });
    const done = (look: Look) => {
      socket.destroy();
      resolve(look);
    };
    const noHandshake = (why: string) =>
      done({ problem: TrunkProblem.TLS_FAILED, reason: `${name(hop)} does not agree on TLS: ${why}.` });
    socket.setTimeout(limitMs, () => (isConnected ? noHandshake('no answer to the handshake') : done(silent(hop))));
    socket.once('connect', () => (isConnected = true));
    socket.once('secureConnect', () => done({ problem: null, reason: `${name(hop)} speaks TLS, but does not answer SIP.` }));
    socket.once('close', () => noHandshake('it closed the connection'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const problem = certificateProblem(error.code ?? '');
      if (problem) done({ problem, reason: `The certificate of ${name(hop)} is refused: ${printable(error.message)}.` });
      else if (isConnected) noHandshake(printable(error.message));
      else done(failed(hop, error));
    });
  });
}

function certificateProblem(code: string): TrunkProblem | undefined {
  return CERTIFICATE_PROBLEMS[code] ?? (ABOUT_TRUST.test(code) ? TrunkProblem.CERTIFICATE_UNTRUSTED : undefined);
}

function failed(hop: Hop, { code, message }: NodeJS.ErrnoException): Look {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return { problem: TrunkProblem.CONNECTION_REFUSED, reason: `Nothing listens on ${name(hop)} (${hop.transport}).` };
  if (code === 'ETIMEDOUT') return silent(hop);
  return { problem: TrunkProblem.NO_ANSWER, reason: `${name(hop)} can not be reached: ${printable(message)}.` };
}

function silent(hop: Hop): Look {
  return { problem: TrunkProblem.NO_ANSWER, reason: `${name(hop)} does not answer.` };
}

const name = ({ host, port }: Hop): string => (isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`);

/** A certificate may hold anything; this stands in a sentence. */
function printable(text: string): string {
  return text
    .replace(/[^ -~]/g, ' ')
    .slice(0, 150)
    .replace(/[. ]+$/, '');
}
