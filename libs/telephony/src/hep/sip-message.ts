/** What we keep of a SIP message (RFC 3261): never a body, and never what somebody signs in with. */
export type SipMessage = SipRequest | SipResponse;

interface Common {
  callId: string;
  /** The method that CSeq names: what a response answers. */
  method: string;
  cseq: number;
  /** The users and hosts of From and To: `user@host`. */
  from: string;
  to: string;
  expires: number | undefined;
}
export interface SipRequest extends Common {
  kind: 'request';
  uri: string;
  /** Whether it carried credentials: a 401 after it is a refusal, one before it only asks for them. */
  hasCredentials: boolean;
}
export interface SipResponse extends Common {
  kind: 'response';
  status: number;
  reason: string;
}

/** Compact forms (RFC 3261, 7.3.3) of the headers that are read here. */
const longName: Record<string, string> = { i: 'call-id', f: 'from', t: 'to', m: 'contact' };
const MAX_REASON = 200;

/** Reads the head of a SIP message; undefined when it is none. Authorization headers are not taken over. */
export function parseSipMessage(text: string): SipMessage | undefined {
  const [startLine = '', ...lines] = text
    .split(/\r?\n\r?\n/, 1)[0]!
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const written = line.slice(0, colon).trim().toLowerCase();
    const name = longName[written] ?? written;
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  const sequence = /^(\d{1,10})\s+([A-Z]+)$/.exec(headers.get('cseq') ?? '');
  const callId = headers.get('call-id');
  if (!sequence || !callId) return undefined;
  const common: Common = {
    callId,
    method: sequence[2]!,
    cseq: Number(sequence[1]),
    from: partyOf(headers.get('from')),
    to: partyOf(headers.get('to')),
    expires: expiresOf(headers),
  };

  const response = /^SIP\/2\.0 ([1-6]\d\d) ?(.*)$/.exec(startLine);
  if (response) return { ...common, kind: 'response', status: Number(response[1]), reason: printable(response[2]!) };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(startLine);
  if (!request) return undefined;
  return {
    ...common,
    kind: 'request',
    uri: request[2]!,
    hasCredentials: headers.has('authorization') || headers.has('proxy-authorization'),
  };
}

/** `"Name" <sip:user@host:port;transport=udp>;tag=x` -> `user@host:port` */
function partyOf(header: string | undefined): string {
  return /sips?:([^>;\s]+)/.exec(header ?? '')?.[1] ?? '';
}

function expiresOf(headers: ReadonlyMap<string, string>): number | undefined {
  const text =
    /;\s*expires=(\d{1,10})/i.exec(headers.get('contact') ?? '')?.[1] ?? /^(\d{1,10})$/.exec(headers.get('expires') ?? '')?.[1];
  return text === undefined ? undefined : Number(text);
}

/** A provider's words are shown to people: one line, no control characters, not endless. */
function printable(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, MAX_REASON);
}
