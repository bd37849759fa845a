/** Of measured times. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** `median 3 ms, 99 of 100 within 20 ms, worst 31 ms` */
export function inWords(milliseconds: readonly number[]): string {
  const [middle, most, worst] = [median(milliseconds), percentile(milliseconds, 99), percentile(milliseconds, 100)];
  return `median ${middle} ms, 99 of 100 within ${most} ms, worst ${worst} ms`;
}
