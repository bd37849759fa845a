import { useEffect, useState } from 'react';
import { connection } from '@/api/connection';
import { useStore } from '@/use-store';

/** A connection that comes back within this time, in ms, has missed nothing that a person would notice. */
const patienceMs = 2_000;

/** Whether what the page knows of calls may be old: the server has not been heard for a while. */
export function useIsUncertain(): boolean {
  const isOpen = useStore(connection).state === 'open';
  const [isUncertain, setUncertain] = useState(false);
  useEffect(() => {
    if (isOpen) return setUncertain(false);
    const timer = setTimeout(() => setUncertain(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return isUncertain;
}
