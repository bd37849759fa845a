/** G.711 (ITU-T), and what a frame of it sounds like. 8000 samples a second, 160 in a frame of 20 ms. */
import type { Codec } from './sdp.js';

export const samplesPerFrame = 160;
const sampleRate = 8_000;

function encodeMu(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function decodeMu(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
}

function encodeA(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_767) >> 4;
  const exponent = magnitude < 32 ? 1 : Math.floor(Math.log2(magnitude)) - 3;
  const bits =
    magnitude < 16
      ? magnitude
      : magnitude < 32
        ? 0x10 | (magnitude & 0x0f)
        : (exponent << 4) | ((magnitude >> (exponent - 1)) & 0x0f);
  return (bits | (sample < 0 ? 0 : 0x80)) ^ 0x55;
}

function decodeA(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

const encoders: Readonly<Record<Codec, (sample: number) => number>> = { PCMA: encodeA, PCMU: encodeMu };
const decoders: Readonly<Record<Codec, (byte: number) => number>> = { PCMA: decodeA, PCMU: decodeMu };

export function encode(samples: readonly number[], codec: Codec): Buffer {
  return Buffer.from(samples.map(encoders[codec]));
}

export function decode(payload: Buffer, codec: Codec): number[] {
  return [...payload].map(decoders[codec]);
}

/** One frame of a tone at a quarter of full loudness. `hertz` is a multiple of 50, so that frames can follow each other. */
export function toneFrame(hertz: number, codec: Codec): Buffer {
  const samples = Array.from({ length: samplesPerFrame }, (_, n) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * hertz * n) / sampleRate)),
  );
  return encode(samples, codec);
}

/** Root mean square, 0 (silence) to 32767. */
export function loudness(samples: readonly number[]): number {
  if (samples.length === 0) return 0;
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** How much of the sound is that tone, 0 to 1 (Goertzel's algorithm). */
export function shareOfTone(samples: readonly number[], hertz: number): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0);
  if (power === 0) return 0;
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let before = 0;
  let last = 0;
  for (const sample of samples) [before, last] = [last, sample + turn * last - before];
  return (2 * (last * last + before * before - turn * last * before)) / (samples.length * power);
}
