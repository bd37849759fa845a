'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useSignedInUser } from '@/session/session-gate';
import { Forbidden } from '@/shell/forbidden';
import { SettingsTabs } from './settings-tabs';

/** Sozlamalar: not for agents. (The api holds the rights; this only spares them a page of refusals.) */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  const t = useTranslations('settings');
  const { role } = useSignedInUser();
  if (role === 'AGENT') return <Forbidden />;
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <SettingsTabs />
      {children}
    </div>
  );
}
