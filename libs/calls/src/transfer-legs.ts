import type { AgentPhone } from '@app/agents';
import type { PlannedAttempt } from '@app/dialplan';
import type { CallLeg } from './call-leg.entity.js';
import { lineOf, newLeg } from './new-call.js';

/** An agent's phone that is to have the call: it rings, and is picked up by hand. Dialled at once. */
export function targetPhoneLeg(callId: string, { userId, extension, dialString }: AgentPhone, at: Date): CallLeg {
  return newLeg(callId, { role: 'AGENT', part: 'TRANSFER', userId, number: extension, dialString, ...dialledAt(at) });
}

/** A number outside, over the line that has been taken for it. @param attempt the first trunk is 1 */
export function targetLineLeg(callId: string, number: string, planned: PlannedAttempt, attempt: number, at: Date): CallLeg {
  return newLeg(callId, { role: 'PHONE', part: 'TRANSFER', number, attempt, ...lineOf(planned), ...dialledAt(at) });
}

/** The phone of the agent who shall have the call back. */
export function returningLeg(callId: string, { userId, extension, dialString, autoAnswers }: AgentPhone, at: Date): CallLeg {
  return newLeg(callId, { role: 'AGENT', userId, number: extension, dialString, autoAnswers, ...dialledAt(at) });
}

const dialledAt = (at: Date) => ({ createdAt: at, dialledAt: at });
