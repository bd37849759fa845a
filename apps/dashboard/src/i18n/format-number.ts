/**
 * The digits that a person means, for showing them: 998901234567 of every local spelling, other countries' numbers without +, short numbers
 * as they are. Undefined where it is no number. What is dialled is the server's decision; this only shows it before.
 */
export function readNumber(text: string): string | undefined {
  const compact = text.trim().replace(/[\s().\-\u2010-\u2015\u00a0]/g, '');
  if (!/^\+?\d+$/.test(compact)) return undefined;
  if (compact.startsWith('+')) return international(compact.slice(1));
  if (compact.startsWith('00')) return international(compact.slice(2));
  if (compact.length === 9) return `998${compact}`;
  if (compact.length >= 10) return international(compact);
  return compact.length >= 3 && compact.length <= 6 ? compact : undefined;
}

function international(digits: string): string | undefined {
  return /^[1-9]\d{7,14}$/.test(digits) && (!digits.startsWith('998') || digits.length === 12) ? digits : undefined;
}

/** +998 90 123-45-67 for Uzbek numbers, +digits for other full numbers, short ones as they are. `number` is as the api gives it. */
export function formatNumber(number: string): string {
  const uzbek = /^998(\d\d)(\d{3})(\d\d)(\d\d)$/.exec(number);
  if (uzbek) return `+998 ${uzbek[1]} ${uzbek[2]}-${uzbek[3]}-${uzbek[4]}`;
  return /^[1-9]\d{7,14}$/.test(number) ? `+${number}` : number;
}

/** A round trip in whole milliseconds; below one, that it is. */
export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1 ? '<1' : String(Math.round(milliseconds));
}
