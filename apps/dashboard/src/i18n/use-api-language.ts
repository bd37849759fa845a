import { useLocale } from 'use-intl';
import type { Language as ApiLanguage } from '@/gql/graphql';
import type { Language } from './languages';

const apiLanguages: Record<Language, ApiLanguage> = { uz: 'UZ', ru: 'RU', en: 'EN' };

/** The page's language as the api calls it, for texts that the api writes. */
export function useApiLanguage(): ApiLanguage {
  return apiLanguages[useLocale()];
}
