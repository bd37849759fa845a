/** What is in a recording of Asterisk's: mono, 16 bits, 8,000 a second. */
import { shareOfTone } from '../sip/g711.js';

const RATE = 8_000;
/** Of the canonical header; Asterisk writes no other. */
const HEADER_BYTES = 44;
const WINDOW = RATE / 2;

export interface Wav {
  seconds: number;
  /** How much of its best half second is that tone, 0 to 1. */
  shareOf(hertz: number): number;
}

export function readWav(file: Buffer): Wav {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('Not a WAV file');
  if (file.readUInt16LE(22) !== 1 || file.readUInt32LE(24) !== RATE) throw new Error('Not mono at 8,000 Hz');
  const samples = Array.from({ length: (file.length - HEADER_BYTES) >> 1 }, (_, n) => file.readInt16LE(HEADER_BYTES + n * 2));
  const windows = Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, n) =>
    samples.slice(n * WINDOW, (n + 1) * WINDOW),
  );
  return {
    seconds: samples.length / RATE,
    shareOf: (hertz) => Math.max(0, ...windows.map((window) => shareOfTone(window, hertz))),
  };
}
