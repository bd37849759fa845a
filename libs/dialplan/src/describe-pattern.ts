import { Language } from '@app/common';
import { type DigitSet, parsePattern, type Pattern } from './parse-pattern.js';

/** What stands in a pattern one after the other: digits as they are, or so many places that each take one of some digits. */
type Part = { digits: string } | { set: DigitSet; count: number };

/** How one language says it. `count` is at least 1; `choice` is a set in words. */
interface Speech {
  only(digits: string): string;
  /** So many digits, whichever. */
  any(count: number): string;
  /** So many digits out of a range. */
  range(count: number, first: string, last: string): string;
  /** So many digits out of a list. */
  oneOf(count: number, digits: readonly string[]): string;
  next: string;
  /** At the end, after something. */
  more(count: number): string;
  atLeastMore(count: number): string;
  perhapsMore: string;
  /** At the end, after nothing. */
  atLeast(count: number): string;
}

const russianPlural = new Intl.PluralRules('ru');
const tsifr = (count: number): string => {
  const plural = russianPlural.select(count);
  return plural === 'one' ? 'цифра' : plural === 'few' ? 'цифры' : 'цифр';
};
const digitsOf = (count: number): string => (count === 1 ? 'digit' : 'digits');
const listed = (digits: readonly string[], or: string): string =>
  `${digits.slice(0, -1).join(', ')} ${or} ${digits[digits.length - 1] ?? ''}`;

const speeches: Readonly<Record<Language, Speech>> = {
  [Language.UZ]: {
    only: (digits) => `faqat ${digits}`,
    any: (count) => (count === 1 ? 'istalgan raqam' : `istalgan ${count} raqam`),
    range: (count, first, last) => `${first} dan ${last} gacha bo'lgan${count === 1 ? '' : ` ${count}`} raqam`,
    oneOf: (count, digits) =>
      count === 1 ? `${listed(digits, 'yoki')} raqami` : `${count} raqam (har biri ${listed(digits, 'yoki')})`,
    next: ', keyin ',
    more: (count) => ` va yana ${count} raqam`,
    atLeastMore: (count) => ` va yana kamida ${count} raqam`,
    perhapsMore: ", undan keyin yana raqamlar bo'lishi mumkin",
    atLeast: (count) => `kamida ${count} raqam`,
  },
  [Language.RU]: {
    only: (digits) => `только ${digits}`,
    any: (count) => (count === 1 ? 'любая цифра' : `любые ${count} ${tsifr(count)}`),
    range: (count, first, last) => `${count === 1 ? '' : `${count} `}${tsifr(count)} от ${first} до ${last}`,
    oneOf: (count, digits) =>
      count === 1 ? `цифра ${listed(digits, 'или')}` : `${count} ${tsifr(count)} (каждая ${listed(digits, 'или')})`,
    next: ', затем ',
    more: (count) => ` и ещё ${count} ${tsifr(count)}`,
    atLeastMore: (count) => ` и ещё хотя бы ${count} ${tsifr(count)}`,
    perhapsMore: ', а за ними, может быть, ещё цифры',
    atLeast: (count) => `хотя бы ${count} ${tsifr(count)}`,
  },
  [Language.EN]: {
    only: (digits) => `only ${digits}`,
    any: (count) => (count === 1 ? 'any digit' : `any ${count} digits`),
    range: (count, first, last) => `${count === 1 ? 'a' : count} ${digitsOf(count)} from ${first} to ${last}`,
    oneOf: (count, digits) =>
      count === 1 ? `the digit ${listed(digits, 'or')}` : `${count} digits (each ${listed(digits, 'or')})`,
    next: ', then ',
    more: (count) => ` and ${count} more ${digitsOf(count)}`,
    atLeastMore: (count) => ` and at least ${count} more ${digitsOf(count)}`,
    perhapsMore: ', and perhaps more digits after that',
    atLeast: (count) => `at least ${count} ${digitsOf(count)}`,
  },
};

/**
 * A pattern in plain words: `_998.` is "998 and at least 1 more digit", `_998X.` "998 and at least 2 more digits", as Asterisk counts them.
 * `undefined` where the text is no pattern.
 */
export function describePattern(text: string, language: Language): string | undefined {
  const pattern = parsePattern(text);
  return pattern && inWords(pattern, speeches[language]);
}

function inWords({ places, tail }: Pattern, speech: Speech): string {
  const parts = partsOf(places);
  const last = parts.at(-1);
  const isOpen = last !== undefined && 'set' in last && last.set.size === 10;
  // "any digit and at least 1 more digit" is "at least 2 digits".
  const open = (isOpen ? last.count : 0) + (tail === '.' ? 1 : 0);
  const head = (isOpen ? parts.slice(0, -1) : parts).map((part) => inWordsOf(part, speech)).join(speech.next);
  if (head === '') return tail === '' ? speech.any(open) : speech.atLeast(open);
  if (open === 0) return tail === '!' ? head + speech.perhapsMore : parts.length === 1 ? only(parts, head, speech) : head;
  return head + (tail === '' ? speech.more(open) : speech.atLeastMore(open));
}

function only([part]: readonly Part[], head: string, speech: Speech): string {
  return part && 'digits' in part ? speech.only(part.digits) : head;
}

function inWordsOf(part: Part, speech: Speech): string {
  if ('digits' in part) return part.digits;
  const { set, count } = part;
  if (set.size === 10) return speech.any(count);
  const digits = [...set].sort();
  const [first = '', last = ''] = [digits[0], digits[digits.length - 1]];
  const isRange = digits.length > 2 && Number(last) - Number(first) === digits.length - 1;
  return isRange ? speech.range(count, first, last) : speech.oneOf(count, digits);
}

/** Neighbours that are alike are one part. */
function partsOf(places: readonly DigitSet[]): Part[] {
  const parts: Part[] = [];
  for (const set of places) {
    const last = parts.at(-1);
    const [digit = ''] = set;
    if (set.size === 1) {
      if (last && 'digits' in last) last.digits += digit;
      else parts.push({ digits: digit });
    } else if (last && 'set' in last && isSame(last.set, set)) last.count += 1;
    else parts.push({ set, count: 1 });
  }
  return parts;
}

const isSame = (left: DigitSet, right: DigitSet): boolean =>
  left.size === right.size && [...left].every((digit) => right.has(digit));
