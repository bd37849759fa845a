/** Just enough of SDP (RFC 4566): one audio stream, G.711. */
export type Codec = 'PCMA' | 'PCMU';

export const payloadTypes: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

export interface AudioDescription {
  address: string;
  port: number;
  /** The ones that we know, in the order of the offer. */
  codecs: Codec[];
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
}

export function writeSdp({ address, port, codecs, direction }: AudioDescription, version = 1): string {
  const types = codecs.map((codec) => payloadTypes[codec]);
  return [
    'v=0',
    `o=peer ${port} ${version} IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${types.join(' ')}`,
    ...codecs.map((codec) => `a=rtpmap:${payloadTypes[codec]} ${codec}/8000`),
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** undefined where there is no audio that we understand. */
export function readSdp(body: string): AudioDescription | undefined {
  const media = /^m=audio (\d+) \S+ ([\d ]+)/m.exec(body);
  const address = /^c=IN IP4 (\S+)/m.exec(body)?.[1];
  if (!media || address === undefined) return undefined;
  const offered = (media[2] ?? '').trim().split(' ').map(Number);
  const codecs = offered.flatMap((type) => (['PCMU', 'PCMA'] as const).filter((codec) => payloadTypes[codec] === type));
  const direction =
    (['sendonly', 'recvonly', 'inactive'] as const).find((each) => new RegExp(`^a=${each}`, 'm').test(body)) ?? 'sendrecv';
  return codecs.length === 0 ? undefined : { address, port: Number(media[1]), codecs, direction };
}
