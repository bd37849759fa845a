'use client';
import { useTranslations } from 'use-intl';
import { TabLinks } from '@/components/ui/tab-links';
import { useSignedInUser } from '@/session/session-gate';

/** The parts of Qo'ng'iroqlar. Statistics are for those who see all calls. */
export function CallsTabs() {
  const t = useTranslations('callsTabs');
  const { role } = useSignedInUser();
  const links = [
    { href: '/calls', label: t('live') },
    { href: '/calls/history', label: t('history') },
    { href: '/calls/missed', label: t('missed') },
    ...(role === 'AGENT' ? [] : [{ href: '/calls/stats', label: t('stats') }]),
  ];
  return <TabLinks label={t('label')} links={links} />;
}
