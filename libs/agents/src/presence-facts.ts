import type { EntityManager } from 'typeorm';
import { User } from '@app/auth';
import { AgentCall } from './agent-call.entity.js';
import { phoneIdOf } from './agent-phone.js';
import { AgentPresence } from './agent-presence.entity.js';
import { PhonePresence } from './phone-presence.entity.js';
import { Presence, type PresenceFacts } from './presence-state.js';

/** What one user's presence follows from, and what was written of it last. */
export interface UserFacts extends PresenceFacts {
  row: AgentPresence | null;
}

type Read = User & { row: AgentPresence | null; calls: AgentCall[]; phones: PhonePresence[] };

/** The ids of a user's phones, as phoneIdOf() makes them. */
const phoneIds = [phoneIdOf('EXTENSION', 'browser'), phoneIdOf('EXTENSION', 'desk')]
  .map((id) => `replace('${id}', 'EXTENSION', user.extension)`)
  .join(', ');

/** Of many users with one query: it is asked with every call of theirs. Who is not there is left out. */
export async function readFacts(manager: EntityManager, userIds: readonly string[]): Promise<Map<string, UserFacts>> {
  if (userIds.length === 0) return new Map();
  const read = (await manager
    .createQueryBuilder(User, 'user')
    .leftJoinAndMapOne('user.row', AgentPresence, 'row', 'row.userId = user.id')
    .leftJoinAndMapMany('user.calls', AgentCall, 'call', 'call.userId = user.id and call.endedAt is null')
    .leftJoinAndMapMany('user.phones', PhonePresence, 'phone', `user.enabled and phone.phoneId in (${phoneIds})`)
    .where('user.id in (:...userIds)', { userIds: [...new Set(userIds)] })
    .getMany()) as Read[];
  return new Map(
    read.map(({ id, row, calls, phones }) => {
      const facts: UserFacts = {
        row,
        chosen: row?.chosen ?? Presence.AVAILABLE,
        wrapUpUntil: row?.wrapUpUntil ?? null,
        isInCall: calls.length > 0,
        isReachable: phones.length > 0,
      };
      return [id, facts];
    }),
  );
}
