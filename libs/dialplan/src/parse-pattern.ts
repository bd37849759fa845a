/**
 * The patterns of dialplan rules: what Asterisk reads them as (pbx.c: ext_cmp_pattern_pos, ext_cmp), for the part of its language that a telephone number
 * can meet. Asterisk takes more (any character, `-` as an ornament); what no number can match, or what looks like something else, is refused here.
 */

/** One place of a pattern: the digits that it takes. */
export type DigitSet = ReadonlySet<string>;

export interface Pattern {
  /** With `_` in front a pattern; without it, one number, which goes before every pattern. */
  isPattern: boolean;
  places: readonly DigitSet[];
  /** What may follow: nothing; one digit or more (`.`); any number of digits, or none (`!`). */
  tail: '' | '.' | '!';
}

/** Longest pattern that is taken, in characters. */
export const MAX_PATTERN_LENGTH = 60;
const MAX_PLACES = 20;

const DIGITS = '0123456789';
const CLASSES: Readonly<Record<string, string>> = { X: DIGITS, Z: DIGITS.slice(1), N: DIGITS.slice(2) };
const WHOLE = /^(_?)((?:\d|[XZN]|\[[0-9-]+\])+)([.!]?)$/i;
const PLACE = /\[[0-9-]+\]|./g;
const RANGE = /(\d)-(\d)|(\d)/g;

/**
 * Reads a rule's pattern: a plain number, or `_` and then digits, X (0-9), Z (1-9), N (2-9) and sets such as [1-5] or [13-5], and at the end perhaps `.`
 * or `!`. `undefined` where it is none that Asterisk and we read alike.
 */
export function parsePattern(text: string): Pattern | undefined {
  if (text.length > MAX_PATTERN_LENGTH) return undefined;
  const whole = WHOLE.exec(text);
  if (!whole) return undefined;
  const [, underscore = '', body = '', tail = ''] = whole;
  const isPattern = underscore === '_';
  if (!isPattern && !/^\d+$/.test(text)) return undefined;

  const places = (body.match(PLACE) ?? []).map(placeOf);
  if (places.length > MAX_PLACES || places.some((place) => place.size === 0)) return undefined;
  return { isPattern, places, tail: tail as Pattern['tail'] };
}

/**
 * Which of two patterns Asterisk asks first: below 0 the left one. 0 only where Asterisk holds them for the same, as `_X` and `_[0-9]`: it would
 * refuse the second. Numbers go before patterns; then, place by place, the smaller set, among equals the one with the lower digits; `.` after every set,
 * `!` after that, and the end of a pattern last of all.
 */
export function comparePatterns(left: Pattern, right: Pattern): number {
  if (left.isPattern !== right.isPattern) return left.isPattern ? 1 : -1;
  const length = Math.max(left.places.length, right.places.length) + 1;
  for (let index = 0; index < length; index += 1) {
    const difference = left.isPattern
      ? placeRank(left, index) - placeRank(right, index)
      : digitRank(left, index) - digitRank(right, index);
    if (difference !== 0) return difference;
    const order = compareSets(left.places[index], right.places[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** The same text for all patterns that Asterisk holds for the same: what has to be unique. */
export function patternKey(pattern: Pattern): string {
  const places = pattern.places.map((place) => (place.size === 1 ? [...place].join('') : `[${[...place].sort().join('')}]`));
  return `${pattern.isPattern ? '_' : ''}${places.join('')}${pattern.tail}`;
}

function placeOf(text: string): DigitSet {
  const named = CLASSES[text.toUpperCase()];
  if (named !== undefined) return new Set(named);
  if (!text.startsWith('[')) return new Set(text);
  return setOf(text.slice(1, -1));
}

/** An empty set where it can't be read: a range that runs backwards, a stray hyphen (Asterisk would take it for a character). */
function setOf(body: string): DigitSet {
  const digits = new Set<string>();
  let read = 0;
  for (const [all, from, to, single] of body.matchAll(RANGE)) {
    const first = Number(from ?? single);
    const last = Number(to ?? single);
    if (first > last) return new Set();
    for (let digit = first; digit <= last; digit += 1) digits.add(String(digit));
    read += all.length;
  }
  return read === body.length ? digits : new Set();
}

/** As in ext_cmp_pattern_pos: the set's size above its lowest character; 0x18000 for `.`, 0x28000 for `!`, 0x30000 for the end. */
function placeRank(pattern: Pattern, index: number): number {
  const place = pattern.places[index];
  if (place) return place.size * 0x100 + Math.min(...[...place].map((digit) => digit.charCodeAt(0)));
  if (index > pattern.places.length) return 0x30000;
  return { '.': 0x18000, '!': 0x28000, '': 0x30000 }[pattern.tail];
}

/** Two plain numbers are compared as text. */
function digitRank(pattern: Pattern, index: number): number {
  const [digit] = pattern.places[index] ?? [];
  return digit === undefined ? 0 : digit.charCodeAt(0);
}

/** Sets of one size with the same lowest digit: the one with the lower digits first. */
function compareSets(left: DigitSet | undefined, right: DigitSet | undefined): number {
  if (!left || !right) return 0;
  const decisive = [...DIGITS].find((digit) => left.has(digit) !== right.has(digit));
  if (decisive === undefined) return 0;
  return left.has(decisive) ? -1 : 1;
}
