import { describe, expect, it } from 'vitest';
import { emptyGroup, emptyRoute, groupUpdate, routeInput, routeUpdate } from './inbound-values';

const route = { ...emptyRoute, number: '+998 71 200-00-00', groupId: 'g', agentId: 'a' };

describe('routeInput', () => {
  it('should send the group or the agent, and never both', () => {
    expect(routeInput(route)).toMatchObject({ number: '998712000000', groupId: 'g', agentId: null });
    expect(routeInput({ ...route, target: 'agent' })).toMatchObject({ groupId: null, agentId: 'a' });
  });

  it.each([
    ['', null],
    [' hello-world ', 'sound:hello-world'],
    ['sound:hello-world', 'sound:hello-world'],
  ])('should write the announcement %j as %j', (fallbackAnnouncement, expected) => {
    expect(routeInput({ ...route, fallbackAnnouncement }).fallbackAnnouncement).toBe(expected);
  });

  it('should take no number for any other, and leave what is none to the server', () => {
    expect(routeInput({ ...route, number: ' ' }).number).toBeNull();
    expect(routeInput({ ...route, number: 'x' }).number).toBe('x');
  });
});

it('should say of a change only what changed, and take the group away where an agent is rung now', () => {
  expect(routeUpdate({ ...route, target: 'agent' }, route)).toEqual({ groupId: null, agentId: 'a' });
  expect(routeUpdate({ ...route, number: '71 200 00 00' }, route)).toEqual({});
  expect(groupUpdate({ ...emptyGroup, memberIds: ['2', '1'] }, { ...emptyGroup, memberIds: ['1', '2'] })).toEqual({
    memberIds: ['2', '1'],
  });
});
