'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Badge, type Tone } from '@/components/ui/status';
import { usePhoneState } from './phone-provider';
import type { PhoneStatus } from './phone-state';

const PhoneDialog = dynamic(() => import('./phone-dialog').then((module) => module.PhoneDialog), { ssr: false });

const tones: Record<PhoneStatus['kind'], Tone> = {
  off: 'idle',
  starting: 'busy',
  ready: 'good',
  reconnecting: 'warn',
  inUse: 'warn',
  noMicrophone: 'bad',
  noMedia: 'bad',
  failed: 'bad',
};

/** In the header: whether this page can be reached; opens microphone, speaker and checks. On narrower screens the dot alone, its words for screen readers. */
export function PhoneBadge() {
  const t = useTranslations('phone');
  const tAudio = useTranslations('audio');
  const { status } = usePhoneState();
  const [isOpen, setOpen] = useState(false);
  if (status.kind === 'off') return null;
  return (
    <>
      <button
        type="button"
        title={tAudio('title')}
        data-phone={status.kind}
        onClick={() => setOpen(true)}
        className="rounded-full hover:brightness-95 dark:hover:brightness-110"
      >
        <Badge tone={tones[status.kind]} className="max-lg:size-9 max-lg:justify-center max-lg:gap-0 max-lg:px-0">
          <span role="status" className="max-lg:sr-only">
            {t(status.kind)}
          </span>
        </Badge>
      </button>
      {isOpen ? <PhoneDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
