/** Sounds for tests: 8 kHz PCM 16. */
const RATE = 8000;

/** A tone of that loudness (peak, of 32767); 0 is silence. */
export const tone = (seconds: number, peak: number, hertz = 400): number[] =>
  Array.from({ length: Math.round(seconds * RATE) }, (_, n) => Math.round(peak * Math.sin((2 * Math.PI * hertz * n) / RATE)));

/** One channel, or the samples of two taking turns. */
export function pcm(first: readonly number[], second?: readonly number[]): Buffer {
  const values = second ? first.flatMap((value, n) => [value, second[n] ?? 0]) : first;
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, n) => bytes.writeInt16LE(value, n * 2));
  return bytes;
}
