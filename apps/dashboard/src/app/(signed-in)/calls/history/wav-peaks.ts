export interface WavFormat {
  channels: number;
  /** Where the samples begin, in bytes. */
  dataAt: number;
  dataBytes: number;
}

const PCM = 1;
const SAMPLE_BYTES = 2;

/** Reads the head of a RIFF file with PCM of 16 bits; undefined for anything else, or where the head goes on beyond these bytes. */
export function readWavFormat(bytes: Uint8Array): WavFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || word(0) !== 'RIFF' || word(8) !== 'WAVE') return undefined;
  let channels = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (word(at) === 'data') return channels > 0 ? { channels, dataAt: at + 8, dataBytes: size } : undefined;
    if (word(at) === 'fmt ' && at + 24 <= bytes.length) {
      if (view.getUint16(at + 8, true) !== PCM || view.getUint16(at + 22, true) !== 16) return undefined;
      channels = view.getUint16(at + 10, true);
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** How loud each of so many equal parts of a sound is at most, for each of its channels: 0 to 1. Fed with any pieces of it, in any order. */
export class WavPeaks {
  readonly channels: readonly Float32Array[];
  readonly #format: WavFormat;
  readonly #columns: number;

  constructor(format: WavFormat, columns: number) {
    this.#format = format;
    this.#columns = columns;
    this.channels = Array.from({ length: format.channels }, () => new Float32Array(columns));
  }

  /** @param at  where in the sound the piece begins, in bytes; whole samples of all channels are taken, what is over is left. */
  add(piece: Uint8Array, at: number): void {
    const { channels, dataBytes } = this.#format;
    const block = channels * SAMPLE_BYTES;
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    const skipped = (block - (at % block)) % block;
    for (let offset = skipped; offset + block <= piece.length; offset += block) {
      const column = Math.min(this.#columns - 1, Math.floor(((at + offset) / dataBytes) * this.#columns));
      for (let channel = 0; channel < channels; channel += 1) {
        const level = Math.abs(view.getInt16(offset + channel * SAMPLE_BYTES, true)) / 0x8000;
        const peaks = this.channels[channel]!;
        if (level > peaks[column]!) peaks[column] = level;
      }
    }
  }
}
