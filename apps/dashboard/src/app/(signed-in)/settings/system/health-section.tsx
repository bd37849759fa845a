'use client';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Card } from '@/components/ui/card';
import { PageSection } from '@/components/ui/page-section';
import { Skeleton } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/status';
import type { SystemOverviewQuery } from '@/gql/graphql';
import { formatDuration } from '@/i18n/format-duration';
import type { Health } from './read-health';

export type Status = SystemOverviewQuery['systemStatus'];

/** The parts, whether they work, since when and in which version. */
export function HealthSection({ status, health }: { status: Status | undefined; health: Health | undefined }) {
  const t = useTranslations('system');
  const language = useLocale();
  const since = (at: string) => formatDuration((serverClock.now() - Date.parse(at)) / 1000, language);
  if (!status || !health) {
    return (
      <PageSection title={t('health')} hint={t('healthHint')}>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4" aria-busy>
          {Array.from({ length: 4 }, (_, index) => (
            <Skeleton key={index} className="h-32" />
          ))}
        </div>
      </PageSection>
    );
  }
  const { asteriskConnected, asteriskConnectedSince, asteriskStartedAt, asteriskVersion } = status;
  return (
    <PageSection title={t('health')} hint={t('healthHint')}>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Part name="Asterisk" isGood={health.asterisk} state={health.asterisk ? t('connected') : t('disconnected')}>
          <Line label={t('version')}>{asteriskVersion ?? t('none')}</Line>
          <Line label={asteriskConnected ? t('linkSince') : t('awaySince')}>{since(asteriskConnectedSince)}</Line>
          <Line label={t('uptime')}>{asteriskStartedAt ? since(asteriskStartedAt) : t('none')}</Line>
        </Part>
        <Part name="Trunkline" isGood={health.api} state={health.api ? t('working') : t('notWorking')}>
          <Line label={t('version')}>{status.version}</Line>
          <Line label={t('uptime')}>{since(status.startedAt)}</Line>
          <Line label="Node.js">{status.nodeVersion}</Line>
        </Part>
        <Part name="PostgreSQL" isGood={health.database} state={health.database ? t('working') : t('notWorking')}>
          <Line label={t('version')}>{status.databaseVersion}</Line>
        </Part>
        <Part name={t('calls')} isGood={health.api} state={t('callsNow', { count: String(status.activeCalls) })}>
          <Line label={t('driftCount')}>{String(status.drift.length)}</Line>
          <Line label={t('errorCount')}>{String(status.errors.length)}</Line>
        </Part>
      </div>
    </PageSection>
  );
}

function Part({ name, isGood, state, children }: { name: string; isGood: boolean; state: string; children: ReactNode }) {
  return (
    <Card aria-label={name} data-part={name} data-good={isGood} className="grid content-start gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{name}</h3>
        <Badge tone={isGood ? 'good' : 'bad'}>{state}</Badge>
      </div>
      <dl className="grid gap-1 text-sm">{children}</dl>
    </Card>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="break-all tabular-nums">{children}</dd>
    </div>
  );
}
