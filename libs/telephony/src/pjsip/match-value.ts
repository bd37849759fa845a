import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { parseHostPort } from '../host-port.js';
import { TelephonyError } from '../telephony.gateway.js';

/*
 * What an `identify` compares a caller's address with: an address, an address with its port, or a network. Asterisk writes each in a form of its
 * own, so that both sides are brought into one before they are compared.
 */

/**
 * @param text `203.0.113.5`, `203.0.113.5:5060`, `[2001:db8::1]:5060`, `203.0.113.0/24`
 * @returns the same in the one form
 * @throws {TelephonyError} 400 where it is none of these, or would match this machine itself without a port: every browser's phone comes from there
 */
export function matchValue(field: string, text: string): string {
  const refuse = (why: string) => new TelephonyError(`${field}: ${why}`, 400, 'provisioning');
  const [place = '', bits, ...rest] = text.split('/');
  const { host = '', port } = parseHostPort(place) ?? {};
  const address = canonicalAddress(host);
  if (address === undefined || rest.length > 0 || (port !== undefined && bits !== undefined))
    throw refuse('that is neither an address nor a network');
  if (port !== undefined) return addressWithPort(address, port);
  const longest = isIPv4(address) ? 32 : 128;
  const length = bits === undefined ? longest : Number(bits);
  if (!/^\d{1,3}$/.test(bits ?? '0') || length < 1 || length > longest) throw refuse('a network has 1 to 32 bits, of IPv6 128');
  if (isLoopback(address) || holdsLoopback(address, length)) throw refuse('loopback may stand only with a port');
  return length === longest ? address : `${firstOf(address, length)}/${String(length)}`;
}

/** `203.0.113.0/255.255.255.0` -> `203.0.113.0/24`, `203.0.113.5:5060/255.255.255.255` -> `203.0.113.5:5060`; undefined where it is no such thing. */
export function readMatchValue(text: string): string | undefined {
  const [place = '', mask, ...rest] = text.split('/');
  const { host = '', port } = parseHostPort(place) ?? {};
  const address = canonicalAddress(host);
  if (address === undefined || mask === undefined || rest.length > 0 || !(isIPv4(mask) || isIPv6(mask))) return undefined;
  if (port !== undefined) return addressWithPort(address, port);
  const length = [...bitsOf(mask)].filter((bit) => bit === '1').length;
  return length === (isIPv4(address) ? 32 : 128) ? address : `${address}/${String(length)}`;
}

/** An address in the one form, an IPv4 address in IPv6's clothes as IPv4; undefined where it is none. */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const groups = groupsOf(text);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.');
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

/** Of this machine itself. */
export function isLoopback(address: string): boolean {
  return isIPv4(address) ? address.startsWith('127.') : canonicalAddress(address) === '::1';
}

export function addressWithPort(address: string, port: number): string {
  return isIPv6(address) ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function holdsLoopback(address: string, length: number): boolean {
  const network = new BlockList();
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  network.addSubnet(address, length, family);
  return network.check(family === 'ipv4' ? '127.0.0.1' : '::1', family);
}

/** The first address of the network. */
function firstOf(address: string, length: number): string {
  const bits = [...bitsOf(address)].map((bit, index) => (index < length ? bit : '0')).join('');
  const size = isIPv4(address) ? 8 : 16;
  const parts = (bits.match(new RegExp(`.{${String(size)}}`, 'g')) ?? []).map((part) => parseInt(part, 2));
  if (size === 8) return parts.join('.');
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

/** An address as a row of 0 and 1. */
function bitsOf(address: string): string {
  if (isIPv4(address))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  return groupsOf(address)
    .map((group) => group.toString(2).padStart(16, '0'))
    .join('');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  if (tail === undefined) return groups(head);
  const [left, right] = [groups(head), groups(tail)];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}
