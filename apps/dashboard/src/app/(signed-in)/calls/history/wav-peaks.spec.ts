import { describe, expect, it } from 'vitest';
import { readWavFormat, WavPeaks } from './wav-peaks';

/** Two sides: what is given is the left, the right is half of it. */
function wav(samples: readonly number[], { format = 1, bits = 16 } = {}): Uint8Array {
  const bytes = new Uint8Array(44 + samples.length * 4);
  const view = new DataView(bytes.buffer);
  const write = (at: number, text: string) => [...text].forEach((letter, index) => (bytes[at + index] = letter.charCodeAt(0)));
  write(0, 'RIFF');
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, format, true);
  view.setUint16(22, 2, true);
  view.setUint16(34, bits, true);
  write(36, 'data');
  view.setUint32(40, samples.length * 4, true);
  samples.forEach((sample, index) => {
    view.setInt16(44 + index * 4, sample, true);
    view.setInt16(46 + index * 4, sample / 2, true);
  });
  return bytes;
}

const sound = [0, 100, -0x8000, 0, 0x4000, 0, 0, 0];
const expected = [
  [100 / 0x8000, 1, 0.5, 0],
  [50 / 0x8000, 0.5, 0.25, 0],
];
const read = (peaks: WavPeaks) => peaks.channels.map((channel) => [...channel]);

describe('readWavFormat', () => {
  it('should find the samples', () => {
    expect(readWavFormat(wav(sound))).toEqual({ channels: 2, dataAt: 44, dataBytes: 32 });
  });

  it.each([
    ['no RIFF', new TextEncoder().encode('OggS and what follows it in the file')],
    ['nothing', new Uint8Array()],
    ['A-law', wav(sound, { format: 6 })],
    ['8 bits', wav(sound, { bits: 8 })],
    ['a head that is cut off', wav(sound).slice(0, 40)],
  ])('should refuse %s', (_, bytes) => {
    expect(readWavFormat(bytes)).toBeUndefined();
  });
});

describe('WavPeaks', () => {
  const bytes = wav(sound);
  const format = readWavFormat(bytes)!;
  const data = bytes.subarray(format.dataAt);

  it('should say how loud each part of each side is at most', () => {
    const peaks = new WavPeaks(format, 4);
    peaks.add(data, 0);
    expect(read(peaks)).toEqual(expected);
  });

  it('should say the same of pieces in another order', () => {
    const peaks = new WavPeaks(format, 4);
    peaks.add(data.subarray(16), 16);
    peaks.add(data.subarray(0, 16), 0);
    expect(read(peaks)).toEqual(expected);
  });

  it('should leave out what is no whole sample', () => {
    const peaks = new WavPeaks(format, 4);
    peaks.add(data.subarray(2, 11), 2);
    expect(read(peaks)).toEqual([
      [100 / 0x8000, 0, 0, 0],
      [50 / 0x8000, 0, 0, 0],
    ]);
  });
});
