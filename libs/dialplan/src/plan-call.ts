import { ErrorCode, type OperationError, refuse } from '@app/common';
import { CallPlan } from './call-plan.js';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { isAllowedDestination } from './is-allowed-destination.js';
import { matchRule } from './match-rule.js';
import { isShortNumber, normalizeNumber } from './normalize-number.js';
import { callerIdToSend, planAttempts } from './plan-attempts.js';
import type { PlanRequest, PlanSnapshot, TrunkStanding } from './plan-snapshot.js';
import { quoted } from './quoted.js';
import { trunksOfRule } from './trunks-of-rule.js';

const DEFAULT_RING_SECONDS = 30;

/**
 * What a call to this number would do. Nothing else decides it: explainCall shows this, originateCall runs it, and rules are tried with it before they are saved.
 *
 * The first of these that fails is the plan's error:
 * 1. the text is a number (INVALID_NUMBER);
 * 2. the named trunk exists (TRUNK_NOT_FOUND);
 * 3. a rule matches, and leaves something to dial (NO_ROUTE);
 * 4. what is dialled, after strip and prepend, is on the allow list (DESTINATION_NOT_ALLOWED);
 * 5. a trunk of the plan may send the caller ID that was asked for (CALLER_ID_NOT_ALLOWED);
 * 6. the telephone engine is connected (TELEPHONY_UNAVAILABLE);
 * 7. a trunk of the plan is usable (TRUNK_UNAVAILABLE, with the reasons): switched on, not REJECTED or UNREACHABLE, below maxChannels.
 * A named trunk stands alone: where it is not usable no other is tried.
 *
 * An emergency number is dialled as it is: 4, 5 and every limit are passed over, a trunk that is named is asked first and the others after it, and every trunk that is
 * switched on is tried in the end.
 */
export function planCall(request: PlanRequest, snapshot: PlanSnapshot): CallPlan {
  const plan = emptyPlan(request.to);
  plan.number = normalizeNumber(request.to);
  if (plan.number === null) return failed(plan, ErrorCode.INVALID_NUMBER, notANumber(request.to), 'input.to');

  const named = request.trunkName == null ? undefined : byName(request.trunkName, snapshot.trunks);
  if (request.trunkName != null && !named) {
    return failed(plan, ErrorCode.TRUNK_NOT_FOUND, `There is no trunk named ${quoted(request.trunkName)}.`, 'input.trunkName');
  }

  const rule = matchRule(plan.number, snapshot.rules);
  if (!rule) return failed(plan, ErrorCode.NO_ROUTE, `No dialplan rule matches ${plan.number}: add one in Settings.`, 'input.to');
  plan.rule = rule;
  plan.ringTimeoutSeconds = rule.ringTimeoutSeconds;
  plan.record = rule.record;
  // Whatever the row says: nothing but a short number goes past the lists.
  plan.isEmergency = rule.emergency && isShortNumber(plan.number);
  plan.dialled = plan.isEmergency ? plan.number : dialledNumber(plan.number, rule);
  if (plan.dialled === null) {
    return failed(
      plan,
      ErrorCode.NO_ROUTE,
      `The rule ${rule.name} leaves nothing of ${plan.number} to dial: correct its digits.`,
      'input.to',
    );
  }

  const standings = candidates(rule, named, plan.isEmergency, snapshot.trunks);
  const { dialled, isEmergency } = plan;
  plan.attempts = planAttempts(standings, { dialled, rule, isEmergency, request, snapshot });
  plan.error = (isEmergency ? null : whyForbidden(plan, standings, request, snapshot)) ?? whyImpossible(plan, snapshot);
  return plan;
}

/** The number after strip and prepend, or null where no digit is left. */
export function dialledNumber(number: string, rule: Pick<DialplanRule, 'stripDigits' | 'prepend'>): string | null {
  const dialled = rule.prepend + number.slice(rule.stripDigits);
  return number.length > rule.stripDigits && /^\+?\d{1,31}$/.test(dialled) ? dialled : null;
}

function candidates(
  rule: DialplanRule,
  named: TrunkStanding | undefined,
  isEmergency: boolean,
  standings: readonly TrunkStanding[],
): TrunkStanding[] {
  if (named && !isEmergency) return [named];
  const byTrunk = new Map(standings.map((standing) => [standing.trunk, standing]));
  const inOrder = trunksOfRule(rule, [...byTrunk.keys()]).flatMap((trunk) => byTrunk.get(trunk) ?? []);
  return named ? [named, ...inOrder.filter((standing) => standing !== named)] : inOrder;
}

function byName(name: string, trunks: readonly TrunkStanding[]): TrunkStanding | undefined {
  return trunks.find(({ trunk }) => trunk.nameKey === name.toLowerCase());
}

function whyForbidden(
  plan: CallPlan,
  standings: readonly TrunkStanding[],
  { from }: PlanRequest,
  { destinations }: PlanSnapshot,
): OperationError | null {
  if (!isAllowedDestination(plan.dialled ?? '', destinations)) {
    return refuse(
      ErrorCode.DESTINATION_NOT_ALLOWED,
      `${plan.dialled} is not an allowed destination: an administrator can allow its prefix.`,
      'input.to',
    );
  }
  if (from != null && standings.length > 0 && standings.every(({ trunk }) => callerIdToSend(from, trunk) === undefined)) {
    const message = `No trunk of this call may send the caller ID ${quoted(from)}: use the trunk's callerId or one of its allowedCallerIds.`;
    return refuse(ErrorCode.CALLER_ID_NOT_ALLOWED, message, 'input.from');
  }
  return null;
}

function whyImpossible({ attempts }: CallPlan, { telephonyConnected }: PlanSnapshot): OperationError | null {
  if (!telephonyConnected) return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Asterisk is not connected: try again shortly.');
  if (attempts.some(({ usable }) => usable)) return null;
  const reasons = attempts.map(({ reason }) => reason).join(' ');
  return refuse(ErrorCode.TRUNK_UNAVAILABLE, reasons || 'There is no trunk that is switched on: add one in Settings.');
}

function emptyPlan(input: string): CallPlan {
  return Object.assign(new CallPlan(), {
    input,
    number: null,
    rule: null,
    attempts: [],
    error: null,
    dialled: null,
    ringTimeoutSeconds: DEFAULT_RING_SECONDS,
    record: true,
    isEmergency: false,
  });
}

function failed(plan: CallPlan, code: ErrorCode, message: string, field: string): CallPlan {
  plan.error = refuse(code, message, field);
  return plan;
}

function notANumber(text: string): string {
  return `${quoted(text)} is not a telephone number: write it as 998901234567, +998 90 123-45-67 or 90 123 45 67.`;
}
