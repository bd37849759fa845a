import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orThrow } from '@app/common';
import { until } from '@app/common/testing';
import { type GivenAuth, givenAuth } from '../test/given-auth.js';
import { ApiToken } from './api-token.entity.js';
import type { SessionsEnded } from './ended-sessions.js';
import { Role } from './role.js';
import { sha256 } from './secrets.js';

const unauthenticated = { code: 'UNAUTHENTICATED' };

let given: GivenAuth;
beforeAll(async () => {
  given = await givenAuth();
});
afterAll(() => given?.stop());

const create = (input: object = {}) => given.tokens.create(given.admin, { name: 'CRM', role: Role.AGENT, ...input });
const use = (token: string) => given.sessions.verifyAccessToken(token);

describe('an API token', () => {
  it('should act as its creator, with its own role, and be stored hashed', async () => {
    const { token, apiToken } = orThrow(await create({ role: Role.SUPERVISOR }));
    expect(token).toMatch(/^tl_[\w-]{43}$/);
    expect(await use(token)).toMatchObject({ user: { username: 'admin' }, role: 'SUPERVISOR', apiTokenId: apiToken.id });
    const row = await given.dataSource.manager.findOneByOrFail(ApiToken, { id: apiToken.id });
    expect(JSON.stringify(row)).not.toContain(token.slice(3));
    expect(row.tokenHash).toBe(sha256(token));
  });

  it('should act as another user', async () => {
    const user = await given.user(Role.AGENT);
    const { token, apiToken } = orThrow(await create({ userId: user.id }));
    expect(await use(token)).toMatchObject({ user: { id: user.id }, role: 'AGENT' });
    expect(apiToken).toMatchObject({ user: { id: user.id }, createdBy: { username: 'admin' } });
  });

  it.each([
    [Role.AGENT, Role.AGENT, true],
    [Role.AGENT, Role.SUPERVISOR, false],
    [Role.AGENT, Role.ADMIN, false],
    [Role.SUPERVISOR, Role.SUPERVISOR, true],
    [Role.SUPERVISOR, Role.ADMIN, false],
    [Role.ADMIN, Role.ADMIN, true],
  ])('of a user who is %s should be %s: %s', async (userRole, role, isAllowed) => {
    const user = await given.user(userRole);
    const result = await create({ userId: user.id, role });
    if (isAllowed) orThrow(result);
    else expect(result).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.role' });
  });

  it('should lose what its user loses', async () => {
    const user = await given.user(Role.SUPERVISOR);
    const { token } = orThrow(await create({ userId: user.id, role: Role.SUPERVISOR }));
    orThrow(await given.users.update(given.admin, user.id, { role: Role.AGENT }));
    expect((await use(token)).role).toBe('AGENT');
  });

  it('should stop when it is over', async () => {
    const expiresAt = new Date(given.clock.now().getTime() + 60_000);
    const { token } = orThrow(await create({ expiresAt }));
    expect((await use(token)).expiresAt).toEqual(expiresAt);
    given.clock.pass(60_000);
    await expect(use(token)).rejects.toMatchObject(unauthenticated);
  });

  it('should stop when it is revoked, and say so to its sockets', async () => {
    const { token, apiToken } = orThrow(await create());
    const principal = await use(token);
    const heard: SessionsEnded[] = [];
    const stop = given.sessions.onEnded((ended) => heard.push(ended));
    expect(await given.tokens.revoke(given.admin, apiToken.id)).toMatchObject({ id: apiToken.id, user: { username: 'admin' } });
    await expect(use(token)).rejects.toMatchObject(unauthenticated);
    await until(() => expect(heard).toEqual([{ apiTokenId: apiToken.id }]));
    stop();
    expect(given.sessions.isEnded(principal, heard[0]!)).toBe(true);
    expect(given.sessions.isEnded(given.admin, heard[0]!)).toBe(false);
    await expect(given.tokens.revoke(given.admin, apiToken.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('should write its use down at most once a minute', async () => {
    const { token, apiToken } = orThrow(await create());
    const lastUsedAt = async () => (await given.dataSource.manager.findOneByOrFail(ApiToken, { id: apiToken.id })).lastUsedAt;
    expect(await lastUsedAt()).toBeNull();
    const first = given.clock.now();
    await use(token);
    expect(await lastUsedAt()).toEqual(first);
    given.clock.pass(59_999);
    await use(token);
    expect(await lastUsedAt()).toEqual(first);
    given.clock.pass(1);
    await use(token);
    expect(await lastUsedAt()).toEqual(given.clock.now());
  });

  it.each([
    [{ expiresAt: new Date(0) }, 'input.expiresAt'],
    [{ userId: '00000000-0000-4000-8000-000000000000' }, 'input.userId'],
    [{ userId: "x'\0" }, 'input.userId'],
  ])('should not be made of %j', async (input, field) => {
    expect(await create(input)).toMatchObject({ errorCode: 'INVALID_INPUT', field });
  });

  it('should not be made for a disabled user', async () => {
    const user = await given.user();
    orThrow(await given.users.update(given.admin, user.id, { enabled: false }));
    expect(await create({ userId: user.id })).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.userId' });
  });

  it('should be listed, newest first', async () => {
    const { apiToken } = orThrow(await create({ name: 'newest' }));
    const [first] = await given.tokens.list();
    expect(first).toMatchObject({ id: apiToken.id, name: 'newest', createdBy: { username: 'admin' } });
  });

  it.each(['no-uuid', '\0'])('should not be found by the id %j', async (id) => {
    await expect(given.tokens.revoke(given.admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
