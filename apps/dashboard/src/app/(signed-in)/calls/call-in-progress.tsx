'use client';
import { PhoneOff, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { Kbd } from '@/components/ui/kbd';
import { StatusDot, type Tone } from '@/components/ui/status';
import type { CallFieldsFragment } from '@/gql/graphql';
import { formatClock } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { useProblemWords } from '@/i18n/use-problem-words';
import { CallClock } from './call-clock';
import { CallControls } from './call-controls';
import { farNumber, stateTones, toneOf } from './call-words';
import { type CurrentCall, useCurrentCall } from './current-call';
import { LineNotice } from './line-notice';
import { useEscapeTwice } from './use-escape-twice';
import { useIsUncertain } from './use-is-uncertain';

const backgrounds: Record<Tone, string> = {
  good: 'bg-good-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  idle: 'bg-sunken',
  busy: 'bg-accent-soft',
};

/** The call under the number field: state in words, clock, what can be done; afterwards its outcome and what to do. */
export function CallInProgress() {
  const t = useTranslations('dial');
  const { current, isBusy, hangUp, dismiss, place } = useCurrentCall();
  const isEscapeArmed = useEscapeTwice(isBusy, () => void hangUp());
  const isUncertain = useIsUncertain();
  const card = useRef<HTMLDivElement>(null);
  const id = current?.id;
  // Out of the number field, so that the keys are the call's.
  useEffect(() => {
    if (id) card.current?.focus({ preventScroll: true });
  }, [id]);
  if (!current) return null;
  const { call, problem, isHangingUp, isGivenAway } = current;
  const isRefused = problem !== undefined && !call && !isGivenAway;
  const isOver = isRefused || isGivenAway || call?.state === 'ENDED';
  const tone = isRefused ? 'bad' : isGivenAway || (isUncertain && !isOver) ? 'idle' : call ? toneOf(call) : 'busy';
  return (
    <div
      ref={card}
      role="group"
      aria-label={t('title')}
      tabIndex={-1}
      className={classes(
        'grid gap-4 border-line p-5 outline-none max-lg:order-first max-lg:border-b lg:border-t',
        backgrounds[tone],
      )}
      data-call={isGivenAway ? 'GIVEN_AWAY' : call?.state}
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-lg font-semibold break-words tabular-nums">
            {formatNumber((call && farNumber(call)) ?? current.to)}
          </p>
          {call?.trunkName ? <p className="text-sm text-ink-soft">{t('through', { trunk: call.trunkName })}</p> : null}
        </div>
        {isOver ? (
          <Button look="quiet" size="icon" aria-label={t('close')} onClick={dismiss} className="-mt-1 -mr-1 px-0">
            <X aria-hidden className="size-5" />
          </Button>
        ) : null}
      </div>
      <CallStatus current={current} isUncertain={isUncertain && !isOver} />
      {isOver ? null : <LineNotice call={call} isUncertain={isUncertain} />}
      {call?.state === 'ANSWERED' && !isOver ? <CallControls call={call} /> : null}
      {isGivenAway ? null : isOver ? (
        <Button onClick={() => place(current.to, undefined)}>
          <RotateCcw aria-hidden className="size-4" />
          {t('again')}
        </Button>
      ) : (
        <div className="grid gap-1.5">
          <Button look="danger" size="large" busy={isHangingUp} disabled={!call} onClick={hangUp}>
            <PhoneOff aria-hidden className="size-5" />
            {t('hangUp')}
            <Kbd>Esc Esc</Kbd>
          </Button>
          <p className="h-4 text-center text-xs text-ink-soft pointer-coarse:hidden" aria-live="polite">
            {isEscapeArmed ? t('pressEscapeAgain') : null}
          </p>
        </div>
      )}
    </div>
  );
}

/** Read aloud when it changes; the clock beside it is not. */
function CallStatus({ current: { call, problem, isGivenAway }, isUncertain }: { current: CurrentCall; isUncertain: boolean }) {
  const t = useTranslations('dial');
  const tState = useTranslations('callState');
  const words = useProblemWords();
  const state = call?.state ?? 'DIALING';
  const isRefused = problem !== undefined && !call && !isGivenAway;
  const tone = isRefused ? 'bad' : isGivenAway || isUncertain ? 'idle' : call ? toneOf(call) : stateTones[state];
  const shown = isRefused ? t('refused') : isGivenAway ? t('givenAway') : isUncertain ? t('uncertain') : tState(state);
  return (
    <div>
      <div className="flex items-center justify-between gap-3 text-base font-semibold">
        <p role="status" aria-live="assertive" data-call-status className="flex items-center gap-2">
          <StatusDot tone={tone} />
          {shown}
        </p>
        {call?.answeredAt && !isGivenAway ? (
          <CallClock from={call.answeredAt} to={call.endedAt} className="text-xl tabular-nums" />
        ) : null}
      </div>
      <div aria-live="polite" className="grid gap-1">
        {isGivenAway ? <p className="mt-1.5 text-sm">{t('givenAwayHint')}</p> : null}
        {call?.outcome ? <Outcome call={call} /> : null}
        {problem ? <p className="mt-1.5 text-sm">{words(problem)}</p> : null}
      </div>
    </div>
  );
}

function Outcome({ call }: { call: CallFieldsFragment }) {
  const tOutcome = useTranslations('outcome');
  const tAdvice = useTranslations('advice');
  if (!call.outcome) return null;
  const sip = call.hangup?.sipCode;
  return (
    <>
      <p className="mt-2 font-medium">
        {tOutcome(call.outcome)}
        {sip && call.outcome !== 'COMPLETED' ? <span className="ml-2 text-sm font-normal text-ink-soft">SIP {sip}</span> : null}
      </p>
      <p className="text-sm">{tAdvice(call.outcome, { duration: formatClock(call.talkSeconds ?? 0) })}</p>
    </>
  );
}
