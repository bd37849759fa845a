import { ErrorCode, type OperationError, refuse } from '@app/common';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { checkEmergencyRule } from './emergency-rule.js';
import { likelyNumbers } from './example-number.js';
import { parsePattern } from './parse-pattern.js';
import { planCall } from './plan-call.js';
import type { PlanSnapshot } from './plan-snapshot.js';

/**
 * Plans a call by this rule alone before it is saved, with a number that it takes. Only what the rule itself does wrong is a refusal: which trunks are up and what may
 * be dialled can change at any time.
 */
export function tryRule(rule: DialplanRule): OperationError | undefined {
  const pattern = parsePattern(rule.pattern);
  if (!pattern) return refuse(ErrorCode.INVALID_INPUT, `${JSON.stringify(rule.pattern)} is no pattern.`, 'input.pattern');
  const noEmergency = checkEmergencyRule(rule);
  if (noEmergency) return noEmergency;
  const numbers = likelyNumbers(pattern);
  const refusals = numbers.map((number) => planCall({ to: number }, alone(rule)).error);
  const isDead = refusals.length > 0 && refusals.every((error) => error?.errorCode === ErrorCode.NO_ROUTE);
  if (!isDead) return undefined;
  const [number = ''] = numbers;
  const message = `Of ${number}, which ${rule.pattern} takes, these digits leave nothing that can be dialled.`;
  return refuse(ErrorCode.INVALID_INPUT, message, number.length <= rule.stripDigits ? 'input.stripDigits' : 'input.prepend');
}

/** As if there were nothing but this rule, switched on. */
function alone({
  pattern,
  name,
  stripDigits,
  prepend,
  callerId,
  ringTimeoutSeconds,
  record,
  emergency,
}: DialplanRule): PlanSnapshot {
  const rule = {
    pattern,
    name,
    stripDigits,
    prepend,
    callerId,
    ringTimeoutSeconds,
    record,
    emergency,
    enabled: true,
    trunks: [],
  };
  const rules = [rule as unknown as DialplanRule];
  return { telephonyConnected: true, rules, trunks: [], destinations: [], activeCallsByTrunk: new Map() };
}
