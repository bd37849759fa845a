'use client';
import { Circle, CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { classes } from '@/components/ui/classes';
import { useTrunkProblemWords } from './use-trunk-form';
import { type TrialStepStatus, type TrialStepView, viewTrial } from './trial-steps';
import { TroubleWords } from './trouble-words';
import type { Trial } from './use-trial';

const looks: Record<TrialStepStatus, { Icon: typeof Circle; colour: string }> = {
  waiting: { Icon: Circle, colour: 'text-line-strong' },
  running: { Icon: CircleDashed, colour: 'text-accent animate-breathe' },
  ok: { Icon: CircleCheck, colour: 'text-good' },
  failed: { Icon: CircleX, colour: 'text-bad' },
  skipped: { Icon: CircleMinus, colour: 'text-line-strong' },
};

/** A trial's steps as they happen, what came of each, and what to do about the one that failed. */
export function TrialReport({ trial, registers }: { trial: Trial; registers: boolean }) {
  const t = useTranslations('trial');
  const words = useTrunkProblemWords();
  if (trial.problem) return <Banner look="bad">{words(trial.problem)}</Banner>;
  const steps = viewTrial(trial.told, { registers, isOver: !trial.isRunning });
  const isAdvised = trial.told.some(({ advice }) => advice);
  return (
    <div role="status" className="grid gap-3" data-trial={trial.isRunning ? 'running' : trial.ok ? 'ok' : 'failed'}>
      <p className={classes('font-medium', !trial.isRunning && (trial.ok ? 'text-good' : 'text-bad'))}>
        {trial.isRunning ? t('running') : trial.ok ? t('works') : t('fails')}
      </p>
      <ol className="grid gap-2.5">
        {steps.map((step) => (
          <TrialStepLine key={step.kind} {...step} />
        ))}
      </ol>
      {!isAdvised && trial.advice ? <p className="text-sm">{trial.advice}</p> : null}
    </div>
  );
}

function TrialStepLine({ kind, status, step }: TrialStepView) {
  const t = useTranslations('trialStep');
  const tStatus = useTranslations('trialStatus');
  const tTrial = useTranslations('trial');
  const { Icon, colour } = looks[status];
  return (
    <li className="flex gap-2.5" data-step={kind} data-status={status}>
      <Icon aria-hidden className={classes('mt-0.5 size-5 shrink-0', colour)} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap justify-between gap-x-3">
          <span>
            {t(kind)} <span className="sr-only">{tStatus(status)}</span>
          </span>
          {step ? (
            <span className="text-sm text-ink-soft tabular-nums">{tTrial('took', { ms: String(step.milliseconds) })}</span>
          ) : null}
        </p>
        {step && !step.ok ? <TroubleWords {...step} reason={step.detail} /> : null}
      </div>
    </li>
  );
}
