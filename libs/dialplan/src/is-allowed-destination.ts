import { isShortNumber, normalizeNumber } from './normalize-number.js';

/**
 * Whether a number may be dialled. It is read as a provider here would read it (901234567 and +998901234567 are both 998901234567), so that no
 * spelling gets round the list. A prefix is the beginning of a full number; a short number is allowed only by an entry that is that very number.
 * @param dialled what is sent to the provider, after strip and prepend: digits, perhaps a + in front
 */
export function isAllowedDestination(dialled: string, prefixes: readonly string[]): boolean {
  const digits = normalizeNumber(dialled) ?? dialled.replace(/^\+/, '');
  if (isShortNumber(digits)) return prefixes.includes(digits);
  return prefixes.some((prefix) => digits.startsWith(prefix));
}
