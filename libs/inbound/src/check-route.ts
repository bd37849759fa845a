import type { Group } from '@app/agents';
import type { User } from '@app/auth';
import { ErrorCode, type OperationError, refuse } from '@app/common';
import type { Trunk } from '@app/trunks';
import type { InboundRoute } from './inbound-route.entity.js';

/** The route as it would be, and what there is of what it names. */
export interface RouteFacts {
  route: Pick<InboundRoute, 'trunkId' | 'groupId' | 'agentId' | 'fallbackGroupId'>;
  trunk: Pick<Trunk, 'id'> | undefined;
  agent: Pick<User, 'displayName' | 'extension'> | undefined;
  /** Somebody who lost the extension later must not keep a route from being changed. */
  isNewAgent: boolean;
  groups: readonly Pick<Group, 'id'>[];
}

/**
 * What is wrong with a route; undefined where nothing is. Groups have no fallback of their own, so that a circle can only be a route that falls back to the
 * group that it has just rung.
 */
export function checkRoute({ route, trunk, agent, isNewAgent, groups }: RouteFacts): OperationError | undefined {
  const { trunkId, groupId, agentId, fallbackGroupId } = route;
  const isThere = (id: string) => groups.some((group) => group.id === id);
  const wrong = (message: string, field: string) => refuse(ErrorCode.INVALID_INPUT, message, `input.${field}`);

  if (groupId === null && agentId === null) return wrong('Say who is rung: give groupId or agentId.', 'groupId');
  if (groupId !== null && agentId !== null) {
    return wrong('Only one can be rung, a group or an agent: give null for the other.', 'agentId');
  }
  if (trunkId !== null && !trunk) return refuse(ErrorCode.TRUNK_NOT_FOUND, 'There is no trunk with this id.', 'input.trunkId');
  if (groupId !== null && !isThere(groupId)) return wrong('There is no group with this id.', 'groupId');
  if (agentId !== null && !agent) return wrong('There is no user with this id.', 'agentId');
  if (agent && isNewAgent && agent.extension === null) {
    return refuse(ErrorCode.NO_EXTENSION, `${agent.displayName} has no extension: give them one first.`, 'input.agentId');
  }
  if (fallbackGroupId !== null && !isThere(fallbackGroupId)) return wrong('There is no group with this id.', 'fallbackGroupId');
  if (fallbackGroupId !== null && fallbackGroupId === groupId) {
    return wrong('The fallback must be another group than the one that was rung.', 'fallbackGroupId');
  }
  return undefined;
}
