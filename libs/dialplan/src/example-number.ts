import { normalizeNumber } from './normalize-number.js';
import type { Pattern } from './parse-pattern.js';

/** Bent to fit a pattern: ours, a long and a short one of elsewhere, short numbers. */
const LIKELY_NUMBERS = ['998901234567', '799161234567890', '79161234567', '7916123456', '112233', '0890', '101'];

/** Numbers that the pattern takes and that somebody could dial; none where nobody could. */
export function likelyNumbers(pattern: Pattern): string[] {
  return LIKELY_NUMBERS.map((number) => bend(number, pattern)).filter((number) => normalizeNumber(number) === number);
}

/** One number that the pattern takes: one that can be dialled, where there is such a one. */
export function exampleNumber(pattern: Pattern): string {
  return likelyNumbers(pattern)[0] ?? bend(LIKELY_NUMBERS[0] ?? '', pattern);
}

/** The number with each digit that the pattern does not take replaced by one that it takes, and its length fitted. */
function bend(number: string, { places, tail }: Pattern): string {
  const length = tail === '' ? places.length : Math.max(number.length, places.length + 1);
  return Array.from({ length }, (_, index) => {
    const digit = number[index] ?? '1';
    const place = places[index];
    return !place || place.has(digit) ? digit : ([...place][0] ?? digit);
  }).join('');
}
