'use client';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Logo } from '@/components/ui/logo';
import { Skeleton } from '@/components/ui/skeleton';
import { Toasts } from '@/components/ui/toast';
import { IncomingBar } from '@/phone/incoming-bar';
import { PresenceMenu } from '@/people/presence-menu';
import { PhoneBadge } from '@/phone/phone-badge';
import { WithApollo } from '@/session/with-apollo';
import { AccountMenu } from './account-menu';
import { Banners, useKnowsBanners } from './banners';
import { BottomNavigation, TopNavigation } from './navigation';

const mainClass = 'mx-auto w-full max-w-400 flex-1 p-4 pb-24 outline-none sm:p-6 md:pb-8';

/** Header, navigation and what must be seen on every page; the page itself inside. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('app');
  const isSettled = useKnowsBanners();
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#main" className="absolute -top-20 left-4 z-50 rounded-lg bg-accent px-4 py-2 text-on-accent focus-visible:top-2">
        {t('skipToContent')}
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="mx-auto flex h-14 w-full max-w-400 items-center gap-3 px-4 sm:px-6">
          <Logo />
          <TopNavigation />
          {/* As wide as there is room, so that what comes late moves nothing. */}
          <div className="flex flex-1 items-center justify-end gap-2">
            <PhoneBadge />
            <PresenceMenu />
            <AccountMenu />
          </div>
        </div>
      </header>
      <IncomingBar />
      {isSettled ? (
        <>
          <Banners />
          <main id="main" tabIndex={-1} className={mainClass}>
            <Page>{children}</Page>
          </main>
        </>
      ) : (
        <main className={mainClass} aria-busy>
          <Skeleton className="h-96" />
        </main>
      )}
      <BottomNavigation />
      <Toasts closeLabel={t('closeNotice')} />
    </div>
  );
}

/** Where people work, and the only pages that do without a cache, or fetch it themselves: so the softphone stays as it is from one part to the next. */
const lightPages = '/calls';

function Page({ children }: { children: ReactNode }) {
  return usePathname().startsWith(lightPages) ? children : <WithApollo>{children}</WithApollo>;
}
