'use client';
import { useTranslations } from 'use-intl';
import { Badge, type Tone } from '@/components/ui/status';
import { usePhoneState } from './phone-provider';
import type { PhoneStatus } from './phone-state';

const tones: Record<PhoneStatus['kind'], Tone> = {
  off: 'idle',
  starting: 'busy',
  ready: 'good',
  reconnecting: 'warn',
  inUse: 'warn',
  noMicrophone: 'bad',
  failed: 'bad',
};

/** In the header: whether this page can be reached. On narrower screens the dot alone, its words for screen readers. */
export function PhoneBadge() {
  const t = useTranslations('phone');
  const { status } = usePhoneState();
  if (status.kind === 'off') return null;
  return (
    <span role="status" data-phone={status.kind}>
      <Badge tone={tones[status.kind]} className="max-lg:size-8 max-lg:justify-center max-lg:gap-0 max-lg:px-0">
        <span className="max-lg:sr-only">{t(status.kind)}</span>
      </Badge>
    </span>
  );
}
