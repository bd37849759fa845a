import { TrunkNumberFormat } from '@app/trunks';
import { isShortNumber } from './normalize-number.js';

/*
 * The rules of normalize-number.ts, is-allowed-destination.ts and format-number.ts once more, as POSIX expressions: for the text that Asterisk runs when nobody else is there. A test
 * holds them against the functions. What they match is digits only (and a + in front) by then, so `.` is a digit; and no braces, which Asterisk counts.
 */

const any = (count: number): string => '.'.repeat(count);
const optional = (count: number): string => '.?'.repeat(count);

const SHORT = `(0[1-9]|[1-9].).${optional(3)}`;
const OURS = `998${any(9)}`;
/**
 * 10 to 15 digits, not beginning with 0 or 998; with 83 to 89 from 11 on (with 10 they are a number of ours behind the old 8), with 810 up to 12 (with more
 * they are a full number behind the old way abroad).
 */
const FOREIGN = [
  `[1-7]${any(9)}${optional(5)}`,
  `8[02]${any(8)}${optional(5)}`,
  `81[1-9]${any(7)}${optional(5)}`,
  `810${any(7)}${optional(2)}`,
  `8[3-9]${any(9)}${optional(4)}`,
  `9[0-8]${any(8)}${optional(5)}`,
  `99[0-79]${any(7)}${optional(5)}`,
];

/** Matches what normalizeNumber leaves as it is. */
export const NORMAL_NUMBER = `^(${[OURS, SHORT, ...FOREIGN].join('|')})$`;

/** What is matched, and what is taken off and put in front of it then. */
export interface Spelling {
  expression: string;
  strip: number;
  prepend: string;
}

/** How people write numbers by hand, and what is taken off and put in front to make them normal. */
export const HAND_DIALLED: readonly Spelling[] = [
  { expression: `^00[1-9]${any(9)}`, strip: 2, prepend: '' },
  { expression: `^810${any(10)}`, strip: 3, prepend: '' },
  { expression: `^[2-9]${any(8)}$`, strip: 0, prepend: '998' },
  { expression: `^8[3-9]${any(8)}$`, strip: 1, prepend: '998' },
];

/** What formatNumber does. Nothing for E164. */
export const FORMATS: Readonly<Record<TrunkNumberFormat, Spelling | undefined>> = {
  [TrunkNumberFormat.E164]: undefined,
  [TrunkNumberFormat.PLUS]: { expression: `^(${[OURS, ...FOREIGN].join('|')})$`, strip: 0, prepend: '+' },
  [TrunkNumberFormat.NATIONAL]: { expression: `^998[2-9]${any(8)}$`, strip: 3, prepend: '' },
};

/** Longest expression that is written on one line: a line of AMI holds 1,024 characters. */
const MAX_LENGTH = 600;

/** Expressions of which one matches every number that may be dialled with these prefixes, however the provider wants it spelled. None: nothing may be dialled. */
export function allowedDestinations(prefixes: readonly string[]): string[] {
  const expressions: string[][] = [];
  for (const alternative of prefixes.filter((prefix) => /^\d{1,15}$/.test(prefix)).flatMap(alternatives)) {
    const last = expressions.at(-1);
    if (last && [...last, alternative].join('|').length <= MAX_LENGTH) last.push(alternative);
    else expressions.push([alternative]);
  }
  return expressions.map((parts) => `^(${parts.join('|')})$`);
}

function alternatives(prefix: string): string[] {
  const bare = fullNumbers(prefix, '.*');
  return [
    ...bare,
    ...(bare.length > 0 ? [`(00|810|[+])(${fullNumbers(prefix, optional(5)).join('|')})`] : []),
    ...nationalNumbers(prefix),
    ...(isShortNumber(prefix) ? [prefix] : []),
  ];
}

/** @param rest what a number of another country may have after its tenth digit: bare it may stand behind a prefix that the provider asks for */
function fullNumbers(prefix: string, rest: string): string[] {
  if (prefix.startsWith('998')) return prefix.length <= 12 ? [prefix + any(12 - prefix.length)] : [];
  // 810 is the old way abroad, no country.
  if (prefix.startsWith('0') || prefix.startsWith('810')) return [];
  if ('998'.startsWith(prefix) || '810'.startsWith(prefix)) {
    return [...'0123456789'].flatMap((digit) => fullNumbers(prefix + digit, rest));
  }
  const shortest = /^8[3-9]/.test(prefix) ? 11 : 10;
  return [prefix + any(Math.max(0, shortest - prefix.length)) + rest];
}

/** A number of ours as it is dialled at home: 901234567, 8901234567. */
function nationalNumbers(prefix: string): string[] {
  if ('998'.startsWith(prefix)) return [`[2-9]${any(8)}`, `8[3-9]${any(8)}`];
  if (!prefix.startsWith('998') || prefix.length > 12) return [];
  const home = prefix.slice(3) + any(12 - prefix.length);
  return [...(/^[2-9]/.test(home) ? [home] : []), ...(/^[3-9]/.test(home) ? [`8${home}`] : [])];
}
