/** Days are YYYY-MM-DD, and counted in UTC, where each has 24 hours. Their order is that of their texts. */

const dayMs = 86_400_000;

/** The day that it is then for the person at the browser. */
export function localDay(at: Date): string {
  return dayOf(new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())));
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(timeOf(day) + days * dayMs));
}

/** The same day of another month, or that month's last where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return dayOf(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))));
}

/** The day's month, week by week from Monday on; undefined are the places that are other months'. */
export function weeksOf(day: string): (string | undefined)[][] {
  const month = day.slice(0, 7);
  const weeks: (string | undefined)[][] = [];
  for (let monday = startOfWeek(`${month}-01`); monday.slice(0, 7) <= month; monday = addDays(monday, 7)) {
    const days = Array.from({ length: 7 }, (_, weekday) => addDays(monday, weekday));
    weeks.push(days.map((each) => (each.startsWith(month) ? each : undefined)));
  }
  return weeks;
}

/** Where a key leads from a day, as in the date picker of the WAI-ARIA Authoring Practices; undefined for other keys. */
export function dayByKey(day: string, { key, shiftKey }: { key: string; shiftKey: boolean }): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return startOfWeek(day);
    case 'End':
      return addDays(startOfWeek(day), 6);
    case 'PageUp':
      return addMonths(day, shiftKey ? -12 : -1);
    case 'PageDown':
      return addMonths(day, shiftKey ? 12 : 1);
    default:
      return undefined;
  }
}

/** First and last day that may be chosen; without them, those that can be typed (parse-day.ts). */
export interface DayRange {
  min?: string;
  max?: string;
}

/** The day that may be chosen and is nearest. */
export function nearestDay(day: string, { min, max }: DayRange): string {
  const [first, last] = [min || '1900-01-01', max || '2099-12-31'];
  if (day < first) return first;
  return day > last ? last : day;
}

function startOfWeek(day: string): string {
  return addDays(day, -((new Date(timeOf(day)).getUTCDay() + 6) % 7));
}

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (at: Date) => at.toISOString().slice(0, 10);
