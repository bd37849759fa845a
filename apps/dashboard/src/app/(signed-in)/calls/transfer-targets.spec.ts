import { describe, expect, it } from 'vitest';
import type { Presence } from '@/gql/graphql';
import type { Person } from '@/people/people-live';
import { canBeRung, transferTargets } from './transfer-targets';

const person = (id: string, displayName: string, extension: string | null, presence: Presence, enabled = true): Person => ({
  id,
  displayName,
  extension,
  enabled,
  presence,
  presenceReason: null,
  presenceSince: '2026-11-26T10:00:00.000Z',
  wrapUpUntil: null,
});
const people = [
  person('me', 'Men', '200', 'IN_CALL'),
  person('busy', 'Botir', '201', 'IN_CALL'),
  person('free', 'Zilola', '202', 'AVAILABLE'),
  person('gone', 'Sobiq', '203', 'AVAILABLE', false),
  person('deskless', 'Raxbar', null, 'OFFLINE'),
];
const groups = [{ id: 'sales', name: 'Savdo', members: [{ id: 'free' }, { id: 'busy' }] }];
const search = (text: string) => transferTargets(text, { people, groups, without: ['me', undefined] });

describe('transferTargets', () => {
  it('should offer who can take the call first, and neither oneself nor who has no phone', () => {
    expect(search('').map(({ key }) => key)).toEqual(['free', 'busy', 'sales']);
  });

  it('should say how many of a group can be rung', () => {
    expect(search('sav')).toMatchObject([{ key: 'sales', detail: 1, to: { groupId: 'sales' } }]);
  });

  it.each([
    ['ZIL', ['free']],
    ['201', ['busy']],
    ['90 123 45 67', ['998901234567']],
    ['nobody', []],
  ])('should find by %j', (text, keys) => {
    expect(search(text).map(({ key }) => key)).toEqual(keys);
  });

  it('should give an extension to its agent, and a number to the rules', () => {
    expect(search('202')[0]?.to).toEqual({ agentId: 'free' });
    expect(search('+998 90 123-45-67')[0]?.to).toEqual({ phone: '998901234567' });
  });

  it.each([
    ['AVAILABLE', true],
    ['AWAY', true],
    ['WRAP_UP', true],
    ['IN_CALL', false],
    ['OFFLINE', false],
    [undefined, true],
  ] as const)('should know whether %s can be rung', (presence, can) => {
    expect(canBeRung(presence)).toBe(can);
  });
});
