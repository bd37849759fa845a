'use client';
import { LogOut } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import type { MonitorMode } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { useProblemWords } from '@/i18n/use-problem-words';
import { usePhoneState } from '@/phone/phone-provider';
import { farNumber } from './call-words';
import { useCalls } from './calls-live';
import { useMonitoring } from './monitoring';

export const monitorModes = ['LISTEN', 'WHISPER', 'JOIN'] as const satisfies readonly MonitorMode[];

/** The call that a supervisor listens to: who hears the supervisor, and the way out. */
export function MonitorPanel() {
  const t = useTranslations('monitor');
  const tAction = useTranslations('monitorAction');
  const words = useProblemWords();
  const { monitored, problem, listen, leave } = useMonitoring();
  const { calls } = useCalls();
  const { line } = usePhoneState();
  if (!monitored) return problem ? <Banner look="bad">{words(problem)}</Banner> : null;
  const call = calls.find(({ id }) => id === monitored.callId);
  const isConnected = line?.callId === monitored.callId && line.stage === 'talking';
  return (
    <section
      aria-label={t('title')}
      data-monitoring={isConnected}
      className="grid gap-3 rounded-xl border border-line bg-accent-soft p-5"
    >
      <div>
        <p className="text-lg font-semibold tabular-nums">{formatNumber((call && farNumber(call)) ?? call?.to ?? '')}</p>
        <p role="status" className="text-sm">
          {isConnected ? t(monitored.mode) : t('connecting')}
          {call?.agent ? ` · ${call.agent.displayName}` : ''}
        </p>
      </div>
      <div role="group" aria-label={t('mode')} className="grid grid-cols-3 gap-2">
        {monitorModes.map((mode) => (
          <button
            key={mode}
            type="button"
            aria-pressed={mode === monitored.mode}
            onClick={() => listen(monitored.callId, mode)}
            className={classes(
              'truncate rounded-lg border px-2 py-2 text-sm font-medium',
              mode === monitored.mode ? 'border-accent bg-accent text-on-accent' : 'border-line bg-surface hover:bg-sunken',
            )}
          >
            {tAction(mode)}
          </button>
        ))}
      </div>
      {problem ? (
        <p role="alert" className="text-sm text-bad">
          {words(problem)}
        </p>
      ) : null}
      <Button onClick={leave}>
        <LogOut aria-hidden className="size-4" />
        {t('leave')}
      </Button>
    </section>
  );
}
