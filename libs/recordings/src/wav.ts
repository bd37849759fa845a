/** WAV as everybody reads it: RIFF, one `fmt ` chunk of PCM 16, one `data` chunk. (Multimedia Programming Interface and Data Specifications 1.0, 1991.) */

export const WAV_HEADER_BYTES = 44;
const PCM = 1;
const BYTES_A_SAMPLE = 2;
/** A RIFF file counts its bytes in 32 bits. */
const MOST_DATA_BYTES = 0xffff_ffff - WAV_HEADER_BYTES;

export interface WavFormat {
  channels: number;
  /** Hz */
  sampleRate: number;
}

export interface WavHead extends WavFormat {
  /** Where the sound begins, bytes from the file's start. */
  dataStart: number;
  /** How long the file says that it is; undefined where a crash left 0, or a writer never came back to say it. */
  dataBytes: number | undefined;
}

/** The 44 bytes before the sound. */
export function wavHeader({ channels, sampleRate }: WavFormat, dataBytes: number): Buffer {
  const size = Math.min(dataBytes, MOST_DATA_BYTES);
  const block = channels * BYTES_A_SAMPLE;
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(size + WAV_HEADER_BYTES - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * block, 28);
  header.writeUInt16LE(block, 32);
  header.writeUInt16LE(BYTES_A_SAMPLE * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(size, 40);
  return header;
}

/**
 * Reads the beginning of a WAV file.
 * @returns 'more' where `bytes` do not reach the sound yet, 'other' for what is no WAV of PCM 16
 */
export function readWavHead(bytes: Buffer): WavHead | 'more' | 'other' {
  if (bytes.length < 12) return 'more';
  if (!isWav(bytes)) return 'other';
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = at + 8;
    if (name === 'data') {
      if (!format) return 'other';
      const isKnown = size > 0 && size < MOST_DATA_BYTES;
      return { ...format, dataStart: body, dataBytes: isKnown ? size : undefined };
    }
    if (name === 'fmt ') {
      if (body + 16 > bytes.length) return 'more';
      if (bytes.readUInt16LE(body) !== PCM || bytes.readUInt16LE(body + 14) !== BYTES_A_SAMPLE * 8) return 'other';
      format = { channels: bytes.readUInt16LE(body + 2), sampleRate: bytes.readUInt32LE(body + 4) };
      if (format.channels < 1 || format.channels > 2 || format.sampleRate < 8000 || format.sampleRate > 192_000) return 'other';
    }
    // A chunk of odd length is followed by one byte that does not count.
    at = body + size + (size % 2);
  }
  return 'more';
}

export const isWav = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE';
