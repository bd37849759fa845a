/** Uzbekistan: the country code, and how long a number is after it. */
const COUNTRY_CODE = '998';
const NATIONAL_DIGITS = 9;

/** What people put between digits: spaces of every kind (no line breaks), hyphens and dashes, full stops; and marks that a copied contact carries. */
const SEPARATORS =
  /[ \u00a0\u2000-\u200b\u202f\u205f\u3000.\u2010-\u2015\u2212-]|[\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** A longer text is no telephone number, however it is written. */
const MAX_TEXT_LENGTH = 40;

/**
 * The number that a person or a program means, as the engine and the books have it: E.164 digits without + (998901234567), or a short number of 3 to 6
 * digits. `null` where the text is no number. What comes out goes in again unchanged.
 *
 * Read so, the first that fits:
 * - `+…`, `00…` and the old `8 10 …`: another country's or our own number in full, 10 to 15 digits;
 * - 9 digits, not beginning with 0 or 1: a number of Uzbekistan; with the old 8 before it, likewise (8 90 123 45 67);
 * - 3 to 6 digits: a short number, kept (`101`, `0890`);
 * - 10 to 15 digits: a full number without its +.
 * A full number that begins with 998 has 12 digits: one too few or too many is a slip, not another number.
 */
export function normalizeNumber(text: string): string | null {
  if (text.length > MAX_TEXT_LENGTH) return null;
  const written = withoutBrackets(text.replace(SEPARATORS, ''));
  const parts = /^(\+?)(\d+)$/.exec(written ?? '');
  if (!parts) return null;
  const [, plus, digits = ''] = parts;

  if (plus) return fullNumber(digits);
  if (digits.startsWith('00')) return fullNumber(digits.slice(2));
  if (/^810\d{10}/.test(digits)) return fullNumber(digits.slice(3));
  if (isNational(digits)) return COUNTRY_CODE + digits;
  if (isNationalWithTrunkPrefix(digits)) return COUNTRY_CODE + digits.slice(1);
  if (isShortNumber(digits)) return digits;
  return fullNumber(digits);
}

/** Whether these digits, as normalizeNumber gives them, are a short number (101, 0890) rather than a full one. */
export function isShortNumber(digits: string): boolean {
  return /^(0[1-9]|[1-9]\d)\d{1,4}$/.test(digits);
}

function isNational(digits: string): boolean {
  return digits.length === NATIONAL_DIGITS && /^[2-9]/.test(digits);
}

/** No country has a full number of 10 digits that begins with 83 to 89, so nothing else can be meant. */
function isNationalWithTrunkPrefix(digits: string): boolean {
  return /^8[3-9]\d{8}$/.test(digits);
}

function fullNumber(digits: string): string | null {
  if (!/^[1-9]\d{9,14}$/.test(digits) || isNationalWithTrunkPrefix(digits)) return null;
  if (digits.startsWith(COUNTRY_CODE) && digits.length !== COUNTRY_CODE.length + NATIONAL_DIGITS) return null;
  // 8 10 before a full number would be read as the way abroad when this number came in again.
  return /^810\d{10}/.test(digits) ? null : digits;
}

/** One pair of brackets around an area code is how people write; anything else with brackets is not a number. */
function withoutBrackets(text: string): string | null {
  const bracketed = /^(\+?\d*)\((\d{1,5})\)(\d+)$/.exec(text);
  if (bracketed) return bracketed.slice(1).join('');
  return /[()]/.test(text) ? null : text;
}
