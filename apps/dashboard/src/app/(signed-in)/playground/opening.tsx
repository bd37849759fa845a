'use client';
import { useTranslations } from 'use-intl';
import { Skeleton } from '@/components/ui/skeleton';

/** In place of the playground while it is fetched and drawn. */
export function Opening() {
  const t = useTranslations('playground');
  return (
    <div className="absolute inset-0 grid grid-rows-[auto_1fr] gap-3 p-5" aria-busy>
      <p className="text-ink-soft">{t('opening')}</p>
      <Skeleton className="h-full" />
    </div>
  );
}
