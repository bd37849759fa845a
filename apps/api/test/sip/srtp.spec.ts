import { describe, expect, it } from 'vitest';
import { newMasterKey, SrtpStream } from './srtp.js';

const packet = (sequence: number, text: string) => {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt16BE(sequence, 2);
  head.writeUInt32BE(0xcafebabe, 8);
  return Buffer.concat([head, Buffer.from(text)]);
};

describe('SrtpStream', () => {
  it('should give back what it took, past the end of the sequence numbers, and nothing that was changed', () => {
    const key = newMasterKey();
    const [sender, receiver] = [new SrtpStream(key), new SrtpStream(key)];
    for (const sequence of [65_534, 65_535, 0, 1]) {
      const sent = sender.protect(packet(sequence, 'salom'));
      expect(sent.includes('salom')).toBe(false);
      expect(receiver.unprotect(sent)).toEqual(packet(sequence, 'salom'));
    }
    const changed = sender.protect(packet(2, 'salom'));
    changed[13] = (changed[13] ?? 0) ^ 1;
    expect(receiver.unprotect(changed)).toBeUndefined();
    expect(new SrtpStream(newMasterKey()).unprotect(sender.protect(packet(3, 'salom')))).toBeUndefined();
  });

  // Its appendix B.3.
  it('should derive its keys as RFC 3711 does', () => {
    const master = Buffer.from('E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6', 'hex').toString('base64');
    expect(new SrtpStream(master)).toMatchObject({
      key: Buffer.from('C61E7A93744F39EE10734AFE3FF7A087', 'hex'),
      salt: Buffer.from('30CBBC08863D8C85D49DB34A9AE1', 'hex'),
      authentication: Buffer.from('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4', 'hex'),
    });
  });
});
