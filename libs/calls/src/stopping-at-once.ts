/** `read` reads from `source`, and ends with it: return() works while nothing comes, where a generator's own would wait for the next change. */
export function stoppingAtOnce<T>(
  source: AsyncIterator<unknown>,
  read: AsyncGenerator<T, undefined>,
): AsyncIterableIterator<T, undefined> {
  const iterator: AsyncIterableIterator<T, undefined> = {
    next: () => read.next(),
    return: async () => {
      await source.return?.();
      return read.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
