'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { connection } from '@/api/connection';
import { useTrunks } from '@/app/(signed-in)/settings/trunks/trunks-live';
import { Banner } from '@/components/ui/banner';
import { useStore } from '@/use-store';

/** A connection that comes back within this time, in ms, is not worth a word. */
const patienceMs = 2_000;
/** The name that `npm start` gives to the trunk of the demo carrier. */
const demoTrunk = 'Demo';

/** What every page must say: the server is away; the demo trunk stands beside a real one. */
export function Banners() {
  const t = useTranslations('app');
  const isLost = useIsLost();
  const enabled = useTrunks()?.filter((trunk) => trunk.enabled) ?? [];
  const isDemoAlongside = enabled.length > 1 && enabled.some(({ name }) => name === demoTrunk);
  if (!isLost && !isDemoAlongside) return null;
  return (
    <div className="mx-auto grid w-full max-w-400 gap-2 px-4 pt-4 sm:px-6">
      {isLost ? <Banner look="bad">{t('serverLost')}</Banner> : null}
      {isDemoAlongside ? <Banner look="warn">{t('demoAlongside')}</Banner> : null}
    </div>
  );
}

/** Whether it is known which banners the page has, so that one that comes late pushes nothing away. A server that is away is not waited for. */
export function useKnowsBanners(): boolean {
  const isKnown = useTrunks() !== undefined;
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), isKnown ? 0 : patienceMs);
    return () => clearTimeout(timer);
  }, [isKnown]);
  return isKnown || isSettled;
}

function useIsLost(): boolean {
  const isOpen = useStore(connection).state === 'open';
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (isOpen) return setLost(false);
    const timer = setTimeout(() => setLost(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return isLost;
}
