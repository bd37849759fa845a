/** Does `task` for 0 … count - 1, so many at a time; results are in the order of the numbers. */
export async function inParallel<T>(count: number, atOnce: number, task: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const n = next;
      next += 1;
      results[n] = await task(n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
