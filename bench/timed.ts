/** How long one run of the task takes, ms: the middle one and the slowest of a hundred. */
export interface Timing {
  median: number;
  p99: number;
}

/** Runs the task until the compiler knows it, and then so often, each time by itself. */
export function timed(task: (run: number) => unknown, runs = 2_000): Timing {
  for (let run = 0; run < runs / 4; run += 1) task(run);
  const times = Array.from({ length: runs }, (_, run) => {
    const begin = performance.now();
    task(run);
    return performance.now() - begin;
  }).sort((left, right) => left - right);
  return { median: times[Math.floor(runs / 2)] ?? 0, p99: times[Math.floor(runs * 0.99)] ?? 0 };
}
