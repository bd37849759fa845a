'use client';
import { useTranslations } from 'use-intl';
import { TabLinks } from '@/components/ui/tab-links';
import { useSignedInUser } from '@/session/session-gate';

const tabs = [
  { name: 'trunks', href: '/settings/trunks' },
  { name: 'dialplan', href: '/settings/dialplan' },
  { name: 'inbound', href: '/settings/inbound' },
  { name: 'users', href: '/settings/users' },
  { name: 'tokens', href: '/settings/tokens', isForAdmins: true },
  { name: 'system', href: '/settings/system' },
] as const;

export function SettingsTabs() {
  const t = useTranslations('settings');
  const { role } = useSignedInUser();
  const shown = tabs.filter((tab) => role === 'ADMIN' || !('isForAdmins' in tab));
  return <TabLinks label={t('tabs')} links={shown.map(({ name, href }) => ({ href, label: t(name) }))} />;
}
