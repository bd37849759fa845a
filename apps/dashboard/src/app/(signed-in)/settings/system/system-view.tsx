'use client';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { useProblemWords } from '@/i18n/use-problem-words';
import { AuditSection } from './audit-section';
import { ChecksSection } from './checks-section';
import { DriftSection, ErrorsSection } from './findings';
import { HealthSection } from './health-section';
import { useSystem } from './use-system';

/** Health, what was repaired, what went wrong, and who did what. */
export function SystemView() {
  const t = useTranslations('system');
  const words = useProblemWords();
  const { data, problem, health } = useSystem();
  const status = data?.systemStatus;
  return (
    <div className="grid gap-8">
      {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
      {health && !health.api ? <Banner look="bad">{t('apiAway')}</Banner> : null}
      {health?.api && !health.database ? <Banner look="bad">{t('databaseAway')}</Banner> : null}
      {health?.api && !health.asterisk ? <Banner look="bad">{t('asteriskAway')}</Banner> : null}
      <HealthSection status={status} health={health} />
      {/* Once it is known how much stands above them: nothing jumps. */}
      {(status && health) || problem ? (
        <>
          <div className="grid items-start gap-8 xl:grid-cols-2">
            <DriftSection drift={status?.drift} />
            <ErrorsSection errors={status?.errors} />
          </div>
          <ChecksSection />
          <AuditSection />
        </>
      ) : null}
    </div>
  );
}
