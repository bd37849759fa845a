import { PRESENCE_CAUSE } from '@app/agents';
import { Clock, User, USER_TOPIC, type UsersService } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KnownPeople } from './known-people.js';

const id = '0b0e7c1e-5a0c-4f4c-9d5f-6a1d2c3b4a59';
const other = '0b0e7c1e-5a0c-4f4c-9d5f-6a1d2c3b4a5a';
let names: Record<string, string>;
let now: Date;
let updates: LiveUpdates;
let people: KnownPeople;
const findByIds = vi.fn(async (ids: readonly string[]) =>
  ids.filter((each) => names[each]).map((each) => Object.assign(new User(), { id: each, displayName: names[each] })),
);

beforeEach(async () => {
  findByIds.mockClear();
  names = { [id]: 'Aziza' };
  now = new Date('2026-01-01T10:00:00Z');
  updates = new LiveUpdates();
  const clock = Object.assign(new Clock(), { now: () => now });
  people = new KnownPeople({ findByIds } as unknown as UsersService, updates, clock);
  await people.onModuleInit();
});
afterEach(() => people.onModuleDestroy());

const nameNow = async (): Promise<string | undefined> => (await people.byIds([id]))[0]?.displayName;

it('should read somebody once, and give each in the order asked for', async () => {
  await nameNow();
  expect((await people.byIds([other, id, id])).map((user) => user?.displayName)).toEqual([undefined, 'Aziza', 'Aziza']);
  expect(findByIds.mock.calls).toEqual([[[id]], [[other]]]);
});

it('should know at once of a change that was told', async () => {
  await nameNow();
  names[id] = 'Aziza Karimova';
  await updates.publish(USER_TOPIC, { userId: id });
  expect(await nameNow()).toBe('Aziza Karimova');
});

it('should not keep what was read before a change that came meanwhile', async () => {
  findByIds.mockImplementationOnce(async () => {
    const before = [Object.assign(new User(), { id, displayName: 'Aziza' })];
    names[id] = 'Aziza Karimova';
    await updates.publish(USER_TOPIC, { userId: id });
    return before;
  });
  await nameNow();
  expect(await nameNow()).toBe('Aziza Karimova');
});

it('should not read anew for a change of presence, which is no part of a user', async () => {
  await nameNow();
  await updates.publish(USER_TOPIC, { userId: id, cause: PRESENCE_CAUSE });
  await nameNow();
  expect(findByIds).toHaveBeenCalledTimes(1);
});

it('should read anew after half a minute, where a change was not told', async () => {
  await nameNow();
  names[id] = 'Aziza Karimova';
  now = new Date(now.getTime() + 29_000);
  expect(await nameNow()).toBe('Aziza');
  now = new Date(now.getTime() + 2_000);
  expect(await nameNow()).toBe('Aziza Karimova');
});
