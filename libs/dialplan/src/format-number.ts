import { TrunkNumberFormat } from '@app/trunks';
import { isShortNumber, normalizeNumber } from './normalize-number.js';

/**
 * A full number as the provider wants it written: +998901234567 or, for a number of Uzbekistan, 901234567. Whatever else is dialled or sent (short numbers, what a
 * rule has put a prefix before or taken one off) stays as it is. Every spelling reads back as the same number, so that none gets round the allow list: 998 0… and
 * 998 1…, which at home would mean something else, are never shortened.
 * @param number digits, as normalizeNumber gives them, or anything else that is dialled
 */
export function formatNumber(number: string, format: TrunkNumberFormat): string {
  if (isShortNumber(number) || normalizeNumber(number) !== number) return number;
  if (format === TrunkNumberFormat.PLUS) return `+${number}`;
  if (format === TrunkNumberFormat.NATIONAL && /^998[2-9]/.test(number)) return number.slice(3);
  return number;
}
