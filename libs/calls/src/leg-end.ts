import type { Call } from './call.entity.js';
import type { CallLeg } from './call-leg.entity.js';
import type { LegEnd } from './outcome.js';

/** How a leg ended, as the table of outcomes asks it. Our own reason counts only where the engine says that it was our side. */
export function legEnd(call: Pick<Call, 'direction'>, leg: CallLeg): LegEnd {
  return {
    direction: call.direction,
    answered: leg.answeredAt !== null,
    rang: leg.ringingAt !== null,
    endedBy: leg.endedBy ?? 'US',
    ourReason: leg.endedBy === 'THEM' ? undefined : (leg.hungUpFor ?? undefined),
    cause: leg.cause ?? undefined,
    sipCode: leg.sipCode ?? undefined,
    sipReason: leg.sipReason ?? undefined,
  };
}
