import { isIP } from 'node:net';
import { TelephonyError } from '../telephony.gateway.js';

/**
 * The one place through which every value of a pushed object passes: each kind of value has its own characters, and everything else is refused,
 * because a line end, a semicolon or a bracket would be read by Asterisk as configuration.
 */
const kinds = {
  /** Ids of objects: trunks (a letter first) and phones (a digit first). */
  id: /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
  /** Ids separated by commas. */
  word: /^[a-z0-9_-]{1,80}$/i,
  number: /^\d{1,9}$/,
  /** The user part of a SIP URI, and what stands in digest authentication: no space, quote, bracket, comma, colon, semicolon, at. */
  login: /^[A-Za-z0-9._+~!*'()&=$/-]{1,128}$/,
  /** Anything that can be typed on one line except what ends a value in a configuration file. */
  password: /^[^\p{Cc}\p{Zl}\p{Zp}]{1,256}$/u,
  codecs: /^[a-z0-9]{1,16}(,[a-z0-9]{1,16})*$/,
  /** sip:user@host:port;transport=tcp */
  uri: /^sip:([A-Za-z0-9._+~!*'()&=$/-]{1,128}@)?([A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:\d{1,5})?(;transport=(udp|tcp|tls))?$/,
  /** sip:host:port;lr, and how it is reached; without `lr` the request itself would be rewritten. */
  route: /^sip:([A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:\d{1,5})?;lr(;transport=(tcp|tls))?$/,
  /** "Name" <digits> */
  callerId: /^"[\w -]{0,40}" <\+?\d{1,32}>$/,
} as const;

export type FieldKind = keyof typeof kinds;

/**
 * @returns the value itself
 * @throws {TelephonyError} 400 naming the field, never the value (it may be a password)
 */
export function fieldValue(kind: FieldKind, field: string, value: string): string {
  if (!kinds[kind].test(value))
    throw new TelephonyError(`${field} holds a character that is not allowed there, or is too long`, 400, 'provisioning');
  return value;
}

/** A host name or an address as it stands in a URI. @throws {TelephonyError} 400 */
export function hostValue(field: string, host: string): string {
  if (isIP(host) === 6) return `[${host}]`;
  if (isIP(host) === 4) return host;
  const isName =
    host.length <= 253 && host.split('.').every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
  // A last label of digits alone is a mistyped address: no such domain exists (RFC 3696).
  if (!isName || /(^|\.)\d+$/.test(host))
    throw new TelephonyError(`${field} is neither a host name nor an address`, 400, 'provisioning');
  return host;
}

/** @throws {TelephonyError} 400 */
export function portValue(field: string, port: number): string {
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new TelephonyError(`${field} is no port`, 400, 'provisioning');
  return String(port);
}

/** Seconds, of a time that makes sense for a registration. @throws {TelephonyError} 400 */
export function secondsValue(field: string, seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 10 || seconds > 86_400)
    throw new TelephonyError(`${field} must be 10 to 86400 seconds`, 400, 'provisioning');
  return String(seconds);
}
