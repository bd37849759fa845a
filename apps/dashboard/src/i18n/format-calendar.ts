/** Days are YYYY-MM-DD. */
import { uzMonths } from './format-date';
import type { Language } from './languages';

// By hand for the same reason as the months. Monday comes first in all our languages.
const uzWeekdays = [
  ['Du', 'dushanba'],
  ['Se', 'seshanba'],
  ['Cho', 'chorshanba'],
  ['Pa', 'payshanba'],
  ['Ju', 'juma'],
  ['Sha', 'shanba'],
  ['Ya', 'yakshanba'],
] as const;
const aMonday = '2024-01-01';

const locales = { ru: 'ru', en: 'en-GB' };
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);
const formatter = (language: 'ru' | 'en', parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locales[language], { ...parts, timeZone: 'UTC' });
const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** As one types it: 27.11.2026, in English 27/11/2026. */
export function formatDigits(day: string, language: Language): string {
  return day
    .split('-')
    .reverse()
    .join(language === 'en' ? '/' : '.');
}

/** Above a page of the calendar: Noyabr 2026. */
export function formatMonth(day: string, language: Language): string {
  const date = dateOf(day);
  const month = language === 'uz' ? uzMonths[date.getUTCMonth()]! : formatter(language, { month: 'long' }).format(date);
  return `${capitalized(month)} ${date.getUTCFullYear()}`;
}

/** From Monday on. */
export function weekdays(language: Language): { short: string; long: string }[] {
  if (language === 'uz') return uzWeekdays.map(([short, long]) => ({ short, long }));
  const [short, long] = [formatter(language, { weekday: 'short' }), formatter(language, { weekday: 'long' })];
  return uzWeekdays.map((_, index) => {
    const date = new Date(dateOf(aMonday).getTime() + index * 86_400_000);
    return { short: capitalized(short.format(date)), long: long.format(date) };
  });
}

/** A day as it is read out: 2026-yil 27-noyabr, juma. */
export function wholeDayFormat(language: Language): (day: string) => string {
  if (language === 'uz') {
    return (day) => {
      const date = dateOf(day);
      const [, weekday] = uzWeekdays[(date.getUTCDay() + 6) % 7]!;
      return `${date.getUTCFullYear()}-yil ${date.getUTCDate()}-${uzMonths[date.getUTCMonth()]}, ${weekday}`;
    };
  }
  const whole = formatter(language, { dateStyle: 'full' });
  return (day) => whole.format(dateOf(day));
}
