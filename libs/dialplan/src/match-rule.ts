import { comparePatterns, parsePattern, type Pattern } from './parse-pattern.js';

/** What matching needs to know of a rule. */
export interface MatchableRule {
  pattern: string;
  enabled: boolean;
}

/**
 * The rule that Asterisk would choose for this number: of the enabled ones that match, the most exact (see comparePatterns). Linear in the number of
 * rules; under 1 ms for 1,000.
 * @param number digits, as normalizeNumber gives them
 */
export function matchRule<R extends MatchableRule>(number: string, rules: readonly R[]): R | undefined {
  let best: { rule: R; pattern: Pattern } | undefined;
  for (const rule of rules) {
    if (!rule.enabled) continue;
    const pattern = parsedPattern(rule.pattern);
    if (!pattern || !matchesPattern(number, pattern)) continue;
    if (!best || comparePatterns(pattern, best.pattern) < 0) best = { rule, pattern };
  }
  return best?.rule;
}

/** Whether the pattern takes this number whole. */
export function matchesPattern(number: string, pattern: Pattern): boolean {
  const rest = number.length - pattern.places.length;
  if (rest < (pattern.tail === '.' ? 1 : 0) || (rest > 0 && pattern.tail === '')) return false;
  return pattern.places.every((place, index) => place.has(number.charAt(index)));
}

/** Enabled rules first to last as Asterisk asks them. */
export function byPrecedence<R extends MatchableRule>(rules: readonly R[]): R[] {
  const parsed = rules.map((rule) => ({ rule, pattern: parsedPattern(rule.pattern) }));
  return parsed
    .filter((entry): entry is { rule: R; pattern: Pattern } => entry.rule.enabled && entry.pattern !== undefined)
    .sort((left, right) => comparePatterns(left.pattern, right.pattern))
    .map(({ rule }) => rule);
}

/** Patterns are short, few and asked for with every call. Bounded, so that texts which came and went are not kept. */
const parsed = new Map<string, Pattern | undefined>();
const MAX_PARSED = 5_000;

function parsedPattern(text: string): Pattern | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const pattern = parsePattern(text);
  parsed.set(text, pattern);
  return pattern;
}
