import { randomUUID } from 'node:crypto';
import { Call } from '../src/call.entity.js';
import { CallDirection, CallOutcome, CallState } from '../src/call-state.js';

/** A call as the books have it: over, outbound and answered by nobody in particular, but for what the test says. */
export function storedCall(more: Partial<Call> & Pick<Call, 'createdAt'>): Call {
  return Object.assign(
    new Call(),
    {
      id: randomUUID(),
      direction: CallDirection.OUTBOUND,
      from: '998710000000',
      to: '998900000000',
      trunkName: 'BellUZ',
      agentId: null,
      startedById: null,
      apiTokenId: null,
      flow: 'AGENT_FIRST' as const,
      request: {
        to: '',
        from: null,
        trunkName: null,
        agentId: null,
        phone: null,
        announcement: null,
        ringTimeoutSeconds: null,
        record: null,
      },
      ringTimeoutSeconds: 30,
      record: true,
      state: CallState.ENDED,
      outcome: CallOutcome.COMPLETED,
      hangup: null,
      attempts: [],
      onHold: false,
      note: null,
      tags: [],
      ringingAt: null,
      answeredAt: null,
      endedAt: more.createdAt,
      sequence: 1,
    },
    more,
  );
}
