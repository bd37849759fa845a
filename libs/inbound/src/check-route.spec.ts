import { describe, expect, it } from 'vitest';
import { checkRoute, type RouteFacts } from './check-route.js';

const groups = [{ id: 'sales' }, { id: 'service' }];
const agent = { displayName: 'Aziza', extension: '201' };
const none = { trunkId: null, groupId: null, agentId: null, fallbackGroupId: null };
const facts = (route: Partial<RouteFacts['route']>, rest: Partial<RouteFacts> = {}): RouteFacts => ({
  route: { ...none, ...route },
  trunk: undefined,
  agent: undefined,
  isNewAgent: true,
  groups,
  ...rest,
});

describe('checkRoute', () => {
  it.each<[what: string, facts: RouteFacts]>([
    ['a group', facts({ groupId: 'sales' })],
    ['an agent', facts({ agentId: 'aziza' }, { agent })],
    ['a trunk', facts({ groupId: 'sales', trunkId: 'bell' }, { trunk: { id: 'bell' } })],
    ['another group to fall back to', facts({ groupId: 'sales', fallbackGroupId: 'service' })],
    [
      'somebody who has lost the phone since',
      facts({ agentId: 'aziza' }, { agent: { ...agent, extension: null }, isNewAgent: false }),
    ],
    ['an agent, and a group to fall back to', facts({ agentId: 'aziza', fallbackGroupId: 'service' }, { agent })],
  ])('should take %s', (_what, given) => {
    expect(checkRoute(given)).toBeUndefined();
  });

  it.each<[what: string, facts: RouteFacts, errorCode: string, field: string]>([
    ['nobody', facts({}), 'INVALID_INPUT', 'groupId'],
    ['both', facts({ groupId: 'sales', agentId: 'aziza' }, { agent }), 'INVALID_INPUT', 'agentId'],
    ['a trunk that is not there', facts({ groupId: 'sales', trunkId: 'bell' }), 'TRUNK_NOT_FOUND', 'trunkId'],
    ['a group that is not there', facts({ groupId: 'nobody' }), 'INVALID_INPUT', 'groupId'],
    ['an agent who is not there', facts({ agentId: 'aziza' }), 'INVALID_INPUT', 'agentId'],
    [
      'somebody without a phone',
      facts({ agentId: 'aziza' }, { agent: { ...agent, extension: null } }),
      'NO_EXTENSION',
      'agentId',
    ],
    ['a fallback that is not there', facts({ groupId: 'sales', fallbackGroupId: 'x' }), 'INVALID_INPUT', 'fallbackGroupId'],
    ['a circle', facts({ groupId: 'sales', fallbackGroupId: 'sales' }), 'INVALID_INPUT', 'fallbackGroupId'],
  ])('should refuse %s', (_what, given, errorCode, field) => {
    expect(checkRoute(given)).toMatchObject({ errorCode, field: `input.${field}` });
  });
});
