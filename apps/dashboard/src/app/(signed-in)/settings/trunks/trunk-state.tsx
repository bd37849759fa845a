'use client';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Badge, type Tone } from '@/components/ui/status';
import type { RegistrationState, TrunkFieldsFragment, TrunkReachabilityState } from '@/gql/graphql';
import { formatExactTime, formatMoment } from '@/i18n/format-date';
import { formatMilliseconds } from '@/i18n/format-number';
import { TroubleWords } from './trouble-words';
import { useIsBefore } from './use-is-before';

const tones: Record<RegistrationState, Tone> = {
  REGISTERED: 'good',
  REGISTERING: 'busy',
  REJECTED: 'bad',
  UNREACHABLE: 'bad',
  NOT_REQUIRED: 'idle',
  UNKNOWN: 'idle',
};

/** How a trunk stands with its provider: in words, since when, what the provider said, and what to do. */
export function TrunkState({ trunk }: { trunk: TrunkFieldsFragment }) {
  const t = useTranslations('trunks');
  const tState = useTranslations('registration');
  const language = useLocale();
  const { state, since } = trunk.registration;
  const isResting = useIsBefore(trunk.restsUntil);
  if (!trunk.enabled) return <Badge tone="idle">{t('off')}</Badge>;
  return (
    <div className="grid justify-items-start gap-1" aria-live="polite">
      <div className="flex flex-wrap gap-1.5">
        <span data-registration={state}>
          <Badge tone={tones[state]}>{tState(state)}</Badge>
        </span>
        {trunk.isFlapping ? <Badge tone="warn">{t('flapping')}</Badge> : null}
        {isResting && trunk.restsUntil ? (
          <Badge tone="warn">{t('resting', { time: formatExactTime(new Date(trunk.restsUntil)) })}</Badge>
        ) : null}
      </div>
      {state === 'REGISTERED' || state === 'NOT_REQUIRED' ? null : <TroubleWords {...trunk.registration} />}
      {state === 'REGISTERING' ? <p className="text-sm text-ink-soft">{t('waiting')}</p> : null}
      {state === 'UNKNOWN' ? <p className="text-sm text-ink-soft">{t('engineAway')}</p> : null}
      {trunk.isFlapping ? <p className="text-sm text-ink-soft">{t('flappingHint')}</p> : null}
      {isResting ? <p className="text-sm text-ink-soft">{t('restingHint')}</p> : null}
      {since && state !== 'UNKNOWN' ? (
        <p className="text-sm text-ink-soft">
          {t('since', { moment: formatMoment(new Date(since), language, new Date(serverClock.now())) })}
        </p>
      ) : null}
    </div>
  );
}

/** Whether the server answers when it is asked, in how many ms; and how many calls there are. */
export function TrunkLine({ trunk }: { trunk: TrunkFieldsFragment }) {
  const t = useTranslations('trunks');
  const tReach = useTranslations('reachability');
  const { state, roundTripMs } = trunk.reachability;
  return (
    <div className="grid gap-1 text-sm">
      {trunk.enabled ? (
        <p className={reachColour(trunk)} data-reachability={state}>
          {tReach(state)}
          {state === 'REACHABLE' && roundTripMs != null ? (
            <span className="whitespace-nowrap tabular-nums"> · {t('roundTrip', { ms: formatMilliseconds(roundTripMs) })}</span>
          ) : null}
        </p>
      ) : null}
      {trunk.activeCalls > 0 ? <p className="text-ink-soft">{t('calls', { count: trunk.activeCalls })}</p> : null}
    </div>
  );
}

const reachColours: Record<TrunkReachabilityState, string> = {
  REACHABLE: 'text-good',
  UNREACHABLE: 'text-bad',
  NOT_ASKED: 'text-ink-soft',
  UNKNOWN: 'text-ink-soft',
};

/** Some providers never answer OPTIONS: while the registration holds that is no fault. */
function reachColour({ registration, reachability }: TrunkFieldsFragment): string {
  const isHarmless = reachability.state === 'UNREACHABLE' && registration.state === 'REGISTERED';
  return isHarmless ? 'text-ink-soft' : reachColours[reachability.state];
}
