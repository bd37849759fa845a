'use client';
import { Code, Phone, Settings2 } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { classes } from '@/components/ui/classes';
import { PageLink } from '@/components/ui/page-link';
import { useSignedInUser } from '@/session/session-gate';

const pages = [
  { name: 'calls', href: '/calls', area: '/calls', Icon: Phone, isForAgents: true },
  { name: 'settings', href: '/settings/trunks', area: '/settings', Icon: Settings2, isForAgents: false },
  { name: 'playground', href: '/playground', area: '/playground', Icon: Code, isForAgents: false },
] as const;

function useLinks() {
  const { role } = useSignedInUser();
  const path = usePathname();
  const shown = role === 'AGENT' ? pages.filter((page) => page.isForAgents) : pages;
  return shown.map((page) => ({ ...page, isCurrent: path === page.area || path.startsWith(`${page.area}/`) }));
}

export function TopNavigation() {
  const t = useTranslations('nav');
  return (
    <nav aria-label={t('main')} className="ml-4 hidden gap-1 md:flex">
      {useLinks().map(({ name, href, isCurrent, Icon }) => (
        <PageLink
          key={name}
          href={href}
          aria-current={isCurrent ? 'page' : undefined}
          className={classes(
            'inline-flex items-center gap-2 rounded-lg px-3 py-2 font-medium max-lg:px-2',
            isCurrent ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-sunken hover:text-ink',
          )}
        >
          <Icon aria-hidden className="size-4 max-lg:hidden" />
          {t(name)}
        </PageLink>
      ))}
    </nav>
  );
}

/** On narrow screens, under the thumb. With one page there is nothing to choose. */
export function BottomNavigation() {
  const t = useTranslations('nav');
  const links = useLinks();
  if (links.length < 2) return null;
  return (
    <nav
      aria-label={t('main')}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {links.map(({ name, href, isCurrent, Icon }) => (
        <PageLink
          key={name}
          href={href}
          aria-current={isCurrent ? 'page' : undefined}
          className={classes(
            'flex flex-1 flex-col items-center gap-0.5 py-2 text-xs font-medium',
            isCurrent ? 'text-accent' : 'text-ink-soft',
          )}
        >
          <Icon aria-hidden className="size-5" />
          {t(name)}
        </PageLink>
      ))}
    </nav>
  );
}
