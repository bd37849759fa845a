'use client';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Card } from '@/components/ui/card';
import { PageSection } from '@/components/ui/page-section';
import { Skeleton } from '@/components/ui/skeleton';
import { formatExactMoment } from '@/i18n/format-date';
import type { Status } from './health-section';

/** What was otherwise in Asterisk than it should be, and was repaired. */
export function DriftSection({ drift }: { drift: Status['drift'] | undefined }) {
  const t = useTranslations('system');
  const tKind = useTranslations('driftKind');
  return (
    <PageSection title={t('drift')} hint={t('driftHint')}>
      <Findings label={t('drift')} isLoading={!drift} empty={t('driftEmpty')}>
        {drift?.map(({ at, subject, kind }, index) => (
          <Finding key={`${at} ${index}`} at={at}>
            <p className="break-words">{subject}</p>
            <p className="text-ink-soft">{tKind(kind)}</p>
          </Finding>
        ))}
      </Findings>
    </PageSection>
  );
}

/** What went wrong inside, as it was logged. */
export function ErrorsSection({ errors }: { errors: Status['errors'] | undefined }) {
  const t = useTranslations('system');
  return (
    <PageSection title={t('errors')} hint={t('errorsHint')}>
      <Findings label={t('errors')} isLoading={!errors} empty={t('errorsEmpty')}>
        {errors?.map(({ at, source, message }, index) => (
          <Finding key={`${at} ${index}`} at={at}>
            <p className="break-words" lang="en">
              {message}
            </p>
            {source ? <p className="text-ink-soft">{source}</p> : null}
          </Finding>
        ))}
      </Findings>
    </PageSection>
  );
}

function Findings({
  label,
  isLoading,
  empty,
  children,
}: {
  label: string;
  isLoading: boolean;
  empty: string;
  children: readonly ReactNode[] | undefined;
}) {
  if (isLoading) return <Skeleton className="h-32" />;
  return (
    <Card>
      {children?.length ? (
        <ol tabIndex={0} aria-label={label} className="max-h-80 overflow-y-auto rounded-xl">
          {children}
        </ol>
      ) : (
        <p className="flex items-center gap-2.5 p-5 text-ink-soft">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
          {empty}
        </p>
      )}
    </Card>
  );
}

function Finding({ at, children }: { at: string; children: ReactNode }) {
  const language = useLocale();
  return (
    <li className="grid gap-x-4 border-line px-5 py-3 text-sm not-first:border-t sm:grid-cols-[10rem_1fr]">
      <time dateTime={at} className="text-ink-soft tabular-nums">
        {formatExactMoment(new Date(at), language, new Date(serverClock.now()))}
      </time>
      <div className="grid min-w-0 gap-0.5">{children}</div>
    </li>
  );
}
