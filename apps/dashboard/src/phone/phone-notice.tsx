'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useSignedInUser } from '@/session/session-gate';
import { usePhone, usePhoneState } from './phone-provider';
import type { MicrophoneLack } from './phone-state';

const microphoneWords = {
  insecure: 'microphoneInsecure',
  missing: 'microphoneMissing',
  denied: 'microphoneDenied',
  busy: 'microphoneBusy',
} as const satisfies Record<MicrophoneLack, string>;

/** Why this page can't be called, and what to do about it. Nothing when all is well. */
export function PhoneNotice() {
  const t = useTranslations('phone');
  const words = useProblemWords();
  const phone = usePhone();
  const { extension } = useSignedInUser();
  const { status, microphone } = usePhoneState();
  switch (status.kind) {
    case 'off':
      // A phone that has not begun yet is off as well.
      return extension ? null : <Banner look="warn">{t('off')}</Banner>;
    case 'inUse':
      return (
        <Notice look="warn" title={t('inUse')} hint={t('inUseHint')}>
          <Button size="small" onClick={() => phone.takeOver()}>
            {t('takeOver')}
          </Button>
        </Notice>
      );
    case 'noMicrophone':
      return <Notice look="bad" title={t('noMicrophone')} hint={`${t(microphoneWords[status.why])} ${t('unreachableHint')}`} />;
    case 'noMedia':
      return (
        <Notice look="bad" title={t('noMedia')} hint={t('noMediaHint')}>
          <Button size="small" onClick={() => phone.checkAgain()}>
            {t('checkAgain')}
          </Button>
        </Notice>
      );
    case 'failed':
      return <Notice look="bad" title={t('failed')} hint={words(status.problem)} />;
    case 'reconnecting':
      return <Notice look="warn" title={t('reconnecting')} hint={t('unreachableHint')} />;
    case 'starting':
      return null;
    case 'ready':
      if (microphone.kind !== 'askFirst') return null;
      return (
        <Notice look="info" title={t('askTitle')} hint={t('askHint')}>
          <Button size="small" onClick={() => phone.allowMicrophone()}>
            {t('allow')}
          </Button>
        </Notice>
      );
  }
}

function Notice({
  look,
  title,
  hint,
  children,
}: {
  look: 'info' | 'warn' | 'bad';
  title: string;
  hint: string;
  children?: React.ReactNode;
}) {
  return (
    <Banner look={look}>
      <p className="font-semibold">{title}</p>
      <p>{hint}</p>
      {children ? <div className="mt-2.5">{children}</div> : null}
    </Banner>
  );
}
