'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Logo } from '@/components/ui/logo';
import { Skeleton } from '@/components/ui/skeleton';

/** The page's shape while it is not known yet who is here. */
export function ShellSkeleton({ isUnreachable }: { isUnreachable: boolean }) {
  const t = useTranslations('app');
  return (
    <div className="min-h-dvh" aria-busy>
      <header className="flex h-14 items-center border-b border-line bg-surface px-4 sm:px-6">
        <Logo />
      </header>
      <main className="mx-auto grid w-full max-w-400 gap-6 p-4 sm:p-6 lg:grid-cols-[22rem_1fr]">
        {isUnreachable ? (
          <Banner look="bad" className="lg:col-span-2">
            {t('serverUnreachable')}
          </Banner>
        ) : null}
        <Skeleton className="h-80" />
        <Skeleton className="h-96" />
      </main>
    </div>
  );
}
