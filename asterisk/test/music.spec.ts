import { expect, it } from 'vitest';
import { melody } from '../music.mjs';

it('should be a WAV file of 12 s, heard and not clipped', () => {
  const wav = melody();
  expect(wav.toString('ascii', 0, 4)).toBe('RIFF');
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
  expect(wav.readUInt32LE(40)).toBe(12 * 8000 * 2);
  const samples = Array.from({ length: (wav.length - 44) / 2 }, (_none, index) => Math.abs(wav.readInt16LE(44 + 2 * index)));
  expect(Math.max(...samples)).toBeGreaterThan(3000);
  expect(Math.max(...samples)).toBeLessThan(12000);
});
