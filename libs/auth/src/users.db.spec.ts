import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRefusal, orThrow } from '@app/common';
import { until } from '@app/common/testing';
import { type GivenAuth, givenAuth, PASSWORD } from '../test/given-auth.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { SessionsEnded } from './ended-sessions.js';
import { Role } from './role.js';
import { User } from './user.entity.js';
import { USER_TOPIC } from './users.service.js';

let given: GivenAuth;
beforeAll(async () => {
  given = await givenAuth();
});
afterAll(() => given?.stop());

const create = (input: object) =>
  given.users.create(given.admin, { username: 'x', password: PASSWORD, role: Role.AGENT, ...input });

describe('create', () => {
  it('should fill in what was left out', async () => {
    expect(orThrow(await create({ username: 'Bobur' }))).toMatchObject({
      username: 'Bobur',
      displayName: 'Bobur',
      role: 'AGENT',
      enabled: true,
      extension: null,
    });
  });

  it('should take a name once, whatever the capitals, and an extension once', async () => {
    orThrow(await create({ username: 'Taken', extension: '555' }));
    expect(await create({ username: 'tAKEN' })).toMatchObject({ errorCode: 'NAME_TAKEN', field: 'input.username' });
    expect(await create({ username: 'free', extension: '555' })).toMatchObject({
      errorCode: 'NAME_TAKEN',
      field: 'input.extension',
    });
    expect(await given.dataSource.manager.existsBy(User, { usernameKey: 'free' })).toBe(false);
  });

  it('should let one of many at once have the name', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => create({ username: 'wanted' })));
    expect(results.filter((result) => !isRefusal(result))).toHaveLength(1);
  });

  it('should never keep the password itself', async () => {
    const { id } = orThrow(await create({ username: 'hashed', password: 'in the clear?' }));
    const { passwordHash } = await given.dataSource.manager.findOneByOrFail(User, { id });
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('should be told to subscribers, and written down', async () => {
    const heard: unknown[] = [];
    const stop = await given.updates.listen(USER_TOPIC, (payload) => heard.push(payload));
    const { id } = orThrow(await create({ username: 'heard', extension: '556' }));
    await until(() => expect(heard).toEqual([{ userId: id }]));
    stop();
    const line = await given.dataSource.manager.findOneByOrFail(AuditEntry, { action: 'user.created', subject: 'heard' });
    expect(line).toMatchObject({ userId: given.admin.user.id, detail: JSON.stringify({ role: 'AGENT', extension: '556' }) });
  });
});

describe('update', () => {
  const before = { displayName: 'Before', role: Role.AGENT, enabled: true };
  let user: User;
  let extension = 600;
  beforeEach(async () => {
    extension += 1;
    user = orThrow(await create({ username: `u${extension}`, ...before, extension: String(extension) }));
  });
  const update = (input: object) => given.users.update(given.admin, user.id, input);
  const row = async () => (await given.users.findById(user.id))!;

  it.each([
    { displayName: 'After' },
    { role: Role.SUPERVISOR },
    { enabled: false },
    { extension: '999' },
    { extension: null },
    { password: 'another long password' },
    {},
  ])('should change %j and nothing else', async (input: { password?: string }) => {
    const old = await row();
    orThrow(await update(input));
    const { password, ...changes } = input;
    const now = await row();
    expect(now).toEqual({ ...old, ...changes, passwordHash: now.passwordHash });
    expect(now.passwordHash === old.passwordHash).toBe(password === undefined);
    if ('extension' in input) await update({ extension: old.extension });
  });

  it('should refuse an extension that somebody has, and change nothing', async () => {
    orThrow(await create({ username: 'neighbour', extension: '777' }));
    expect(await update({ displayName: 'After', extension: '777' })).toMatchObject({
      errorCode: 'NAME_TAKEN',
      field: 'input.extension',
    });
    expect(await row()).toMatchObject({ displayName: 'Before' });
  });

  it.each(['no-uuid', "'; drop table app_user", '\0', '00000000-0000-4000-8000-000000000000'])(
    'should not find the id %j',
    async (id) => {
      await expect(given.users.update(given.admin, id, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await given.users.findById(id)).toBeNull();
    },
  );

  it.each([
    { input: { enabled: false }, tokenStops: true },
    { input: { role: Role.SUPERVISOR }, tokenStops: false },
    { input: { password: 'another long password' }, tokenStops: false },
    { input: { displayName: 'After' }, tokenStops: false, staysSignedIn: true },
    { input: { role: Role.AGENT, enabled: true }, tokenStops: false, staysSignedIn: true },
  ])('should end the sessions: $input', async ({ input, tokenStops, staysSignedIn = false }) => {
    const signedIn = await given.login(user.username);
    const principal = await given.principalOf(signedIn);
    const { token } = orThrow(await given.tokens.create(given.admin, { name: 'CRM', role: Role.AGENT, userId: user.id }));
    const heard: SessionsEnded[] = [];
    const stop = given.sessions.onEnded((ended) => heard.push(ended));
    orThrow(await update(input));
    const isIn = (work: Promise<unknown>) =>
      work.then(
        () => true,
        () => false,
      );
    expect(await isIn(given.principalOf(signedIn))).toBe(staysSignedIn);
    expect(!isRefusal(await given.sessions.refresh(signedIn.refreshToken))).toBe(staysSignedIn);
    expect(await isIn(given.sessions.verifyAccessToken(token))).toBe(!tokenStops);
    if (!staysSignedIn) await until(() => expect(heard.some((ended) => given.sessions.isEnded(principal, ended))).toBe(true));
    else expect(heard).toEqual([]);
    stop();
  });

  it('should keep a disabled user out, and let them in again', async () => {
    orThrow(await update({ enabled: false }));
    await expect(given.login(user.username)).rejects.toThrow('The username or the password is wrong');
    orThrow(await update({ enabled: true }));
    await given.login(user.username);
  });
});

describe('signOut', () => {
  it('should end every session of that user and of nobody else, leave their API tokens, and be written down', async () => {
    const { signedIn, principal } = await given.signedIn();
    const other = await given.login(principal.user.username);
    const { token } = orThrow(
      await given.tokens.create(given.admin, { name: 'CRM', role: Role.AGENT, userId: principal.user.id }),
    );
    const heard: SessionsEnded[] = [];
    const stop = given.sessions.onEnded((ended) => heard.push(ended));
    expect(await given.users.signOut(given.admin, principal.user.id)).toMatchObject({ id: principal.user.id });
    for (const session of [signedIn, other]) {
      expect(isRefusal(await given.sessions.refresh(session.refreshToken))).toBe(true);
      await expect(given.principalOf(session)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    await until(() => expect(heard[0]?.sessionIds).toHaveLength(2));
    stop();
    await given.sessions.verifyAccessToken(token);
    const adminsSession = given.dataSource.transaction((manager) => given.sessions.hold(given.admin, manager));
    expect(await adminsSession).toMatchObject({ id: given.admin.user.id });
    await given.login(principal.user.username);
    expect(await given.dataSource.manager.findOneByOrFail(AuditEntry, { action: 'user.signedOut' })).toMatchObject({
      subject: principal.user.username,
      userId: given.admin.user.id,
    });
  });

  it('should not find somebody whom there is not', async () => {
    await expect(given.users.signOut(given.admin, 'no-uuid')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the last enabled ADMIN', () => {
  let alone: GivenAuth;
  beforeAll(async () => {
    alone = await givenAuth();
  });
  afterAll(() => alone?.stop());

  it('should be neither disabled nor demoted', async () => {
    const { id } = alone.admin.user;
    const refusal = (field: string) => ({ errorCode: 'INVALID_INPUT', field });
    expect(await alone.users.update(alone.admin, id, { enabled: false })).toMatchObject(refusal('input.enabled'));
    expect(await alone.users.update(alone.admin, id, { role: Role.AGENT })).toMatchObject(refusal('input.role'));
    expect(await alone.users.findById(id)).toMatchObject({ enabled: true, role: 'ADMIN' });
    orThrow(await alone.users.update(alone.admin, id, { displayName: 'Still here', role: Role.ADMIN, enabled: true }));
  });

  it('should be left when all are demoted at once', async () => {
    const others = await Promise.all([alone.user(Role.ADMIN), alone.user(Role.ADMIN), alone.user(Role.ADMIN)]);
    const all = [alone.admin.user, ...others];
    const results = await Promise.all(all.map(({ id }) => alone.users.update(alone.admin, id, { role: Role.SUPERVISOR })));
    expect(results.filter(isRefusal)).toHaveLength(1);
    expect((await alone.users.list()).filter(({ role, enabled }) => role === Role.ADMIN && enabled)).toHaveLength(1);
  });
});

describe('the first admin', () => {
  it('should be made once, however many replicas start', async () => {
    const { dataSource, seeder } = given;
    await dataSource.query('truncate app_user cascade');
    await Promise.all([seeder.seed(), seeder.seed(), seeder.seed()]);
    await seeder.seed();
    const users = await dataSource.manager.find(User);
    expect(users).toMatchObject([{ username: 'admin', role: 'ADMIN', enabled: true, extension: '201' }]);
    await given.login('ADMIN');
  });

  it('should refuse a name that cannot be one, with the setting', async () => {
    await given.dataSource.query('truncate app_user cascade');
    Object.assign(given.env, { adminUsername: 'two words' });
    await expect(given.seeder.seed()).rejects.toThrow('ADMIN_USERNAME must be');
  });
});
