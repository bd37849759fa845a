import { useEffect, useState } from 'react';
import { serverClock } from '@/api/server-clock';

/** Whole seconds until an instant of the server's, counting down; 0 once it has come. */
export function useCountdown(until: string | null | undefined): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    if (!until) return;
    const tick = () => setNow(serverClock.now());
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [until]);
  return until ? Math.max(0, Math.ceil((Date.parse(until) - now) / 1000)) : 0;
}
