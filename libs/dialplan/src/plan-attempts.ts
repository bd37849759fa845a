import { trunkDialString } from '@app/telephony';
import { RegistrationState, type Trunk } from '@app/trunks';
import { PlannedAttempt } from './call-plan.js';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { formatNumber } from './format-number.js';
import { normalizeNumber } from './normalize-number.js';
import type { PlanRequest, PlanSnapshot, TrunkStanding } from './plan-snapshot.js';
import { quoted } from './quoted.js';

/** What an attempt depends on beside its trunk. */
export interface AttemptContext {
  dialled: string;
  rule: DialplanRule;
  isEmergency: boolean;
  request: PlanRequest;
  snapshot: PlanSnapshot;
}

/**
 * Each trunk with the reason why it would not be used, in the order in which they are tried. A trunk that rests is passed over while another one is usable:
 * a lone provider is not cut off by our own caution.
 *
 * For an emergency neither a full trunk nor a caller ID is a reason. Trunks that look well come first, and after them every other one that is switched
 * on: better tried in vain than not at all.
 */
export function planAttempts(standings: readonly TrunkStanding[], context: AttemptContext): PlannedAttempt[] {
  const judged = standings.map((standing) => ({
    standing,
    out: whyOut(standing, context),
    doubt: whyDoubtful(standing, context),
    rest: whyResting(standing, context.snapshot),
  }));
  if (context.isEmergency) {
    const rank = ({ out, doubt, rest }: (typeof judged)[number]): number => (out !== null ? 2 : (doubt ?? rest) === null ? 0 : 1);
    return [...judged]
      .sort((left, right) => rank(left) - rank(right))
      .map(({ standing, out }) => attempt(standing.trunk, out, context));
  }
  const hasFresh = judged.some(({ out, doubt, rest }) => (out ?? doubt ?? rest) === null);
  return judged.map(({ standing, out, doubt, rest }) =>
    attempt(standing.trunk, out ?? doubt ?? (hasFresh ? rest : null), context),
  );
}

/** The trunk's own spelling of the caller ID that was asked for, or undefined where it may not be sent. */
export function callerIdToSend(asked: string, trunk: Pick<Trunk, 'callerId' | 'allowedCallerIds'>): string | undefined {
  const own = [...(trunk.callerId === null ? [] : [trunk.callerId]), ...trunk.allowedCallerIds];
  const number = normalizeNumber(asked);
  return (
    own.find((callerId) => callerId === asked) ?? own.find((callerId) => number !== null && normalizeNumber(callerId) === number)
  );
}

function attempt(trunk: Trunk, reason: string | null, { dialled, rule, isEmergency, request }: AttemptContext): PlannedAttempt {
  const asked = request.from == null ? undefined : callerIdToSend(request.from, trunk);
  const ownCallerId = request.from == null || isEmergency ? (rule.callerId ?? trunk.callerId) : null;
  const callerId = asked ?? ownCallerId;
  return Object.assign(new PlannedAttempt(), {
    trunk,
    dialString: trunkDialString(formatNumber(dialled, trunk.numberFormat), trunk.name),
    callerId,
    sentCallerId: callerId === null ? null : formatNumber(callerId, trunk.numberFormat),
    usable: reason === null,
    reason,
  });
}

/** What nothing can help. */
function whyOut({ trunk }: TrunkStanding, { request, snapshot }: AttemptContext): string | null {
  if (!trunk.enabled) return `${trunk.name} is switched off.`;
  if (!snapshot.telephonyConnected) return 'Asterisk is not connected.';
  return request.triedTrunkIds?.includes(trunk.id) ? `${trunk.name} was tried already.` : null;
}

/** What speaks against a trunk, and is no reason to leave an emergency alone. */
function whyDoubtful(
  { trunk, registration, isLost }: TrunkStanding,
  { isEmergency, request, snapshot }: AttemptContext,
): string | null {
  const said = [registration.sipCode, registration.reason].filter((part) => part !== null).join(' ');
  if (registration.state === RegistrationState.REJECTED)
    return `The provider refuses to register ${trunk.name}${said && `: ${said}`}.`;
  if (registration.state === RegistrationState.UNREACHABLE)
    return `The provider of ${trunk.name} does not answer${said && `: ${said}`}.`;
  if (isLost) return `The provider of ${trunk.name} does not answer any more (OPTIONS).`;
  if (isEmergency) return null;
  const active = snapshot.activeCallsByTrunk.get(trunk.id) ?? 0;
  if (trunk.maxChannels !== null && active >= trunk.maxChannels)
    return `${trunk.name} carries ${active} of at most ${trunk.maxChannels} calls.`;
  const { from } = request;
  if (from != null && callerIdToSend(from, trunk) === undefined)
    return `${trunk.name} may not send the caller ID ${quoted(from)}.`;
  return null;
}

function whyResting({ trunk, restsUntil }: TrunkStanding, { at = new Date() }: PlanSnapshot): string | null {
  if (!restsUntil || restsUntil <= at) return null;
  return `${trunk.name} rests until ${restsUntil.toISOString()}, after failing several times in a row.`;
}
