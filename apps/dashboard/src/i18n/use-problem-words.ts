import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';

/** A problem in the person's language. */
export function useProblemWords(): (problem: Problem) => string {
  const t = useTranslations('errors');
  return ({ code }) => t(code);
}
