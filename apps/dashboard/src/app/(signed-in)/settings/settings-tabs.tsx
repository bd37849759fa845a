'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { classes } from '@/components/ui/classes';

const tabs = [{ name: 'trunks', href: '/settings/trunks' }] as const;

export function SettingsTabs() {
  const t = useTranslations('settings');
  const path = usePathname();
  return (
    <nav aria-label={t('tabs')} className="-mx-4 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      {tabs.map(({ name, href }) => (
        <Link
          key={name}
          href={href}
          aria-current={path === href ? 'page' : undefined}
          className={classes(
            '-mb-px border-b-2 px-3 py-2 font-medium whitespace-nowrap',
            path === href ? 'border-accent text-accent' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
