'use client';
import { PhoneOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { StatusDot } from '@/components/ui/status';
import { formatNumber } from '@/i18n/format-number';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { useCalls } from './calls-live';
import { useMonitoring } from './monitoring';
import { LineNotice } from './line-notice';
import { useCurrentCall } from './current-call';
import { useEscapeTwice } from './use-escape-twice';
import { useSignedInUser } from '@/session/session-gate';

/** A line of this phone in a call that is not this person's: a colleague asks something before giving the call away. It is left with a BYE. */
export function LineOnly() {
  const t = useTranslations('line');
  const phone = usePhone();
  const me = useSignedInUser();
  const { line } = usePhoneState();
  const { calls } = useCalls();
  const { monitored } = useMonitoring();
  const { current } = useCurrentCall();
  const call = line && calls.find(({ id }) => id === line.callId);
  const isMine = call?.agent?.id === me.id || (current?.id === line?.callId && !current?.isGivenAway);
  const isShown = line !== undefined && line.stage !== 'ringing' && !isMine && monitored?.callId !== line.callId;
  const isArmed = useEscapeTwice(isShown, () => phone.line.leave());
  if (!isShown) return null;
  return (
    <div className="grid gap-4 border-line bg-good-soft p-5 max-lg:order-first max-lg:border-b lg:border-t" data-line-only>
      <p className="text-lg font-semibold break-words tabular-nums">{formatNumber(line.from)}</p>
      <p role="status" className="flex items-center gap-2 font-semibold">
        <StatusDot tone="good" />
        {t('consulting')}
      </p>
      <LineNotice call={undefined} isUncertain={false} />
      <Button look="danger" size="large" onClick={() => phone.line.leave()}>
        <PhoneOff aria-hidden className="size-5" />
        {isArmed ? t('leaveAgain') : t('leave')}
        <Kbd>Esc Esc</Kbd>
      </Button>
    </div>
  );
}
