import { describe, expect, it } from 'vitest';
import { rolesUpTo, tokenInput } from './token-values';

const values = { name: ' CRM ', userId: '1', role: 'AGENT' as const };
const now = Date.parse('2026-11-23T10:00:00Z');

describe('tokenInput', () => {
  it.each([
    ['never', null],
    ['month', '2026-12-23T10:00:00.000Z'],
    ['quarter', '2027-02-21T10:00:00.000Z'],
    ['year', '2027-11-23T10:00:00.000Z'],
  ] as const)('should end %s at %s', (expiresAt, at) => {
    expect(tokenInput({ ...values, expiresAt }, now)).toEqual({ name: 'CRM', userId: '1', role: 'AGENT', expiresAt: at });
  });
});

describe('rolesUpTo', () => {
  it.each([
    ['AGENT', ['AGENT']],
    ['SUPERVISOR', ['AGENT', 'SUPERVISOR']],
    ['ADMIN', ['AGENT', 'SUPERVISOR', 'ADMIN']],
  ] as const)('should let a token of %s be %j', (role, roles) => {
    expect(rolesUpTo(role)).toEqual(roles);
  });
});
