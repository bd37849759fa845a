import { describe, expect, it } from 'vitest';
import { may, type Right, rightCells, rights } from './rights.js';
import { Role } from './role.js';

/** The design's table, written out: A(DMIN), S(UPERVISOR), G (an AGENT). */
const table: Record<Right, string> = {
  'calls.own': 'ASG',
  'calls.all': 'AS',
  'calls.originateFor': 'AS',
  'calls.monitor': 'AS',
  'calls.explain': 'ASG',
  'people.read': 'ASG',
  'people.write': 'A',
  'people.history': 'AS',
  'groups.read': 'ASG',
  'groups.write': 'A',
  'trunks.read': 'ASG',
  'trunks.write': 'A',
  'dialplan.read': 'AS',
  'dialplan.write': 'A',
  'destinations.read': 'AS',
  'destinations.write': 'A',
  'inbound.read': 'AS',
  'inbound.write': 'A',
  'stats.read': 'AS',
  'audit.read': 'AS',
  'system.read': 'AS',
  'system.write': 'A',
  'apiTokens.write': 'A',
};
const letters: Record<Role, string> = { [Role.ADMIN]: 'A', [Role.SUPERVISOR]: 'S', [Role.AGENT]: 'G' };

describe('rights', () => {
  it('should be the whole table and nothing more', () => {
    expect(Object.keys(rights).sort()).toEqual(Object.keys(table).sort());
    expect(rightCells()).toHaveLength(Object.keys(table).length * 3);
  });

  it.each(rightCells())('should say of $right for $role: $isAllowed', ({ right, role, isAllowed }) => {
    expect(isAllowed).toBe(table[right].includes(letters[role]));
    expect(may({ role }, right)).toBe(isAllowed);
  });
});
