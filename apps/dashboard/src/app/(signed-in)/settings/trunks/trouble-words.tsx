'use client';
import { useTranslations } from 'use-intl';
import type { TrunkProblem } from '@/gql/graphql';

/** What is wrong with a trunk: in a few words, as the provider said it, and what to do. */
export function TroubleWords({
  problem,
  sipCode,
  reason,
  advice,
}: {
  problem: TrunkProblem | null;
  sipCode: number | null;
  reason: string | null;
  advice: string | null;
}) {
  const t = useTranslations('trunks');
  const tProblem = useTranslations('trunkProblem');
  // A problem that this page does not know yet is told by its advice alone.
  const title = problem && tProblem.has(problem) ? tProblem(problem) : undefined;
  return (
    <>
      {title ? <p className="text-sm font-medium">{title}</p> : null}
      {sipCode ? <p className="text-sm break-words">{t('answer', { code: String(sipCode), reason: reason ?? '' })}</p> : null}
      {advice ? <p className="text-sm text-ink-soft">{advice}</p> : null}
    </>
  );
}
