'use client';
import { useTranslations } from 'use-intl';
import { Badge, type Tone } from '@/components/ui/status';
import type { CallDetailsFragment } from '@/gql/graphql';
import { formatMilliseconds } from '@/i18n/format-number';
import { gradeOf, type Grade } from './quality-grade';
import { Section } from './section';

const tones: Record<Grade, Tone> = { good: 'good', fair: 'warn', poor: 'bad' };

/** How each side's voice arrived. */
export function CallQuality({ call: { quality } }: { call: CallDetailsFragment }) {
  const t = useTranslations('callSheet');
  const tSide = useTranslations('callSide');
  const tGrade = useTranslations('grade');
  if (!quality || quality.length === 0) return null;
  return (
    <Section title={t('quality')}>
      <ul className="grid gap-3 sm:grid-cols-2">
        {quality.map(({ side, mos, lossPercent, jitterMs, roundTripMs }) => {
          const grade = gradeOf(mos);
          return (
            <li key={side} className="grid gap-2 rounded-xl border border-line px-4 py-3" data-quality={side}>
              <span className="flex items-center justify-between gap-3 font-medium">
                {tSide(side)}
                {grade ? <Badge tone={tones[grade]}>{tGrade(grade)}</Badge> : null}
              </span>
              <span className="flex flex-wrap gap-x-3 text-sm text-ink-soft tabular-nums">
                {typeof mos === 'number' ? <span>MOS {mos.toFixed(1)}</span> : null}
                {typeof lossPercent === 'number' ? <span>{t('loss', { percent: lossPercent.toFixed(1) })}</span> : null}
                {typeof jitterMs === 'number' ? <span>{t('jitter', { ms: formatMilliseconds(jitterMs) })}</span> : null}
                {typeof roundTripMs === 'number' ? <span>{t('roundTrip', { ms: formatMilliseconds(roundTripMs) })}</span> : null}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
