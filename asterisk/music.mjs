// @ts-check
/** Music on hold for an Asterisk that came without any: a quiet melody, computed. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const RATE = 8000;
const NOTE_SECONDS = 0.5;
const HEADER_BYTES = 44;
/** Semitones above A3, over four chords. */
const MELODY = [0, 7, 12, 16, 12, 7, -4, 3, 8, 12, 8, 3, -9, -2, 3, 7, 3, -2, -2, 5, 10, 14, 10, 5];

/** A WAV file of 12 s: 8 kHz, 16 bits, one channel. */
export function melody() {
  const perNote = RATE * NOTE_SECONDS;
  const wav = Buffer.alloc(HEADER_BYTES + MELODY.length * perNote * 2);
  wav.write('RIFF', 0, 'ascii');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'ascii');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'ascii');
  wav.writeUInt32LE(wav.length - HEADER_BYTES, 40);
  for (const [index, semitones] of MELODY.entries()) {
    const step = (2 * Math.PI * 220 * 2 ** (semitones / 12)) / RATE;
    for (let sample = 0; sample < perNote; sample++) {
      // Rises in 10 ms and fades to silence, so that notes do not click.
      const loudness = Math.min(1, sample / 80) * (1 - sample / perNote) ** 1.5;
      const tone = Math.sin(step * sample) + 0.3 * Math.sin(2 * step * sample);
      wav.writeInt16LE(Math.round(5000 * loudness * tone), HEADER_BYTES + 2 * (index * perNote + sample));
    }
  }
  return wav;
}

/**
 * @param {string} folder made and filled where it is missing
 */
export async function ensureMusic(folder) {
  const file = join(folder, 'melody.wav');
  if (existsSync(file)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, melody());
}
