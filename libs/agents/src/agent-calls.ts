import { type EntityManager, IsNull, LessThan } from 'typeorm';
import { AgentCall } from './agent-call.entity.js';

type Part = Pick<AgentCall, 'userId' | 'callId'>;

/** Under the lock of the user's presence, as endAgentCall is. @returns false where it was known, or this was told after its end */
export async function beginAgentCall(manager: EntityManager, { userId, callId }: Part, at: Date): Promise<boolean> {
  // Back in the same call, after a transfer that came back, it begins once more.
  const changed = await manager.query<unknown[]>(
    `insert into agent_calls ("userId", "callId", "beganAt") values ($1, $2, $3)
     on conflict ("userId", "callId") do update set "beganAt" = excluded."beganAt", "endedAt" = null
       where agent_calls."endedAt" < excluded."beganAt"
     returning 1`,
    [userId, callId, at],
  );
  return changed.length > 0;
}

/** @returns false where it had ended, or has begun again since */
export async function endAgentCall(manager: EntityManager, { userId, callId }: Part, at: Date): Promise<boolean> {
  const changed = await manager.query<unknown[]>(
    `insert into agent_calls ("userId", "callId", "beganAt", "endedAt") values ($1, $2, $3, $3)
     on conflict ("userId", "callId") do update set "endedAt" = excluded."endedAt"
       where agent_calls."endedAt" is null and agent_calls."beganAt" <= excluded."endedAt"
     returning 1`,
    [userId, callId, at],
  );
  return changed.length > 0;
}

/** Everybody's part in every call that has not ended. */
export function openAgentCalls(manager: EntityManager): Promise<AgentCall[]> {
  return manager.findBy(AgentCall, { endedAt: IsNull() });
}

export async function forgetAgentCalls(manager: EntityManager, endedBefore: Date): Promise<void> {
  await manager.delete(AgentCall, { endedAt: LessThan(endedBefore) });
}
