/**
 * SIP messages (RFC 3261, section 7) as text in and out. Own code on purpose: the SIP libraries on npm are either long unmaintained or whole
 * stacks, and a stack hides exactly what a scripted peer must be able to do (say nothing, answer after a CANCEL, send what is malformed).
 */
export interface SipHeader {
  name: string;
  value: string;
}

interface MessageParts {
  headers: SipHeader[];
  body: string;
}

export interface SipRequest extends MessageParts {
  kind: 'request';
  method: string;
  uri: string;
}

export interface SipResponse extends MessageParts {
  kind: 'response';
  status: number;
  reason: string;
}

export type SipMessage = SipRequest | SipResponse;

export interface SipUri {
  user: string;
  host: string;
  /** undefined where the URI names none (5060 by rule). */
  port: number | undefined;
}

export interface SipAddress {
  displayName: string;
  uri: string;
  /** Parameters of the header, such as tag; not those of the URI. */
  params: ReadonlyMap<string, string>;
}

const compactForms: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  c: 'content-type',
  l: 'content-length',
  k: 'supported',
  s: 'subject',
};

const fullName = (name: string): string => compactForms[name.toLowerCase()] ?? name.toLowerCase();

/** One datagram -> one message; undefined for a keep-alive or anything that is no SIP. Folded header lines are joined. */
export function parseMessage(datagram: string): SipMessage | undefined {
  const [head = '', ...rest] = datagram.split('\r\n\r\n');
  const [firstLine = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
  const body = rest.join('\r\n\r\n');
  const status = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(firstLine);
  if (status) return { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', headers, body };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(firstLine);
  if (request) return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body };
  return undefined;
}

/** Content-Length is counted here; a header of that name in the message is left out. */
export function serialise(message: SipMessage): string {
  const lines = message.headers
    .filter(({ name }) => fullName(name) !== 'content-length')
    .map(({ name, value }) => `${name}: ${value}`);
  return [firstLine(message), ...lines, `Content-Length: ${Buffer.byteLength(message.body)}`, '', message.body].join('\r\n');
}

/** `INVITE sip:… SIP/2.0` or `SIP/2.0 180 Ringing`. */
export function firstLine(message: SipMessage): string {
  return message.kind === 'request' ? `${message.method} ${message.uri} SIP/2.0` : `SIP/2.0 ${message.status} ${message.reason}`;
}

/** The first header of that name, or an empty text. Compact forms are understood. */
export function header(message: SipMessage, name: string): string {
  return headers(message, name)[0] ?? '';
}

export function headers(message: SipMessage, name: string): string[] {
  const wanted = fullName(name);
  return message.headers.filter((each) => fullName(each.name) === wanted).map((each) => each.value);
}

/** `"Name" <sip:user@host>;tag=x` or `sip:user@host;tag=x` (there the parameters are the header's, RFC 3261 20.10). */
export function parseAddress(value: string): SipAddress {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>(.*)$/.exec(value);
  if (bracketed) {
    const displayName = (bracketed[1] ?? bracketed[2] ?? '').replace(/\\(.)/g, '$1');
    return { displayName, uri: bracketed[3] ?? '', params: parseParams(bracketed[4] ?? '') };
  }
  const [uri = '', ...params] = value.split(';');
  return { displayName: '', uri: uri.trim(), params: parseParams(params.join(';')) };
}

/** `;a=b;c` -> a: b, c: (empty). */
function parseParams(text: string): Map<string, string> {
  const pairs = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.toLowerCase(), value.join('=')];
    }),
  );
}

/** sip: and sips: URIs; what is none gives empty parts. IPv6 hosts are not understood: the peer lives on 127.0.0.1. */
export function parseUri(uri: string): SipUri {
  const parts = /^sips?:(?:([^@]*)@)?([^;?:]+)(?::(\d+))?/.exec(uri);
  return {
    user: (parts?.[1] ?? '').split(':')[0] ?? '',
    host: parts?.[2] ?? '',
    port: parts?.[3] === undefined ? undefined : Number(parts[3]),
  };
}

/** `1 INVITE` -> both parts. */
export function parseCSeq(message: SipMessage): { number: number; method: string } {
  const [number = '0', method = ''] = header(message, 'CSeq').split(/\s+/);
  return { number: Number(number), method };
}

/** The tag of From or To; undefined where there is none. */
export function tagOf(message: SipMessage, name: 'From' | 'To'): string | undefined {
  return parseAddress(header(message, name)).params.get('tag');
}

/** The branch of the topmost Via, which names the transaction. */
export function branchOf(message: SipMessage): string {
  return /;\s*branch=([^;,\s]+)/i.exec(header(message, 'Via'))?.[1] ?? '';
}

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  484: 'Address Incomplete',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  500: 'Server Internal Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  607: 'Unwanted',
};

export const reasonPhrase = (status: number): string => phrases[status] ?? 'Unknown';
