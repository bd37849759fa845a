import { trunkDialString, UNATTENDED } from '@app/telephony';
import type { Trunk } from '@app/trunks';
import { asLines, isTrunkName } from './as-lines.js';
import { allowedDestinations, FORMATS, HAND_DIALLED, NORMAL_NUMBER, type Spelling } from './dialplan-guards.js';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { isEmergencyPattern } from './emergency-rule.js';
import { formatNumber } from './format-number.js';
import { byPrecedence } from './match-rule.js';
import { type Pattern, parsePattern } from './parse-pattern.js';
import { trunksOfRule } from './trunks-of-rule.js';

/** What the text is made of. */
export interface DialplanSource {
  rules: readonly DialplanRule[];
  trunks: readonly Trunk[];
  /** Prefixes that may be dialled. */
  destinations: readonly string[];
  /** The engine itself ends a call after so many seconds. */
  maxCallSeconds: number;
}

/** Causes for which the next trunk is tried: network, provider and account trouble, never a person's or a provider's no (Q.850). */
const TECHNICAL_CAUSES = '^(3|18|27|34|38|41|42|58|102)$';
const REFUSED = 21;
const NO_CIRCUIT = 34;
/** What people dial by hand, and whatever no rule takes. Of eleven characters, so that every rule's first place is more exact. */
const HAND = '_[+0-9].';

/**
 * The lines of [outbound], without the header: each rule hands the call to the app; where the app is not there it dials the trunks itself, by the same
 * rules: allowed destinations, the trunks' limits, caller IDs and spelling of numbers, the next trunk for technical failures only; an emergency number meets neither list
 * nor limit. Switched-off rules and trunks are not in it. Every character that comes from a person is checked here once more; what does not pass is left out.
 */
export function generateDialplan(source: DialplanSource): string[] {
  return [...byPrecedence(source.rules).flatMap((rule) => linesOfRule(rule, source)), ...linesForHandDialled()];
}

/** The whole context, in extensions.conf form. */
export function dialplanText(lines: readonly string[]): string {
  return ['[outbound]', ...lines, ''].join('\n');
}

/** A rule as the text needs it. */
interface Outbound {
  rule: DialplanRule;
  pattern: Pattern;
  isEmergency: boolean;
  /** What is dialled, as an expression. */
  dialled: string;
}

function linesOfRule(rule: DialplanRule, { trunks, destinations, maxCallSeconds }: DialplanSource): string[] {
  const pattern = parsePattern(rule.pattern);
  if (!pattern || !/^\+?\d{0,20}$/.test(rule.prepend)) return [];
  const isEmergency = rule.emergency && isEmergencyPattern(pattern);
  const changed = `${rule.prepend}\${TO_NUMBER${rule.stripDigits > 0 ? `:${rule.stripDigits}` : ''}}`;
  const outbound = { rule, pattern, isEmergency, dialled: isEmergency ? '${TO_NUMBER}' : changed };
  const usable = trunksOfRule(rule, trunks).filter((trunk) => trunk.enabled && isTrunkName(trunk.name));
  const steps = [
    "NoOp(Chiquvchi qo'ng'iroq: ${FILTER(0-9,${EXTEN})})",
    'Set(TO_NUMBER=${FILTER(0-9,${EXTEN})})',
    'GotoIf($[${LEN(${EXTEN})} != ${LEN(${TO_NUMBER})}]?refuse)',
    ...handOver(),
    ...(isEmergency ? [] : allowList(outbound, destinations)),
    `(allowed)Set(TIMEOUT(absolute)=${maxCallSeconds})`,
    'Set(CALLERID(name)=)',
    ...(rule.record ? ['MixMonitor(${RECORDING_PATH},b)'] : []),
    ...usable.flatMap((trunk, index) => dialTrunk(trunk, index, usable.length, outbound)),
    `(full)Hangup(${NO_CIRCUIT})`,
    '(end)Hangup(${HANGUPCAUSE})',
    `(refuse)Hangup(${REFUSED})`,
    // No rule holds a +, so this is the catch-all's.
    ...(isEmergency ? [] : ['(byhand)Goto(+${TO_NUMBER},normalize)']),
  ];
  return asLines(rule.pattern, steps);
}

function allowList({ pattern, dialled }: Outbound, destinations: readonly string[]): string[] {
  return [
    `GotoIf($[${isNotNormal(pattern)}]?byhand)`,
    ...allowedDestinations(destinations).map((expression) => `GotoIf($[\${REGEX("${expression}" ${dialled})} = 1]?allowed)`),
    'Goto(refuse)',
  ];
}

/** The number's books, then the app; if it took the call there is nothing more to do. */
function handOver(): string[] {
  return [
    'Set(CALL_ID=${UUID()})',
    'Set(CHANNEL(accountcode)=${CALL_ID})',
    'Set(RECORDING_PATH=${ASTSPOOLDIR}/recording/call_${CALL_ID}.wav)',
    'Set(FROM_NUMBER=${CALLERID(num)})',
    'Stasis(trunkline,outbound,${TO_NUMBER},${CALL_ID})',
    'GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
    `Set(CHANNEL(userfield)=${UNATTENDED})`,
  ];
}

function dialTrunk(trunk: Trunk, index: number, count: number, { rule, dialled, isEmergency }: Outbound): string[] {
  const isLast = index === count - 1;
  const own = rule.callerId ?? trunk.callerId ?? '';
  const callerId = /^\d{0,15}$/.test(own) ? formatNumber(own, trunk.numberFormat) : '';
  const limit = `GotoIf($[\${GROUP_COUNT(${trunk.name}@trunk)} > ${trunk.maxChannels}]?${isLast ? 'full' : `trunk${index + 2}`})`;
  const spelling = isEmergency ? undefined : FORMATS[trunk.numberFormat];
  return [
    `(trunk${index + 1})Set(GROUP(trunk)=${trunk.name})`,
    ...(trunk.maxChannels === null || isEmergency ? [] : [limit]),
    `Set(CALLERID(num)=${callerId})`,
    ...(spelling ? spelled(dialled, spelling) : []),
    `Dial(${trunkDialString(spelling ? '${DIALLED}' : dialled, trunk.name)},${rule.ringTimeoutSeconds})`,
    'GotoIf($["${DIALSTATUS}" = "ANSWER"]?end)',
    ...(isLast ? ['Goto(end)'] : [`GotoIf($[\${REGEX("${TECHNICAL_CAUSES}" \${HANGUPCAUSE})} = 0]?end)`]),
  ];
}

/** As formatNumber does it. */
function spelled(dialled: string, { expression, strip, prepend }: Spelling): string[] {
  const isMatched = `$[\${REGEX("${expression}" \${DIALLED})} = 1]`;
  const rest = `\${DIALLED${strip > 0 ? `:${strip}` : ''}}`;
  return [`Set(DIALLED=${dialled})`, `Set(DIALLED=\${IF(${isMatched}?${prepend}${rest}:\${DIALLED})})`];
}

/** A full number that begins with 998 has 12 digits. */
function isNotNormal({ places }: Pattern): string {
  const isOurs = ['9', '9', '8'].every((digit, index) => places[index]?.size === 1 && places[index].has(digit));
  return isOurs ? '${LEN(${TO_NUMBER})} != 12' : `\${REGEX("${NORMAL_NUMBER}" \${TO_NUMBER})} = 0`;
}

/** To the app as it was dialled; without the app made normal and sent round again, once. */
function linesForHandDialled(): string[] {
  return asLines(HAND, [
    "NoOp(Qo'lda terilgan: ${FILTER(+0-9,${EXTEN})})",
    'Set(TO_NUMBER=${FILTER(0-9,${EXTEN})})',
    'GotoIf($["${EXTEN:0:1}" != "+"]?bare)',
    'GotoIf($[${LEN(${EXTEN})} != ${LEN(${TO_NUMBER})} + 1]?refuse)',
    'Set(TO_NUMBER=00${TO_NUMBER})',
    'Goto(handover)',
    '(bare)GotoIf($[${LEN(${EXTEN})} != ${LEN(${TO_NUMBER})}]?refuse)',
    '(handover)NoOp(To the app)',
    ...handOver(),
    '(normalize)NoOp(Without the app)',
    ...HAND_DIALLED.map(
      ({ expression }, index) => `GotoIf($[\${REGEX("${expression}" \${TO_NUMBER})} = 1]?spelling${index + 1})`,
    ),
    'Goto(refuse)',
    ...HAND_DIALLED.flatMap(({ strip, prepend }, index) => [
      `(spelling${index + 1})Set(TO_NUMBER=${prepend}\${TO_NUMBER${strip > 0 ? `:${strip}` : ''}})`,
      'Goto(again)',
    ]),
    `(again)GotoIf($[\${REGEX("${NORMAL_NUMBER}" \${TO_NUMBER})} = 0]?refuse)`,
    'Goto(${TO_NUMBER},1)',
    '(end)Hangup(${HANGUPCAUSE})',
    `(refuse)Hangup(${REFUSED})`,
  ]);
}
