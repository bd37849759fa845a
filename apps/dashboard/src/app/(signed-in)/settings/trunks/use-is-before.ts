import { useEffect, useState } from 'react';
import { serverClock } from '@/api/server-clock';

/** Whether that moment is still to come by the server's clock; drawn anew when it has. `at` is an ISO time, or null for never. */
export function useIsBefore(at: string | null): boolean {
  const [, setPassed] = useState<string>();
  useEffect(() => {
    if (!at) return;
    const timer = setTimeout(() => setPassed(at), Math.max(0, Date.parse(at) - serverClock.now()) + 50);
    return () => clearTimeout(timer);
  }, [at]);
  return at !== null && Date.parse(at) > serverClock.now();
}
