'use client';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Badge, type Tone } from '@/components/ui/status';
import type { RegistrationState, TrunkFieldsFragment } from '@/gql/graphql';
import { formatMoment } from '@/i18n/format-date';

const tones: Record<RegistrationState, Tone> = {
  REGISTERED: 'good',
  REGISTERING: 'busy',
  REJECTED: 'bad',
  UNREACHABLE: 'bad',
  NOT_REQUIRED: 'idle',
  UNKNOWN: 'idle',
};

/** How a trunk is doing: in words, since when, what the provider said, and what to do. */
export function TrunkState({ trunk }: { trunk: TrunkFieldsFragment }) {
  const t = useTranslations('trunks');
  const tState = useTranslations('registration');
  const tAdvice = useTranslations('registrationAdvice');
  const language = useLocale();
  const { state, sipCode, reason, since } = trunk.registration;
  if (!trunk.enabled) return <Badge tone="idle">{t('off')}</Badge>;
  return (
    <div className="grid justify-items-start gap-1" aria-live="polite">
      <span data-registration={state}>
        <Badge tone={tones[state]}>{tState(state)}</Badge>
      </span>
      {state === 'REGISTERED' || state === 'NOT_REQUIRED' ? null : (
        <>
          {sipCode ? (
            <p className="text-sm break-words">{tAdvice('answer', { code: String(sipCode), reason: reason ?? '' })}</p>
          ) : null}
          <p className="text-sm text-ink-soft">{tAdvice(state === 'REJECTED' && !sipCode ? 'untold' : state)}</p>
        </>
      )}
      {since && state !== 'UNKNOWN' ? (
        <p className="text-sm text-ink-soft">
          {t('since', { moment: formatMoment(new Date(since), language, new Date(serverClock.now())) })}
        </p>
      ) : null}
      {trunk.activeCalls > 0 ? <p className="text-sm text-ink-soft">{t('calls', { count: trunk.activeCalls })}</p> : null}
    </div>
  );
}
