/** Just enough of SDP (RFC 4566): one audio stream, G.711. */
import { suite } from './srtp.js';

export type Codec = 'PCMA' | 'PCMU';

export const payloadTypes: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

/** One line of RFC 4568. */
export interface Crypto {
  tag: number;
  suite: string;
  /** base64 of the master key and its salt. */
  key: string;
}

/** Pressed keys beside the voice (RFC 4733); the number that Asterisk offers too. */
export const keyEvents = 101;

export interface AudioDescription {
  address: string;
  port: number;
  /** The ones that we know, in the order of the offer. */
  codecs: Codec[];
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** Whether the description asks for SRTP alone; with plain RTP and a key it may be either. */
  profile: 'RTP/AVP' | 'RTP/SAVP';
  crypto?: Crypto;
}

export function writeSdp({ address, port, codecs, direction, profile, crypto }: AudioDescription, version = 1): string {
  const types = codecs.map((codec) => payloadTypes[codec]);
  return [
    'v=0',
    `o=peer ${port} ${version} IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} ${profile} ${[...types, keyEvents].join(' ')}`,
    ...codecs.map((codec) => `a=rtpmap:${payloadTypes[codec]} ${codec}/8000`),
    `a=rtpmap:${keyEvents} telephone-event/8000`,
    `a=fmtp:${keyEvents} 0-16`,
    ...(crypto ? [`a=crypto:${crypto.tag} ${crypto.suite} inline:${crypto.key}`] : []),
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** undefined where there is no audio that we understand. */
export function readSdp(body: string): AudioDescription | undefined {
  const media = /^m=audio (\d+) (\S+) ([\d ]+)/m.exec(body);
  const address = /^c=IN IP4 (\S+)/m.exec(body)?.[1];
  if (!media || address === undefined) return undefined;
  const types = (media[3] ?? '').trim().split(' ').map(Number);
  const codecs = types.flatMap((type) => (['PCMU', 'PCMA'] as const).filter((codec) => payloadTypes[codec] === type));
  const direction =
    (['sendonly', 'recvonly', 'inactive'] as const).find((each) => new RegExp(`^a=${each}`, 'm').test(body)) ?? 'sendrecv';
  if (codecs.length === 0) return undefined;
  const profile = media[2] === 'RTP/SAVP' ? 'RTP/SAVP' : 'RTP/AVP';
  const offered = [...body.matchAll(/^a=crypto:(\d+) (\S+) inline:([A-Za-z0-9+/=]+)/gm)].find((line) => line[2] === suite);
  const crypto = offered && { tag: Number(offered[1]), suite, key: offered[3] ?? '' };
  return { address, port: Number(media[1]), codecs, direction, profile, ...(crypto && { crypto }) };
}
