/** Of a name like this nothing is shown, whatever its value. */
const SECRET_NAME = /pass(word)?$|secret|token|authorization|cookie|credential|private.?key|encryption.?key/i;
/** Secrets in running text: what comes before stays. */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/((?:password|passwd|secret|token|api[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, '$1[secret]'],
  [/\b(Bearer|Basic|Digest)\s+[\w+/=.,:" -]{8,}/gi, '$1 [secret]'],
  [/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1[secret]@'],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, '[secret]'],
];
/** E.164 in full: what is shorter is an extension or a service, what stands in a longer word is an id. */
const NUMBER = /(?<![\w.-])(\+?)(\d{9,15})(?![\w-]|\.\d)/g;
const DEEPEST = 4;

export interface RedactOptions {
  /** Whether telephone numbers stay whole. */
  showNumbers: boolean;
  /** Taken out wherever they stand. */
  secrets?: readonly string[];
}

/** Takes secrets out of a text, and the middle out of telephone numbers. */
export function redactText(text: string, { showNumbers, secrets = [] }: RedactOptions): string {
  let shown = text;
  for (const secret of secrets) if (secret.length >= 6) shown = shown.replaceAll(secret, '[secret]');
  for (const [pattern, instead] of SECRET_TEXTS) shown = shown.replace(pattern, instead);
  return showNumbers ? shown : shown.replace(NUMBER, (_whole, plus: string, digits: string) => plus + maskNumber(digits));
}

/** `998901234567` as `99890*****67`: enough to find the operator and to compare, too little to call. */
export const maskNumber = (digits: string): string =>
  digits.slice(0, 5) + '*'.repeat(Math.max(0, digits.length - 7)) + digits.slice(-2);

/** The same for everything in a value that is logged. What is nested deeper than anybody reads is left out. */
export function redactValue(value: unknown, options: RedactOptions, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, options);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return '[…]';
  if (value instanceof Error) return redactText(value.stack ?? value.message, options);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, options, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      SECRET_NAME.test(key) && each !== undefined ? '[secret]' : redactValue(each, options, depth + 1),
    ]),
  );
}
