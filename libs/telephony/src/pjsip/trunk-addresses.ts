import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type HostPort, parseHostPort } from '../host-port.js';
import { TelephonyError } from '../telephony.gateway.js';
import type { TrunkSpec } from '../telephony.provisioning.js';
import { addressWithPort, canonicalAddress, isLoopback, matchValue } from './match-value.js';

/** A question to DNS waits so long (ms), twice. */
const LOOKUP = { timeout: 2_000, tries: 2 };

/** RFC 3261, 19.1.2: where no port is named. */
export const defaultPort = (transport: TrunkSpec['transport']): number => (transport === 'TLS' ? 5061 : 5060);

/** The hosts that the provider's calls come from by themselves. A trunk that registers is known by its registration instead. */
function hostsOf({ authMode, server, port, outboundProxy, transport }: TrunkSpec): Required<HostPort>[] {
  if (authMode !== 'IP') return [];
  const proxy = outboundProxy === null ? undefined : parseHostPort(outboundProxy);
  return [{ host: server, port }, ...(proxy ? [{ host: proxy.host, port: proxy.port ?? defaultPort(transport) }] : [])];
}

/**
 * The addresses of an IP trunk's server and proxy. A name is looked up here and not by Asterisk, which would keep only the last of several addresses.
 * @throws {TelephonyError} 400 where a name has no address
 */
export async function serverAddresses(spec: TrunkSpec): Promise<Required<HostPort>[]> {
  const found = await Promise.all(
    hostsOf(spec).map(async ({ host, port }) => (await addressesOf(host)).map((address) => ({ host: address, port }))),
  );
  return found.flat();
}

/** By DNS alone, as Asterisk looks where to call. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  const resolver = new Resolver(LOOKUP);
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length === 0) throw new TelephonyError(`${host} has no address`, 400, 'provisioning');
  return addresses.sort();
}

/**
 * What a caller's address is compared with, one for each identify.
 *
 * Over UDP a server is known by its port too, else everybody behind its address would be taken for it. Over TCP and TLS its calls come from any port;
 * from this machine itself come the browsers, so that there the port stays.
 * @param servers what serverAddresses() found
 * @throws {TelephonyError} 400
 */
export function matchesOf(spec: TrunkSpec, servers: readonly Required<HostPort>[]): string[] {
  const own = servers.flatMap(({ host, port }) => {
    const address = canonicalAddress(host);
    if (address === undefined) return [];
    return spec.transport === 'UDP' || isLoopback(address) ? addressWithPort(address, port) : address;
  });
  return [...new Set([...own, ...spec.inboundAddresses.map((each) => matchValue('inboundAddresses', each))])];
}
