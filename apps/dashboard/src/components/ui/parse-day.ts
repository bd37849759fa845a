const separator = '(?:\\s*[.,/-]\\s*|\\s+)';
const dayFirst = new RegExp(`^(\\d{1,2})${separator}(\\d{1,2})${separator}(\\d{4}|\\d{2})$`);
const yearFirst = new RegExp(`^(\\d{4})${separator}(\\d{1,2})${separator}(\\d{1,2})$`);
/** Without signs between: many phones' keys for numbers have none. */
const run = /^(\d{2})(\d{2})(\d{4})$/;

/** A day as a person writes it, day before month in all our languages, as YYYY-MM-DD. Undefined: no day of 1900 to 2099. */
export function parseDay(text: string): string | undefined {
  const written = text.trim();
  const [, year, month, day] = yearFirst.exec(written) ?? [];
  if (year && month && day) return toDay(year, month, day);
  const [, first, second, last] = dayFirst.exec(written) ?? run.exec(written) ?? [];
  return first && second && last ? toDay(last.padStart(4, '20'), second, first) : undefined;
}

function toDay(year: string, month: string, day: string): string | undefined {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isThere = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isThere && /^(19|20)/.test(year) ? date.toISOString().slice(0, 10) : undefined;
}
