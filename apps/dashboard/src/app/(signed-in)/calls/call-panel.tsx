'use client';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { PhoneNotice } from '@/phone/phone-notice';
import { CallInProgress } from './call-in-progress';
import { DialForm } from './dial-form';

/** The softphone: the number, and the call that goes on. */
export function CallPanel() {
  const t = useTranslations('dial');
  return (
    <div className="grid gap-4 lg:sticky lg:top-20">
      <h1 className="sr-only">{t('title')}</h1>
      <Card className="flex flex-col overflow-hidden" aria-label={t('title')}>
        <DialForm />
        <CallInProgress />
      </Card>
      <PhoneNotice />
    </div>
  );
}
