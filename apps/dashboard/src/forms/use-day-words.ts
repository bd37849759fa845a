import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import type { DayFieldWords } from '@/components/ui/day-field';
import { localDay } from '@/components/ui/month-grid';
import { formatDigits } from '@/i18n/format-calendar';

/** What every field for a day says, and the day that it is. */
export function useDayWords(): { words: DayFieldWords; today: string } {
  const t = useTranslations('dayField');
  const language = useLocale();
  return {
    today: localDay(new Date(serverClock.now())),
    words: {
      language,
      placeholder: t('placeholder'),
      wrong: t('wrong'),
      tooEarly: (day) => t('tooEarly', { day: formatDigits(day, language) }),
      tooLate: (day) => t('tooLate', { day: formatDigits(day, language) }),
      open: (label) => t('open', { label }),
      clear: (label) => t('clear', { label }),
      previousYear: t('previousYear'),
      previousMonth: t('previousMonth'),
      nextMonth: t('nextMonth'),
      nextYear: t('nextYear'),
    },
  };
}
