'use client';
import { useTranslations } from 'use-intl';
import type { CallDetailsFragment } from '@/gql/graphql';
import { formatClock, formatExactTime } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { Section } from './section';

const item = 'grid gap-0.5 border-line px-4 py-2.5 not-first:border-t';
const list = 'rounded-xl border border-line';

/** The trunks that were tried, with what the provider said and what could be done about it. */
export function CallAttempts({ call: { attempts } }: { call: CallDetailsFragment }) {
  const t = useTranslations('callSheet');
  if (attempts.length === 0) return null;
  return (
    <Section title={t('attempts')}>
      <ol className={list}>
        {attempts.map((attempt, index) => (
          <li key={index} className={item} data-attempt={attempt.trunkName}>
            <span className="flex flex-wrap justify-between gap-x-3">
              <span className="font-medium">{attempt.trunkName}</span>
              <Codes {...attempt} />
            </span>
            <span className="text-sm text-ink-soft tabular-nums">
              {formatExactTime(new Date(attempt.startedAt))}
              {attempt.endedAt ? ` — ${formatExactTime(new Date(attempt.endedAt))}` : ''}
              {attempt.reason ? <span lang="en"> · {attempt.reason}</span> : null}
            </span>
            {attempt.advice ? <span className="text-sm">{attempt.advice}</span> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Every line of the call: also the phones that were rung and did not answer. */
export function CallLegs({ call: { legs } }: { call: CallDetailsFragment }) {
  const t = useTranslations('callSheet');
  const tRole = useTranslations('legRole');
  if (legs.length === 0) return null;
  return (
    <Section title={t('legs')}>
      <ol className={list}>
        {legs.map((leg) => (
          <li key={leg.id} className={item} data-leg={leg.role}>
            <span className="flex flex-wrap justify-between gap-x-3">
              <span className="font-medium">
                {leg.user?.displayName ?? (leg.number ? formatNumber(leg.number) : t('withheld'))}
                <span className="ml-2 text-sm font-normal text-ink-soft">{tRole(leg.role)}</span>
              </span>
              <Codes {...leg} />
            </span>
            <span className="text-sm text-ink-soft tabular-nums">
              {formatExactTime(new Date(leg.createdAt))}
              {leg.endedAt ? ` — ${formatExactTime(new Date(leg.endedAt))}` : ''}
              {' · '}
              {leg.answeredAt ? t('legTalked', { duration: clockBetween(leg.answeredAt, leg.endedAt) }) : t('legUnanswered')}
              {leg.trunkName ? ` · ${leg.trunkName}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Codes({ sipCode, cause }: { sipCode?: number | null; cause?: number | null }) {
  const codes = [sipCode ? `SIP ${sipCode}` : '', cause ? `Q.850 ${cause}` : ''].filter(Boolean);
  return <span className="text-sm text-ink-soft tabular-nums">{codes.join(' · ')}</span>;
}

function clockBetween(from: string, to: string | null | undefined): string {
  return to ? formatClock((Date.parse(to) - Date.parse(from)) / 1000) : '';
}
