import { ErrorCode, type OperationError, refuse } from '@app/common';
import { trunkDialString } from '@app/telephony';
import { RegistrationState, type Trunk, type TrunkRegistration } from '@app/trunks';
import { CallPlan, PlannedAttempt } from './call-plan.js';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { isAllowedDestination } from './is-allowed-destination.js';
import { matchRule } from './match-rule.js';
import { normalizeNumber } from './normalize-number.js';
import { trunksOfRule } from './trunks-of-rule.js';

export interface PlanRequest {
  /** As it was given. */
  to: string;
  /** Only this trunk, in place of the rule's. */
  trunkName?: string | null;
  /** The caller ID that was asked for. */
  from?: string | null;
}

/** A trunk and how it stands with its provider. */
export interface TrunkStanding {
  trunk: Trunk;
  registration: TrunkRegistration;
  /** It answered when it was asked (OPTIONS), and does not any more. */
  isLost: boolean;
  /** After many technical failures in a row: passed over until then. */
  restsUntil: Date | null;
}

/** Everything that a plan depends on, at one moment. */
export interface PlanSnapshot {
  telephonyConnected: boolean;
  rules: readonly DialplanRule[];
  trunks: readonly TrunkStanding[];
  /** Prefixes that may be dialled. */
  destinations: readonly string[];
  /** By the trunk's id; a trunk that is not in it carries none. */
  activeCallsByTrunk: ReadonlyMap<string, number>;
}

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
  plan.dialled = dialledNumber(plan.number, rule);
  if (plan.dialled === null) {
    return failed(
      plan,
      ErrorCode.NO_ROUTE,
      `The rule ${rule.name} leaves nothing of ${plan.number} to dial: correct its digits.`,
      'input.to',
    );
  }

  const standings = named ? [named] : candidates(rule, snapshot.trunks);
  plan.attempts = standings.map((standing) => attempt(standing, plan.dialled ?? '', rule, request, snapshot));
  plan.error = whyNot(plan, standings, request, snapshot);
  return plan;
}

/** The number after strip and prepend, or null where no digit is left. */
export function dialledNumber(number: string, rule: Pick<DialplanRule, 'stripDigits' | 'prepend'>): string | null {
  const dialled = rule.prepend + number.slice(rule.stripDigits);
  return number.length > rule.stripDigits && /^\+?\d{1,31}$/.test(dialled) ? dialled : null;
}

function candidates(rule: DialplanRule, standings: readonly TrunkStanding[]): TrunkStanding[] {
  const inOrder = trunksOfRule(
    rule,
    standings.map(({ trunk }) => trunk),
  );
  return inOrder.flatMap((trunk) => standings.find((standing) => standing.trunk === trunk) ?? []);
}

function byName(name: string, trunks: readonly TrunkStanding[]): TrunkStanding | undefined {
  return trunks.find(({ trunk }) => trunk.nameKey === name.toLowerCase());
}

function attempt(
  { trunk, registration }: TrunkStanding,
  dialled: string,
  rule: DialplanRule,
  request: PlanRequest,
  snapshot: PlanSnapshot,
): PlannedAttempt {
  const asked = request.from == null ? undefined : callerIdToSend(request.from, trunk);
  const reason =
    whyUnusable(trunk, registration, snapshot) ??
    (request.from != null && asked === undefined ? `${trunk.name} may not send the caller ID ${quoted(request.from)}.` : null);
  return Object.assign(new PlannedAttempt(), {
    trunk,
    dialString: trunkDialString(dialled, trunk.name),
    callerId: asked ?? (request.from == null ? (rule.callerId ?? trunk.callerId) : null),
    usable: reason === null,
    reason,
  });
}

/** The trunk's own spelling of the caller ID that was asked for, or undefined where it may not be sent. */
export function callerIdToSend(asked: string, trunk: Pick<Trunk, 'callerId' | 'allowedCallerIds'>): string | undefined {
  const own = [...(trunk.callerId === null ? [] : [trunk.callerId]), ...trunk.allowedCallerIds];
  const number = normalizeNumber(asked);
  return (
    own.find((callerId) => callerId === asked) ?? own.find((callerId) => number !== null && normalizeNumber(callerId) === number)
  );
}

function whyUnusable(trunk: Trunk, registration: TrunkRegistration, snapshot: PlanSnapshot): string | null {
  if (!trunk.enabled) return `${trunk.name} is switched off.`;
  if (!snapshot.telephonyConnected) return 'Asterisk is not connected.';
  const said = [registration.sipCode, registration.reason].filter((part) => part !== null).join(' ');
  if (registration.state === RegistrationState.REJECTED)
    return `The provider refuses to register ${trunk.name}${said && `: ${said}`}.`;
  if (registration.state === RegistrationState.UNREACHABLE)
    return `The provider of ${trunk.name} does not answer${said && `: ${said}`}.`;
  const active = snapshot.activeCallsByTrunk.get(trunk.id) ?? 0;
  if (trunk.maxChannels !== null && active >= trunk.maxChannels)
    return `${trunk.name} carries ${active} of at most ${trunk.maxChannels} calls.`;
  return null;
}

function whyNot(
  plan: CallPlan,
  standings: readonly TrunkStanding[],
  { from }: PlanRequest,
  { destinations, telephonyConnected }: PlanSnapshot,
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
  if (!telephonyConnected) return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Asterisk is not connected: try again shortly.');
  if (plan.attempts.some(({ usable }) => usable)) return null;
  const reasons = plan.attempts.map(({ reason }) => reason).join(' ');
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
  });
}

function failed(plan: CallPlan, code: ErrorCode, message: string, field: string): CallPlan {
  plan.error = refuse(code, message, field);
  return plan;
}

function notANumber(text: string): string {
  return `${quoted(text)} is not a telephone number: write it as 998901234567, +998 90 123-45-67 or 90 123 45 67.`;
}

/** What somebody wrote, fit to stand in a sentence: one line, not too long. */
function quoted(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(shown);
}
