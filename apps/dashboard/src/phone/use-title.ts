import { useEffect } from 'react';

/** The tab's title while the component is shown: seen from other tabs. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
