import type { Trunk } from '@app/trunks';
import { Call, type Distribution } from './call.entity.js';
import { type CallInProgress, withChanges } from './call-in-progress.js';
import { CallDirection } from './call-state.js';
import { justBegun, newLeg } from './new-call.js';

export interface NewInboundCall {
  id: string;
  legId: string;
  trunk: Trunk;
  /** null when withheld. */
  from: string | null;
  to: string;
  distribution: Distribution | null;
  at: Date;
}

/** The call and its caller's leg as they are saved: the trunk's line is taken. */
export function newInboundCall({ id, legId, trunk, from, to, distribution, at }: NewInboundCall): CallInProgress {
  const call = Object.assign(new Call(), {
    id,
    direction: CallDirection.INBOUND,
    from,
    to,
    trunkName: trunk.name,
    agentId: null,
    startedById: null,
    apiTokenId: null,
    flow: 'INBOUND',
    request: {
      to,
      from,
      trunkName: trunk.name,
      agentId: null,
      phone: null,
      announcement: null,
      ringTimeoutSeconds: null,
      record: null,
    },
    ringTimeoutSeconds: 0,
    record: true,
    plan: null,
    distribution,
    ...justBegun(at),
  } satisfies Call);
  const caller = newLeg(id, {
    id: legId,
    role: 'CUSTOMER',
    number: from,
    trunkId: trunk.id,
    trunkName: trunk.name,
    slotTrunkId: trunk.id,
    createdAt: at,
    dialledAt: at,
  });
  return withChanges({ call, legs: [caller] }, {});
}
