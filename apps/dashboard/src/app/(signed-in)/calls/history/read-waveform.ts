import { readWavFormat, WavPeaks } from './wav-peaks';

/** Up to this size the whole file is read, in bytes: nearly 9 minutes of two sides. Of more only samples are. */
const wholeBytes = 16 * 2 ** 20;
const headBytes = 4096;
/** Of a long file: so many pieces, each of so many bytes (a quarter of a second). */
const pieces = 160;
const pieceBytes = 8_000;
const atOnce = 4;

export type Peaks = readonly Float32Array[];

/**
 * The loudness of a recording over its time, for each side; undefined where it is no WAV that we know.
 * @throws when it can't be fetched, or the signal ends it
 */
export async function readWaveform(
  url: string,
  sizeBytes: number,
  columns: number,
  signal: AbortSignal,
): Promise<Peaks | undefined> {
  return sizeBytes <= wholeBytes ? readWhole(url, columns, signal) : readPieces(url, columns, signal);
}

async function fetchPart(url: string, signal: AbortSignal, range?: string): Promise<Response> {
  const answer = await fetch(url, { signal, headers: range ? { Range: `bytes=${range}` } : {} });
  if (!answer.ok) throw new Error(`The recording answered ${answer.status}`);
  return answer;
}

async function readWhole(url: string, columns: number, signal: AbortSignal): Promise<Peaks | undefined> {
  const reader = (await fetchPart(url, signal)).body?.getReader();
  let at = 0;
  let peaks: { of: WavPeaks; dataAt: number } | undefined;
  // Piece by piece as it comes, so that no long computation stops the page.
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    if (!peaks) {
      const format = readWavFormat(part.value.subarray(0, headBytes));
      if (!format) return undefined;
      peaks = { of: new WavPeaks(format, columns), dataAt: format.dataAt };
    }
    const skipped = Math.max(0, peaks.dataAt - at);
    peaks.of.add(part.value.subarray(skipped), at + skipped - peaks.dataAt);
    at += part.value.length;
  }
  return peaks?.of.channels;
}

async function readPieces(url: string, columns: number, signal: AbortSignal): Promise<Peaks | undefined> {
  const head = new Uint8Array(await (await fetchPart(url, signal, `0-${headBytes - 1}`)).arrayBuffer());
  const format = readWavFormat(head);
  if (!format) return undefined;
  // As many columns as pieces, or most of them would stay empty.
  const peaks = new WavPeaks(format, Math.min(columns, pieces));
  const places = Array.from({ length: pieces }, (_, index) => Math.floor(((index + 0.5) / pieces) * format.dataBytes));
  const reader = async () => {
    for (let place = places.shift(); place !== undefined; place = places.shift()) {
      const from = format.dataAt + place;
      const piece = await fetchPart(url, signal, `${from}-${from + pieceBytes - 1}`);
      peaks.add(new Uint8Array(await piece.arrayBuffer()), place);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  return peaks.channels;
}
