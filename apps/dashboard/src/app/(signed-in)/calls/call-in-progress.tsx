'use client';
import { PhoneOff, RotateCcw, Volume2, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { StatusDot, type Tone } from '@/components/ui/status';
import type { CallFieldsFragment } from '@/gql/graphql';
import { formatClock } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { useProblemWords } from '@/i18n/use-problem-words';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { CallClock } from './call-clock';
import { farNumber, stateTones, toneOf } from './call-words';
import { type CurrentCall, useCurrentCall } from './current-call';
import { useEscapeTwice } from './use-escape-twice';

const backgrounds: Record<Tone, string> = {
  good: 'bg-good-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  idle: 'bg-sunken',
  busy: 'bg-accent-soft',
};

/** The call under the number field: state in words, clock, hang up; afterwards its outcome and what to do. */
export function CallInProgress() {
  const t = useTranslations('dial');
  const { current, isBusy, hangUp, dismiss, place } = useCurrentCall();
  const isEscapeArmed = useEscapeTwice(isBusy, () => void hangUp());
  if (!current) return null;
  const { call, problem, isHangingUp } = current;
  const isRefused = problem !== undefined && !call;
  const isOver = isRefused || call?.state === 'ENDED';
  return (
    <div
      className={classes(
        'grid gap-4 border-line p-5 max-lg:order-first max-lg:border-b lg:border-t',
        backgrounds[isRefused ? 'bad' : call ? toneOf(call) : 'busy'],
      )}
      data-call={call?.state}
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
      <CallStatus current={current} />
      <LineNotice isTalking={call?.state === 'ANSWERED'} />
      {isOver ? (
        <Button onClick={() => place(current.to, undefined)}>
          <RotateCcw aria-hidden className="size-4" />
          {t('again')}
        </Button>
      ) : (
        <div className="grid gap-1.5">
          <Button look="danger" size="large" busy={isHangingUp} disabled={!call} onClick={hangUp}>
            <PhoneOff aria-hidden className="size-5" />
            {t('hangUp')}
          </Button>
          <p className="text-center text-xs text-ink-soft pointer-coarse:hidden" aria-live="polite">
            {isEscapeArmed ? t('pressEscapeAgain') : t('hangUpKeys')}
          </p>
        </div>
      )}
    </div>
  );
}

/** Read aloud when it changes; the clock beside it is not. */
function CallStatus({ current: { call, problem } }: { current: CurrentCall }) {
  const t = useTranslations('dial');
  const tState = useTranslations('callState');
  const words = useProblemWords();
  const state = call?.state ?? 'DIALING';
  const isRefused = problem !== undefined && !call;
  return (
    <div>
      <div className="flex items-center justify-between gap-3 text-base font-semibold">
        <p role="status" aria-live="assertive" data-call-status className="flex items-center gap-2">
          <StatusDot tone={isRefused ? 'bad' : call ? toneOf(call) : stateTones[state]} />
          {isRefused ? t('refused') : tState(state)}
        </p>
        {call?.answeredAt ? <CallClock from={call.answeredAt} to={call.endedAt} className="text-xl tabular-nums" /> : null}
      </div>
      <div aria-live="polite" className="grid gap-1">
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

/** What is wrong with the sound, while there is a line. */
function LineNotice({ isTalking }: { isTalking: boolean }) {
  const t = useTranslations('dial');
  const phone = usePhone();
  const { line, isSoundBlocked, status } = usePhoneState();
  if (line?.stage === 'lost') return <Banner look="bad">{t('soundLost')}</Banner>;
  // A desk telephone, or a page that was reloaded.
  if (!line && isTalking && status.kind === 'ready') return <Banner look="info">{t('soundElsewhere')}</Banner>;
  if (!line || !isSoundBlocked) return null;
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
