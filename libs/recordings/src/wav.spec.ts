import { describe, expect, it } from 'vitest';
import { readWavHead, wavHeader } from './wav.js';

/** As sox and Asterisk write it, field by field. */
const stereo = '52494646 2c7d0000 57415645 666d7420 10000000 0100 0200 401f0000 007d0000 0400 1000 64617461 087d0000';

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
const format = (change: (body: Buffer) => void = () => undefined): Buffer => {
  const body = Buffer.from('0100 0100 401f0000 803e0000 0200 1000'.replaceAll(' ', ''), 'hex');
  change(body);
  return chunk('fmt ', body);
};
const wav = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);

describe('wavHeader', () => {
  it('should be what every player reads', () => {
    expect(wavHeader({ channels: 2, sampleRate: 8000 }, 32_008).toString('hex')).toBe(stereo.replaceAll(' ', ''));
  });

  it('should be read again', () => {
    const head = readWavHead(wavHeader({ channels: 1, sampleRate: 16_000 }, 320));
    expect(head).toEqual({ channels: 1, sampleRate: 16_000, dataStart: 44, dataBytes: 320 });
  });

  it('should say as much as it can of a sound that is longer than a WAV may be', () => {
    expect(readWavHead(wavHeader({ channels: 2, sampleRate: 8000 }, 5_000_000_000))).toMatchObject({ dataBytes: undefined });
  });
});

describe('readWavHead', () => {
  it('should take a length of 0, which a crash leaves, as unknown', () => {
    expect(readWavHead(wav(format(), chunk('data', Buffer.alloc(0))))).toEqual({
      channels: 1,
      sampleRate: 8000,
      dataStart: 44,
      dataBytes: undefined,
    });
  });

  it('should pass over chunks that it does not know', () => {
    const head = readWavHead(
      wav(chunk('LIST', Buffer.alloc(5)), format(), chunk('fact', Buffer.alloc(4)), chunk('data', Buffer.alloc(6))),
    );
    expect(head).toMatchObject({ dataStart: 44 + 14 + 12, dataBytes: 6 });
  });

  it.each([0, 4, 11, 12, 19, 30, 43])('should ask for more than %d bytes', (length) => {
    expect(readWavHead(wavHeader({ channels: 1, sampleRate: 8000 }, 100).subarray(0, length))).toBe('more');
  });

  it.each([
    ['no RIFF', Buffer.from('OggS and what follows it')],
    ['the sound before its format', wav(chunk('data', Buffer.alloc(4)))],
    [
      'not PCM',
      wav(
        format((body) => body.writeUInt16LE(6, 0)),
        chunk('data', Buffer.alloc(4)),
      ),
    ],
    [
      '8 bits',
      wav(
        format((body) => body.writeUInt16LE(8, 14)),
        chunk('data', Buffer.alloc(4)),
      ),
    ],
    [
      '6 channels',
      wav(
        format((body) => body.writeUInt16LE(6, 2)),
        chunk('data', Buffer.alloc(4)),
      ),
    ],
    [
      'no rate',
      wav(
        format((body) => body.writeUInt32LE(0, 4)),
        chunk('data', Buffer.alloc(4)),
      ),
    ],
  ])('should refuse %s', (_, bytes) => {
    expect(readWavHead(bytes)).toBe('other');
  });
});
