import { TelephonyError } from '../telephony.gateway.js';
import { type DialplanStep, parseDialplan } from './dialplan-text.js';

/**
 * The dialplan is a program that Asterisk runs, and some of its applications run programs of the machine. So only what our texts need passes: these
 * applications with arguments of these shapes, and these functions.
 */
const applications: Readonly<Record<string, RegExp>> = {
  Answer: /^$/,
  Congestion: /^\d*$/,
  Dial: /^PJSIP\/[^,&|]+(&PJSIP\/[^,&|]+)*,\d{1,4}$/,
  // Within its own context: none leads into another.
  Goto: /^[^;,]+(,[^;,]+)?$/,
  GotoIf: /^\$\[.+\]\?[a-z0-9]+$/,
  Hangup: /^(\d{1,3}|\$\{HANGUPCAUSE\})?$/,
  // A third argument would be a command for the shell.
  MixMonitor: /^[^,;|]+,b$/,
  NoOp: /^[^;]*$/,
  Playback: /^[\w/&-]+$/,
  Progress: /^$/,
  Ringing: /^$/,
  Set: /^[A-Z_]+(\([a-z]+\))?=[^;]*$/,
  Stasis: /^trunkline(,[^,;|]+)*$/,
  Wait: /^\d{1,3}$/,
};

const FUNCTIONS = new Set([
  'CALLERID',
  'CHANNEL',
  'FILTER',
  'GROUP',
  'GROUP_COUNT',
  'IF',
  'LEN',
  'PJSIP_HEADER',
  'REGEX',
  'TIMEOUT',
  'UUID',
]);
const PATTERN = /^(_?[0-9+*#A-Za-z[\].!-]{1,80}|[a-z])$/;
const MOST_STEPS = 5_000;

/**
 * Reads the lines of a context and refuses whatever our texts do not need.
 * @throws {TelephonyError} 400 naming the line
 */
export function guardedDialplan(lines: readonly string[]): DialplanStep[] {
  const bad = lines.find((line) => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(line) || line.length > 1_000);
  if (bad !== undefined || lines.length > MOST_STEPS)
    throw new TelephonyError('A dialplan line holds a control character or is too long', 400, 'applyDialplan');
  let steps: DialplanStep[];
  try {
    steps = parseDialplan(lines);
  } catch (error) {
    throw new TelephonyError(error instanceof Error ? error.message : String(error), 400, 'applyDialplan');
  }
  for (const step of steps) {
    const why = refusal(step);
    if (why !== undefined) throw new TelephonyError(`${step.pattern},${step.priority}: ${why}`, 400, 'applyDialplan');
  }
  return steps;
}

function refusal({ pattern, application, argument }: DialplanStep): string | undefined {
  if (!PATTERN.test(pattern)) return 'not a pattern';
  const shape = applications[application];
  if (!shape) return `the application ${application} is not used here`;
  if (!shape.test(argument)) return `not an argument of ${application}`;
  if (application === 'NoOp' && !argument.includes('${')) return undefined;
  if (/PJSIP_HEADER\((?!read,)/.test(argument)) return 'headers are only read here';
  const name = [...argument.matchAll(/(?<=\$\{\s*|^)([A-Za-z_]+)\(/g)]
    .map((match) => match[1] ?? '')
    .find((each) => !FUNCTIONS.has(each));
  return name === undefined ? undefined : `the function ${name} is not used here`;
}
