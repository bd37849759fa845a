/**
 * Where GraphiQL keeps its tabs and history: the page's memory. What is typed there may hold passwords and tokens, which have no place in the
 * browser's own storage; they stay until the page is left for good.
 */
export function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}
