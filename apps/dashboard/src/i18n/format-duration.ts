import type { Language } from './languages';

const units: Record<Language, { day: string; hour: string; minute: string; second: string }> = {
  uz: { day: 'kun', hour: 'soat', minute: 'daqiqa', second: 'soniya' },
  ru: { day: 'дн.', hour: 'ч', minute: 'мин', second: 'с' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
};

/** How long something lasts, in its two largest units: 3 kun 4 soat, 5 daqiqa, 12 soniya. Seconds in; less than nothing is 0. */
export function formatDuration(seconds: number, language: Language): string {
  const { day, hour, minute, second } = units[language];
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), day],
    [Math.floor(whole / 3600) % 24, hour],
    [Math.floor(whole / 60) % 60, minute],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return `${whole} ${second}`;
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
