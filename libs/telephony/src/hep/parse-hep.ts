/** One SIP message as Asterisk sent or received it, copied to us by res_hep_pjsip. */
export interface HepPacket {
  at: Date;
  source: HepAddress;
  destination: HepAddress;
  /** The SIP message itself. */
  payload: string;
}

export interface HepAddress {
  address: string;
  port: number;
}

const MAGIC = 'HEP3';
const HEADER_BYTES = 6;
const SIP = 1;

/** Chunk types of vendor 0 (HEP3 specification, rev. 36). */
const chunkType = {
  source4: 3,
  destination4: 4,
  source6: 5,
  destination6: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  protocol: 11,
  key: 14,
  payload: 15,
};

/**
 * Reads a HEP3 datagram. `undefined` for whatever is not a whole one, carries no SIP, or does not know the password (hep.conf's capture_password): anybody on the
 * machine can send to a UDP port.
 */
export function parseHep(datagram: Buffer, password: string): HepPacket | undefined {
  const chunks = readChunks(datagram);
  if (!chunks) return undefined;
  const number = (type: number) => toNumber(chunks.get(type));
  if (chunks.get(chunkType.key)?.toString('utf8') !== password || number(chunkType.protocol) !== SIP) return undefined;

  const payload = chunks.get(chunkType.payload);
  const source = toAddress(chunks.get(chunkType.source4) ?? chunks.get(chunkType.source6), number(chunkType.sourcePort));
  const destination = toAddress(
    chunks.get(chunkType.destination4) ?? chunks.get(chunkType.destination6),
    number(chunkType.destinationPort),
  );
  const seconds = number(chunkType.seconds);
  if (!payload || !source || !destination || seconds === undefined) return undefined;
  return {
    at: new Date(seconds * 1000 + Math.floor((number(chunkType.microseconds) ?? 0) / 1000)),
    source,
    destination,
    payload: payload.toString('utf8'),
  };
}

/** Vendor 0's chunks by type; undefined when a length does not add up. */
function readChunks(datagram: Buffer): Map<number, Buffer> | undefined {
  if (
    datagram.length < HEADER_BYTES ||
    datagram.toString('latin1', 0, 4) !== MAGIC ||
    datagram.readUInt16BE(4) !== datagram.length
  )
    return undefined;
  const chunks = new Map<number, Buffer>();
  for (let offset = HEADER_BYTES; offset < datagram.length;) {
    if (offset + HEADER_BYTES > datagram.length) return undefined;
    const length = datagram.readUInt16BE(offset + 4);
    if (length < HEADER_BYTES || offset + length > datagram.length) return undefined;
    if (datagram.readUInt16BE(offset) === 0)
      chunks.set(datagram.readUInt16BE(offset + 2), datagram.subarray(offset + HEADER_BYTES, offset + length));
    offset += length;
  }
  return chunks;
}

function toNumber(chunk: Buffer | undefined): number | undefined {
  return chunk && chunk.length >= 1 && chunk.length <= 4 ? chunk.readUIntBE(0, chunk.length) : undefined;
}

function toAddress(chunk: Buffer | undefined, port: number | undefined): HepAddress | undefined {
  if (!chunk || port === undefined) return undefined;
  if (chunk.length === 4) return { address: [...chunk].join('.'), port };
  if (chunk.length !== 16) return undefined;
  return { address: Array.from({ length: 8 }, (_, index) => chunk.readUInt16BE(index * 2).toString(16)).join(':'), port };
}
