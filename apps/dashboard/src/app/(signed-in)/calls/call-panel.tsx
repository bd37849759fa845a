'use client';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { classes } from '@/components/ui/classes';
import { PhoneNotice } from '@/phone/phone-notice';
import { usePhoneState } from '@/phone/phone-provider';
import { CallInProgress } from './call-in-progress';
import { useCurrentCall } from './current-call';
import { DialForm } from './dial-form';
import { LineOnly } from './line-only';
import { MonitorPanel } from './monitor-panel';

/** The softphone: the number, and the call that goes on. */
export function CallPanel() {
  const t = useTranslations('dial');
  const isLivePart = usePathname() === '/calls';
  const { current } = useCurrentCall();
  const { line } = usePhoneState();
  // On a narrow screen it would stand in the way of the calls of the past.
  const isInTheWay = !isLivePart && !current && !line;
  return (
    <div className="grid gap-4 lg:sticky lg:top-20">
      <h1 className="sr-only">{t('title')}</h1>
      <Card className={classes('flex flex-col overflow-hidden', isInTheWay && 'max-lg:hidden')} aria-label={t('title')}>
        <DialForm />
        <CallInProgress />
        <LineOnly />
      </Card>
      <MonitorPanel />
      <PhoneNotice />
    </div>
  );
}
