'use client';
import { useEffect, useState } from 'react';
import { serverClock } from '@/api/server-clock';
import { formatClock } from '@/i18n/format-date';

/** Time since an instant of the server's, or from it to another, ticking once a second on the server's seconds. */
export function CallClock({ from, to, className }: { from: string; to?: string | null; className?: string }) {
  const start = Date.parse(from);
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    if (to) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setNow(serverClock.now());
      timer = setTimeout(tick, 1000 - ((((serverClock.now() - start) % 1000) + 1000) % 1000));
    };
    tick();
    return () => clearTimeout(timer);
  }, [start, to]);
  return (
    <time role="timer" aria-live="off" className={className}>
      {formatClock(((to ? Date.parse(to) : now) - start) / 1000)}
    </time>
  );
}
