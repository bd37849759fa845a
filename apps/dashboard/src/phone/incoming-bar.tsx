'use client';
import { Phone, PhoneIncoming, PhoneOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useCallStore } from '@/app/(signed-in)/calls/calls-live';
import { Button } from '@/components/ui/button';
import { formatNumber } from '@/i18n/format-number';
import { usePhone, usePhoneState } from './phone-provider';

/** A call that somebody else makes to this phone: answer or decline. */
export function IncomingBar() {
  const t = useTranslations('phone');
  const phone = usePhone();
  const store = useCallStore();
  const { line } = usePhoneState();
  if (line?.stage !== 'ringing') return null;
  const call = line.callId ? store.find(line.callId) : undefined;
  const who = call ? (call.direction === 'INBOUND' ? call.from : call.to) : line.from;
  return (
    <div role="alert" className="border-b border-line bg-accent-soft">
      <div className="mx-auto flex w-full max-w-400 flex-wrap items-center gap-3 px-4 py-3 sm:px-6">
        <PhoneIncoming aria-hidden className="size-5 animate-breathe text-accent" />
        <p className="mr-auto">
          <span className="block text-sm text-ink-soft">{t('incoming')}</span>
          <span className="text-lg font-semibold tabular-nums">{formatNumber(who ?? line.from)}</span>
        </p>
        <Button look="danger" onClick={() => phone.line.decline()}>
          <PhoneOff aria-hidden className="size-4" />
          {t('decline')}
        </Button>
        <Button look="primary" onClick={() => phone.line.answer()}>
          <Phone aria-hidden className="size-4" />
          {t('answer')}
        </Button>
      </div>
    </div>
  );
}
