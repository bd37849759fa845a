import { may, type Principal } from '@app/auth';
import type { CallLeg } from './call-leg.entity.js';

/** The legs of a call as that principal may see them: an AGENT does not learn who listens in, and nobody is shown a supervisor's hidden ears. */
export function visibleLegs<Leg extends Pick<CallLeg, 'part' | 'dialString'>>(principal: Principal, legs: readonly Leg[]): Leg[] {
  return legs.filter(({ part, dialString }) => part !== 'MONITOR' || (dialString !== null && may(principal, 'calls.monitor')));
}
