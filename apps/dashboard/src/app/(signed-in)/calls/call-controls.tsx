'use client';
import { ArrowRightLeft, Grid3x3, Mic, MicOff, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '@/components/ui/classes';
import { Kbd } from '@/components/ui/kbd';
import { useKeys } from '@/components/ui/use-keys';
import type { CallFieldsFragment } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { DtmfPad } from './dtmf-pad';
import { TransferForm } from './transfer-form';
import { isUnderWay, transferPhase } from './transfer-phase';
import { TransferStatus } from './transfer-status';
import { useCallControl } from './use-call-control';

type Panel = 'keypad' | 'transfer';

/** Mute, hold, digits and transfer of an answered call; each has a key of its own. */
export function CallControls({ call }: { call: CallFieldsFragment }) {
  const t = useTranslations('callControls');
  const words = useProblemWords();
  const control = useCallControl(call);
  const [panel, setPanel] = useState<Panel>();
  const phase = transferPhase(call);
  const isTransferring = isUnderWay(phase);
  const isAgentOut = phase === 'blind';
  const toggle = (wanted: Panel) => setPanel((open) => (open === wanted ? undefined : wanted));
  const isTransferOpen = panel === 'transfer' && !isTransferring;
  useKeys({
    ...(isAgentOut ? {} : { M: control.toggleMute, K: () => toggle('keypad') }),
    ...(isTransferring ? {} : { H: control.toggleHold, T: () => toggle('transfer') }),
  });
  return (
    <div className="grid gap-3">
      {phase ? <TransferStatus call={call} phase={phase} control={control} /> : null}
      {isAgentOut ? null : (
        <div role="group" aria-label={t('title')} className="grid grid-cols-4 gap-2">
          <Control
            label={control.isMuted ? t('unmute') : t('mute')}
            hotkey="M"
            pressed={control.isMuted}
            onClick={control.toggleMute}
            Icon={control.isMuted ? MicOff : Mic}
          />
          <Control
            label={call.onHold ? t('resume') : t('hold')}
            hotkey="H"
            pressed={call.onHold}
            busy={control.running === 'hold'}
            disabled={isTransferring}
            onClick={control.toggleHold}
            Icon={call.onHold ? Play : Pause}
          />
          <Control label={t('keypad')} hotkey="K" expanded={panel === 'keypad'} onClick={() => toggle('keypad')} Icon={Grid3x3} />
          <Control
            label={t('transfer')}
            hotkey="T"
            expanded={isTransferOpen}
            disabled={isTransferring}
            onClick={() => toggle('transfer')}
            Icon={ArrowRightLeft}
          />
        </div>
      )}
      {call.onHold && !isTransferring ? <p className="text-sm font-medium">{t('onHold')}</p> : null}
      {control.problem ? (
        <p role="alert" className="text-sm text-bad">
          {words(control.problem)}
        </p>
      ) : null}
      {panel === 'keypad' && !isAgentOut ? <DtmfPad control={control} onClose={() => setPanel(undefined)} /> : null}
      {isTransferOpen ? <TransferForm call={call} control={control} onClose={() => setPanel(undefined)} /> : null}
    </div>
  );
}

function Control({
  label,
  hotkey,
  Icon,
  pressed,
  expanded,
  busy = false,
  disabled,
  onClick,
}: {
  label: string;
  hotkey: string;
  Icon: typeof Mic;
  pressed?: boolean;
  expanded?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onClick: () => void;
}) {
  const isOn = pressed ?? expanded ?? false;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-keyshortcuts={`${hotkey} Alt+${hotkey}`}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      onClick={onClick}
      className={classes(
        'flex min-w-0 flex-col items-center gap-1 rounded-lg border px-0.5 py-2 text-xs font-medium max-sm:text-[0.6875rem] transition-colors select-none',
        'disabled:opacity-55 aria-busy:animate-breathe',
        isOn ? 'border-accent bg-accent text-on-accent' : 'border-line bg-surface text-ink hover:bg-sunken',
      )}
    >
      <Icon aria-hidden className="size-5" />
      <span className="max-w-full truncate">{label}</span>
      <Kbd>{hotkey}</Kbd>
    </button>
  );
}
