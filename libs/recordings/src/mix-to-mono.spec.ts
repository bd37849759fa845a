import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { pcm } from '../testing/sounds.js';
import { mixToMono, MonoMixer } from './mix-to-mono.js';

describe('mixToMono', () => {
  it.each<[string, number[], number[], number[]]>([
    ['nothing', [], [], []],
    ['one side alone', [100, -100], [0, 0], [100, -100]],
    ['both', [100, -100, 7], [20, 30, -7], [120, -70, 0]],
    ['what is too loud', [32_767, -32_768, 20_000], [1, -1, 20_000], [32_767, -32_768, 32_767]],
    ['what takes the other away', [32_767, -32_768], [-32_768, 32_767], [-1, -1]],
  ])('should be %s', (_case, left, right, mono) => {
    expect(mixToMono(pcm(left, right), 2)).toEqual(pcm(mono));
  });

  it('should leave one channel as it is', () => {
    expect(mixToMono(pcm([1, 2, 3]), 1)).toEqual(pcm([1, 2, 3]));
  });
});

describe('MonoMixer', () => {
  const sound = pcm([1, 2, 3, 4], [10, 20, 30, 40]);

  it.each([1, 3, 4, 5, 16])('should mix what comes in pieces of %i bytes', async (size) => {
    const pieces = Array.from({ length: Math.ceil(sound.length / size) }, (_, n) => sound.subarray(n * size, (n + 1) * size));
    const mixed = await Readable.from(pieces).pipe(new MonoMixer(2)).toArray();
    expect(Buffer.concat(mixed as Buffer[])).toEqual(pcm([11, 22, 33, 44]));
  });

  it('should leave out a frame that was cut in two', async () => {
    const mixed = await Readable.from([sound.subarray(0, 15)])
      .pipe(new MonoMixer(2))
      .toArray();
    expect(Buffer.concat(mixed as Buffer[])).toEqual(pcm([11, 22, 33]));
  });
});
