import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { parseHostPort } from '@app/telephony';

/*
 * What may stand in a trunk's fields: what Asterisk's objects, a SIP URI and a SIP digest really take, and nothing that could become configuration, a
 * header or a second number on the way there.
 */

/** Asterisk's own object names, words of its CLI and our transports, contexts and temporary objects. In small letters. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(
  'anonymous system global default general all acl domain_alias identify registration endpoint aor auth transport contact udp tcp tls ws wss trunkline inbound outbound'.split(
    ' ',
  ),
);
const RESERVED_PREFIXES = ['transport-', 'trunkline-'];

/** Of Asterisk's modules, those that it can also turn into what a browser speaks (asterisk/etc/modules.conf). */
export const KNOWN_CODECS = ['alaw', 'ulaw', 'g722', 'gsm', 'opus'] as const;

/** 1 to 40 characters of A-Z a-z 0-9 _ -, a letter first, and no reserved word. A letter first keeps trunks apart from phones, whose ids are extensions. */
export function isTrunkName(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(value)) return false;
  const name = value.toLowerCase();
  return !RESERVED_NAMES.has(name) && !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/**
 * A host name (RFC 1123, not ending in an all-numeric label, so that no mistyped address passes for a name), an IPv4 or an IPv6 address without brackets.
 * Not the unspecified address.
 */
export function isSipServer(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 253) return false;
  if (isIPv4(value)) return value !== '0.0.0.0';
  if (isIPv6(value)) return !value.includes('%') && !/^[0:]+$/.test(value);
  const labels = value.split('.');
  return (
    labels.every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/**
 * A login that stands unescaped in a SIP URI's user part and in a digest's quoted string alike: of RFC 3261's `user` what no parser on the way reads as its
 * own (no `;` `?` `,` `/` `&` `$` `@` `:` `%`).
 */
export function isSipUsername(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._~+*!=-]{1,64}$/.test(value);
}

/** Printable ASCII; it is only hashed, never sent. No space at either end (it is a slip of the hand), and nothing that two sides could encode differently. */
export function isSipPassword(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]([ -~]{0,126}[!-~])?$/.test(value);
}

/** Digits only: a full number without +, or a short one. */
export function isCallerId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{3,15}$/.test(value);
}

export function isKnownCodec(value: unknown): boolean {
  return (KNOWN_CODECS as readonly unknown[]).includes(value);
}

/** host or host:port; an IPv6 address with a port stands in brackets. */
export function isOutboundProxy(value: unknown): value is string {
  return typeof value === 'string' && isSipServer(parseHostPort(value)?.host);
}

/** What stands after the @ of a SIP address. */
export const isSipDomain = isSipServer;

/** Wider networks are no provider's: they would take everybody for it. */
const WIDEST_NETWORK = { 4: 8, 6: 16 } as const;

/**
 * An address, an address with its port, or a network. Every browser's phone comes from this machine itself, so that loopback stands only with a port. An IPv4
 * address is written as one, not as ::ffff:….
 */
export function isInboundAddress(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [address = '', bits, ...rest] = value.split('/');
  const { host = '', port } = parseHostPort(address) ?? {};
  if (rest.length > 0 || isIP(host) === 0 || !isSipServer(host) || isMapped(host)) return false;
  if (port !== undefined) return bits === undefined;
  const [widest, narrowest] = isIPv4(host) ? [WIDEST_NETWORK[4], 32] : [WIDEST_NETWORK[6], 128];
  if (bits !== undefined && !(/^[1-9]\d{0,2}$/.test(bits) && Number(bits) >= widest && Number(bits) <= narrowest)) return false;
  return !holdsLoopback(host, Number(bits ?? narrowest));
}

function isMapped(address: string): boolean {
  return isIPv6(address) && new URL(`http://[${address}]`).hostname.startsWith('[::ffff:');
}

function holdsLoopback(address: string, bits: number): boolean {
  const network = new BlockList();
  network.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  return isIPv4(address) ? loopback.check(address) || network.check('127.0.0.1') : network.check('::1', 'ipv6');
}
