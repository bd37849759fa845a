'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Reading, useRead } from '@/api/use-read';
import { SystemOverviewDocument, type SystemOverviewQuery } from '@/gql/graphql';
import { type Health, readHealth } from './read-health';

const everyMs = 5_000;

/** How the system is doing, asked again every 5 s while the page is looked at. `health` is undefined before it is known. */
export function useSystem(): Reading<SystemOverviewQuery> & { health: Health | undefined } {
  const status = useRead(SystemOverviewDocument, {});
  const [health, setHealth] = useState<Health>();
  const again = useEffectEvent(async (isFirst: boolean) => {
    if (document.hidden && !isFirst) return;
    setHealth(await readHealth());
    if (!isFirst) await status.reload();
  });
  useEffect(() => {
    void again(true);
    const timer = setInterval(() => void again(false), everyMs);
    return () => clearInterval(timer);
  }, []);
  return { ...status, health };
}
