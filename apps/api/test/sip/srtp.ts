/** SRTP (RFC 3711) with AES_CM_128_HMAC_SHA1_80, keys as SDP carries them (RFC 4568). */
import { createCipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const suite = 'AES_CM_128_HMAC_SHA1_80';
const [keyBytes, saltBytes, tagBytes] = [16, 14, 10];

/** base64 of a master key and its salt. */
export const newMasterKey = (): string => randomBytes(keyBytes + saltBytes).toString('base64');

/** One direction of a stream. */
export class SrtpStream {
  private readonly key: Buffer;
  private readonly salt: Buffer;
  private readonly authentication: Buffer;
  private rollovers = 0;
  private lastSequence: number | undefined;

  constructor(masterKey: string) {
    const bytes = Buffer.from(masterKey, 'base64');
    const master = bytes.subarray(0, keyBytes);
    const salt = bytes.subarray(keyBytes, keyBytes + saltBytes);
    const derive = (label: number, length: number): Buffer => {
      const start = Buffer.concat([salt, Buffer.alloc(2)]);
      start.writeUInt8(start.readUInt8(7) ^ label, 7);
      return counterMode(master, start, Buffer.alloc(length));
    };
    [this.key, this.authentication, this.salt] = [derive(0, keyBytes), derive(1, 20), derive(2, saltBytes)];
  }

  protect(packet: Buffer): Buffer {
    const encrypted = this.crypt(packet);
    return Buffer.concat([encrypted, this.tagOf(encrypted)]);
  }

  /** undefined where it was made with another key, or changed on its way. */
  unprotect(packet: Buffer): Buffer | undefined {
    if (packet.length < 12 + tagBytes) return undefined;
    const encrypted = packet.subarray(0, -tagBytes);
    this.follow(encrypted.readUInt16BE(2));
    return timingSafeEqual(this.tagOf(encrypted), packet.subarray(-tagBytes)) ? this.crypt(encrypted) : undefined;
  }

  private crypt(packet: Buffer): Buffer {
    this.follow(packet.readUInt16BE(2));
    const head = headLength(packet);
    const start = Buffer.concat([this.salt, Buffer.alloc(2)]);
    const index = Buffer.alloc(16);
    packet.copy(index, 4, 8, 12);
    index.writeUInt32BE(this.rollovers, 8);
    packet.copy(index, 12, 2, 4);
    const counter = Buffer.from(start.map((byte, at) => byte ^ (index[at] ?? 0)));
    return Buffer.concat([packet.subarray(0, head), counterMode(this.key, counter, packet.subarray(head))]);
  }

  private tagOf(packet: Buffer): Buffer {
    const rollovers = Buffer.alloc(4);
    rollovers.writeUInt32BE(this.rollovers);
    return createHmac('sha1', this.authentication).update(packet).update(rollovers).digest().subarray(0, tagBytes);
  }

  /** Sequence numbers begin anew after 65535. */
  private follow(sequence: number): void {
    if (this.lastSequence !== undefined && sequence < this.lastSequence - 0x8000) this.rollovers += 1;
    this.lastSequence = sequence;
  }
}

const counterMode = (key: Buffer, counter: Buffer, data: Buffer): Buffer =>
  createCipheriv('aes-128-ctr', key, counter).update(data);

/** Of the fixed part, the contributing sources and the extension. */
function headLength(packet: Buffer): number {
  const first = packet.readUInt8(0);
  const fixed = 12 + 4 * (first & 0x0f);
  return first & 0x10 ? fixed + 4 + 4 * packet.readUInt16BE(fixed + 2) : fixed;
}
