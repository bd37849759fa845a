'use client';
import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { useSignedInUser } from '@/session/session-gate';
import { SettingsTabs } from './settings-tabs';

/** Sozlamalar: not for agents. (The api holds the rights; this only spares them a page of refusals.) */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  const t = useTranslations('settings');
  const { role } = useSignedInUser();
  if (role === 'AGENT') {
    return (
      <Card>
        <EmptyState icon={ShieldAlert} title={t('forbidden')} />
      </Card>
    );
  }
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <SettingsTabs />
      {children}
    </div>
  );
}
