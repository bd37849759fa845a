import type { Language } from './languages';

// Chromium's Intl has only stub data for uz: Uzbek dates are made by hand.
export const uzMonths = [
  'yanvar',
  'fevral',
  'mart',
  'aprel',
  'may',
  'iyun',
  'iyul',
  'avgust',
  'sentabr',
  'oktabr',
  'noyabr',
  'dekabr',
];
const dayWords: Record<Language, { today: string; yesterday: string }> = {
  uz: { today: 'bugun', yesterday: 'kecha' },
  ru: { today: 'сегодня', yesterday: 'вчера' },
  en: { today: 'today', yesterday: 'yesterday' },
};

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** 18:05, in the browser's time zone. */
export function formatTime(at: Date): string {
  return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
}

/** The day as a person would say it: bugun, kecha, 23-noyabr, and with the year when it is another one. */
export function formatDay(at: Date, language: Language, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return dayWords[language].today;
  if (days === 1) return dayWords[language].yesterday;
  const otherYear = at.getFullYear() !== now.getFullYear();
  if (language === 'uz') {
    const day = `${at.getDate()}-${uzMonths[at.getMonth()]}`;
    return otherYear ? `${at.getFullYear()}-yil ${day}` : day;
  }
  const year = otherYear ? ({ year: 'numeric' } as const) : {};
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru', { day: 'numeric', month: 'long', ...year }).format(at);
}

/** bugun, 18:05 */
export function formatMoment(at: Date, language: Language, now: Date): string {
  return `${formatDay(at, language, now)}, ${formatTime(at)}`;
}

/** 18:05:09, for what may change within a minute. */
export function formatExactTime(at: Date): string {
  return `${formatTime(at)}:${twoDigits(at.getSeconds())}`;
}

/** bugun, 18:05:09 */
export function formatExactMoment(at: Date, language: Language, now: Date): string {
  return `${formatDay(at, language, now)}, ${formatExactTime(at)}`;
}

/** A clock: 0:05, 12:05, 1:02:05. Seconds in, cut off; less than nothing reads 0:00. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return `${hours ? `${hours}:${twoDigits(minutes)}` : minutes}:${twoDigits(whole % 60)}`;
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
