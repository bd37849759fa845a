import { useSyncExternalStore } from 'react';

const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

/** As the system has it now. */
export function useColorScheme(): 'light' | 'dark' {
  return useSyncExternalStore(follow, isDark) ? 'dark' : 'light';
}

function follow(changed: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
