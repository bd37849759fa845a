'use client';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { StatusDot, type Tone } from '@/components/ui/status';
import type { TrunkDetailsFragment } from '@/gql/graphql';
import { formatExactMoment } from '@/i18n/format-date';
import { changeWords, type ChangeWord } from './trunk-change-words';

const tones: Record<ChangeWord, Tone> = {
  REGISTERED: 'good',
  REGISTERING: 'busy',
  REJECTED: 'bad',
  UNREACHABLE: 'bad',
  NOT_REQUIRED: 'idle',
  UNKNOWN: 'idle',
  serverReachable: 'good',
  serverUnreachable: 'warn',
  RESTING: 'warn',
  RESTED: 'good',
};

/** What changed in the last 24 hours, newest first. */
export function TrunkHistory({ history }: { history: TrunkDetailsFragment['history'] }) {
  const t = useTranslations('trunks');
  const tChange = useTranslations('trunkChange');
  const language = useLocale();
  const now = new Date(serverClock.now());
  if (history.length === 0) return <p className="text-sm text-ink-soft">{t('historyEmpty')}</p>;
  return (
    <ol className="max-h-72 overflow-y-auto rounded-lg border border-line" tabIndex={0} aria-label={t('history')}>
      {history.map((change, index) => {
        const word = changeWords(change);
        return (
          <li
            key={`${change.at} ${change.kind} ${index}`}
            data-change={change.state}
            className="grid grid-cols-[auto_1fr] gap-x-3 border-line px-3 py-2 text-sm not-first:border-t sm:grid-cols-[9.5rem_1fr]"
          >
            <time dateTime={change.at} className="text-ink-soft tabular-nums max-sm:col-span-2">
              {formatExactMoment(new Date(change.at), language, now)}
            </time>
            <div className="grid min-w-0 gap-0.5 max-sm:col-span-2">
              <p className="flex items-center gap-2">
                <StatusDot tone={word ? tones[word] : 'idle'} />
                {word ? tChange(word) : change.state}
              </p>
              {change.sipCode && change.sipCode >= 300 ? (
                <p className="break-words text-ink-soft">
                  {t('answer', { code: String(change.sipCode), reason: change.reason ?? '' })}
                </p>
              ) : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
