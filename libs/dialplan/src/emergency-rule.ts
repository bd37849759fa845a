import { ErrorCode, type OperationError, refuse } from '@app/common';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { isShortNumber } from './normalize-number.js';
import { type Pattern, parsePattern } from './parse-pattern.js';

/** What every instance begins with: fire, police, ambulance, gas (101 to 104), and the number of all of them. */
export const EMERGENCY_SEEDS = [
  { name: 'Favqulodda xizmatlar', pattern: '_10[1-4]' },
  { name: 'Favqulodda xizmatlar', pattern: '112' },
] as const;

/**
 * Whether every number that the pattern takes is a short one. No list and no limit holds for an emergency rule, so it must never open a way to anything
 * else.
 */
export function isEmergencyPattern({ places, tail }: Pattern): boolean {
  const [first, second] = places;
  if (tail !== '' || !first || !second) return false;
  const beginsWithTwoZeros = first.has('0') && second.has('0');
  return !beginsWithTwoZeros && isShortNumber('1'.repeat(places.length));
}

/** Why the rule, as it would be stored, can't be one for emergencies. Nothing where it is none. */
export function checkEmergencyRule(
  rule: Pick<DialplanRule, 'emergency' | 'pattern' | 'stripDigits' | 'prepend'>,
): OperationError | undefined {
  if (!rule.emergency) return undefined;
  const pattern = parsePattern(rule.pattern);
  if (!pattern || !isEmergencyPattern(pattern)) {
    const message = `${JSON.stringify(rule.pattern)} takes more than short numbers of 3 to 6 digits: an emergency rule is for those alone, such as 112 or _10[1-4].`;
    return refuse(ErrorCode.INVALID_INPUT, message, 'input.pattern');
  }
  const unchanged = 'An emergency number is dialled as it is';
  if (rule.stripDigits !== 0) return refuse(ErrorCode.INVALID_INPUT, `${unchanged}: stripDigits must be 0.`, 'input.stripDigits');
  if (rule.prepend !== '') return refuse(ErrorCode.INVALID_INPUT, `${unchanged}: prepend must be empty.`, 'input.prepend');
  return undefined;
}
