import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiError, isRefusal } from '@app/common';
import { CLIENT, type GivenAuth, givenAuth, PASSWORD } from '../test/given-auth.js';
import { AuditEntry } from './audit-entry.entity.js';
import { LoginFailure } from './login-failure.entity.js';

let given: GivenAuth;
beforeAll(async () => {
  given = await givenAuth();
});
afterAll(() => given?.stop());
beforeEach(() => given.clock.pass(60_001));

async function attempt(username: string, password: string, address: string | null = CLIENT.address): Promise<string> {
  try {
    const result = await given.signIn.login({ username, password }, { address, userAgent: null });
    return isRefusal(result) ? result.errorCode : 'in';
  } catch (error) {
    return error instanceof ApiError ? error.code : String(error);
  }
}

const times = async (count: number, attemptOne: (turn: number) => Promise<string>) => {
  const results: string[] = [];
  for (let turn = 0; turn < count; turn += 1) results.push(await attemptOne(turn));
  return results;
};
const wrong = (count: number) => Array.from({ length: count }, () => 'INVALID_CREDENTIALS');

describe('failed sign-ins', () => {
  it.each([
    ['a user', 'admin'],
    ['a user in other capitals', 'ADMIN'],
    ['nobody', 'nobody-here'],
    ['what cannot be a name', "\0'; drop table app_user; --"],
    ['a very long name', 'x'.repeat(5000)],
  ])('should be five a minute for %s', async (_what, username) => {
    const mixed = (turn: number) => (turn % 2 ? username.toUpperCase() : username.toLowerCase());
    expect(await times(5, (turn) => attempt(mixed(turn), 'wrong'))).toEqual(wrong(5));
    expect(await attempt(username, 'wrong')).toBe('RATE_LIMITED');
    given.clock.pass(59_000);
    expect(await attempt(username, 'wrong')).toBe('RATE_LIMITED');
    given.clock.pass(1_000);
    expect(await attempt(username, 'wrong')).toBe('INVALID_CREDENTIALS');
  });

  it('should keep the right password out too, from wherever it comes, and nobody else', async () => {
    const { username } = await given.user();
    await times(5, () => attempt(username, 'wrong'));
    expect(await attempt(username, PASSWORD)).toBe('RATE_LIMITED');
    expect(await attempt(username, PASSWORD, '198.51.100.7')).toBe('RATE_LIMITED');
    expect(await attempt('admin', PASSWORD)).toBe('in');
    given.clock.pass(60_000);
    expect(await attempt(username, PASSWORD)).toBe('in');
  });

  it('should be twenty a minute from an address, whatever the names', async () => {
    const results = await times(25, (turn) => attempt(`guess${turn}`, 'wrong', '198.51.100.8'));
    expect(results).toEqual([...wrong(20), ...Array.from({ length: 5 }, () => 'RATE_LIMITED')]);
    expect(await attempt('admin', PASSWORD, '198.51.100.8')).toBe('RATE_LIMITED');
    expect(await attempt('admin', PASSWORD, '198.51.100.9')).toBe('in');
  });

  it('should not count those that worked', async () => {
    expect(await times(30, () => attempt('admin', PASSWORD))).toEqual(Array.from({ length: 30 }, () => 'in'));
  });

  it('should be five when a hundred come at once', async () => {
    const { username } = await given.user();
    const results = await Promise.all(Array.from({ length: 100 }, (_, turn) => attempt(username, 'wrong', `203.0.113.${turn}`)));
    expect(results.filter((result) => result === 'INVALID_CREDENTIALS')).toHaveLength(5);
  });

  it('should pass the limit of an address by few when a hundred come at once', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, (_, turn) => attempt(`many${turn}`, 'wrong', '198.51.100.10')));
    expect(results.filter((result) => result === 'INVALID_CREDENTIALS').length).toBeLessThanOrEqual(23);
  });

  it('should be forgotten after a minute, and written down in bounds', async () => {
    await times(40, () => attempt('flooded', 'wrong', '198.51.100.11'));
    const { manager } = given.dataSource;
    expect(await manager.countBy(AuditEntry, { action: 'signIn.failed', subject: 'flooded' })).toBe(5);
    expect(await manager.countBy(AuditEntry, { action: 'signIn.limited', subject: 'flooded' })).toBe(1);
    given.clock.pass(60_001);
    await attempt('flooded', 'wrong', '198.51.100.11');
    expect(await manager.count(LoginFailure)).toBe(2);
  });
});
