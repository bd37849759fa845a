'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Logo } from '@/components/ui/logo';
import { IncomingBar } from '@/phone/incoming-bar';
import { PhoneBadge } from '@/phone/phone-badge';
import { AccountMenu } from './account-menu';
import { Banners } from './banners';
import { BottomNavigation, TopNavigation } from './navigation';

/** Header, navigation and what must be seen on every page; the page itself inside. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('app');
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#main" className="absolute -top-20 left-4 z-50 rounded-lg bg-accent px-4 py-2 text-on-accent focus-visible:top-2">
        {t('skipToContent')}
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="mx-auto flex h-14 w-full max-w-400 items-center gap-3 px-4 sm:px-6">
          <Logo />
          <TopNavigation />
          <div className="ml-auto flex items-center gap-2">
            <PhoneBadge />
            <AccountMenu />
          </div>
        </div>
      </header>
      <IncomingBar />
      <Banners />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-400 flex-1 p-4 pb-24 outline-none sm:p-6 md:pb-8">
        {children}
      </main>
      <BottomNavigation />
    </div>
  );
}
