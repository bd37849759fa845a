'use client';
import { Volume2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { CallFieldsFragment } from '@/gql/graphql';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { isUnderWay, transferPhase } from './transfer-phase';

/** What is wrong with the call that goes on, or with its sound, and what to do: the gravest only. */
export function LineNotice({ call, isUncertain }: { call: CallFieldsFragment | undefined; isUncertain: boolean }) {
  const t = useTranslations('line');
  const phone = usePhone();
  const { line, isSoundBlocked, status } = usePhoneState();
  if (line?.stage === 'lost') return <Banner look="bad">{t('soundLost')}</Banner>;
  if (isUncertain) return <Banner look="warn">{line?.stage === 'talking' ? t('uncertainTalking') : t('uncertain')}</Banner>;
  if (call?.state === 'ANSWERED' && !call.agentConnected) return <Banner look="warn">{t('agentLost')}</Banner>;
  if (line && isSoundBlocked) {
    return (
      <Banner
        look="warn"
        action={
          <Button size="small" onClick={() => phone.line.playSound()}>
            <Volume2 aria-hidden className="size-4" />
            {t('playSound')}
          </Button>
        }
      >
        {t('soundBlocked')}
      </Banner>
    );
  }
  // A desk telephone, or another page.
  const isElsewhere = !line && call?.state === 'ANSWERED' && status.kind === 'ready' && !isUnderWay(transferPhase(call));
  if (isElsewhere) return <Banner look="info">{t('soundElsewhere')}</Banner>;
  return line?.trouble && line.callId === call?.id ? <Banner look="warn">{t(line.trouble)}</Banner> : null;
}
