import { describe, expect, it } from 'vitest';
import { pcm, tone } from '../testing/sounds.js';
import { AUDIBLE, type Sound, SoundMeter } from './sound-meter.js';

function measured(bytes: Buffer, channels: number, pieceLength = bytes.length): Sound {
  const meter = new SoundMeter(channels, 8000);
  for (let at = 0; at < bytes.length; at += pieceLength) meter.take(bytes.subarray(at, at + pieceLength));
  return meter.end();
}
const loudEnough = AUDIBLE * Math.SQRT2 + 5;

describe('SoundMeter', () => {
  it.each([
    ['both talk', tone(2, 4000), tone(2, 4000), [false, false]],
    ['the first is silent', tone(2, 0), tone(2, 4000), [true, false]],
    ['the second only hums', tone(2, 4000), tone(2, AUDIBLE), [false, true]],
    ['nobody is there', tone(2, 0), tone(2, 0), [true, true]],
    ['they whisper', tone(2, loudEnough), tone(2, loudEnough), [false, false]],
    ['one clicks, one says a word', [...tone(1.9, 0), ...tone(0.1, 9000)], [...tone(1.5, 0), ...tone(0.5, 9000)], [true, false]],
    ['a very short word', tone(0.2, 4000), tone(0.2, 0), [false, true]],
  ])('should tell that %s', (_, first, second, silentChannels) => {
    expect(measured(pcm(first, second), 2)).toMatchObject({ durationSeconds: first.length / 8000, silentChannels });
  });

  it('should hear the same whatever the pieces are', () => {
    const bytes = pcm([...tone(1, 4000), ...tone(1, 0)], [...tone(0.5, 0), ...tone(0.5, 3000), ...tone(1, 0)]);
    const whole = measured(bytes, 2);
    expect(whole.zeros).toEqual([{ fromSeconds: 1, toSeconds: 2 }]);
    for (const length of [1, 3, 7, 1001, 32_768]) expect(measured(bytes, 2, length)).toEqual(whole);
  });

  it('should find where all channels are zero for a tenth of a second, and nothing shorter', () => {
    // A half period more, so that no tone ends or begins in zeros that count.
    const talk = tone(1, 4000).map((value) => value || 1);
    const bytes = pcm([...talk, ...tone(0.09, 0), ...talk, ...tone(0.1, 0), ...talk]);
    expect(measured(bytes, 1).zeros).toEqual([{ fromSeconds: 2.09, toSeconds: 2.19 }]);
  });

  it('should say of nothing that it is silent', () => {
    expect(measured(Buffer.alloc(0), 2)).toEqual({ durationSeconds: 0, silentChannels: [true, true], zeros: [] });
  });

  it('should leave half a sample out', () => {
    expect(measured(pcm(tone(1, 4000)).subarray(0, 15_999), 1).durationSeconds).toBe(7999 / 8000);
  });
});
