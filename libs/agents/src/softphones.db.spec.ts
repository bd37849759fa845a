import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Principal, Role, type User } from '@app/auth';
import { isRefusal, orThrow } from '@app/common';
import { until } from '@app/common/testing';
import { type GivenAgents, givenAgents, ORIGIN } from '../test/given-agents.js';
import { Phone } from './phone.entity.js';

const MINUTE_MS = 60_000;
/** What the design promises for the end of a phone. */
const soon = { timeoutMs: 2000 };

let given: GivenAgents;
beforeAll(async () => {
  given = await givenAgents({ stunUrls: ['stun:stun.example'] });
});
afterAll(() => given?.stop());

const ask = (principal: Principal, { takeOver = false, pageId = null as string | null } = {}) =>
  given.softphones.createCredentials(principal, { takeOver, pageId }, ORIGIN);
const inUse = { errorCode: 'PHONE_IN_USE' };
const engineHas = (phoneId: string) => given.provisioning.phones.has(phoneId);
const isOnline = (phoneId: string) => given.gateway.phonesOnline.has(phoneId);

/** An agent whose page has the phone, and has registered. */
async function withPhone() {
  const agent = await given.agent();
  const principal = await given.signedIn(agent);
  const credentials = orThrow(await ask(principal));
  given.gateway.phone(agent.extension, true);
  await until(async () => expect(await given.agents.isOnline(agent.extension)).toBe(true));
  return { agent, principal, credentials };
}

describe('createSoftphoneCredentials', () => {
  it('should give what a page registers with, and push it', async () => {
    const agent = await given.agent();
    const credentials = orThrow(await ask(await given.signedIn(agent)));
    expect(credentials).toEqual({
      server: 'wss://calls.example:3000/sip',
      uri: `sip:${agent.extension}@calls.example`,
      username: agent.extension,
      password: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
      expiresAt: new Date(given.clock.now().getTime() + 10 * MINUTE_MS),
      iceServers: [{ urls: ['stun:stun.example'], username: null, credential: null }],
    });
    expect(given.provisioning.phones.get(agent.extension)).toEqual({
      phoneId: agent.extension,
      extension: agent.extension,
      kind: 'browser',
      username: agent.extension,
      password: credentials.password,
      networks: [],
    });
    const row = await given.dataSource.manager.findOneByOrFail(Phone, { phoneId: agent.extension });
    expect(JSON.stringify(row)).not.toContain(credentials.password);
  });

  it('should refuse a user without an extension', async () => {
    const agent = await given.agent();
    orThrow(await given.users.update(given.admin, agent.id, { extension: null }));
    expect(await ask(await given.signedIn(agent))).toMatchObject({ errorCode: 'NO_EXTENSION' });
  });

  it('should make no phone for a session that has just ended', async () => {
    const agent = await given.agent();
    const principal = await given.signedIn(agent);
    await given.sessions.end(principal.sessionId!);
    await expect(ask(principal)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(engineHas(agent.extension)).toBe(false);
  });

  it('should renew for the same page, with the same password and a later end', async () => {
    const { agent, principal, credentials } = await withPhone();
    given.clock.pass(9 * MINUTE_MS);
    const renewed = orThrow(await ask(principal));
    expect(renewed.password).toBe(credentials.password);
    expect(renewed.expiresAt.getTime() - credentials.expiresAt.getTime()).toBe(9 * MINUTE_MS);
    expect(isOnline(agent.extension)).toBe(true);
  });

  it('should refuse another sign-in while a page has the phone, until it takes over', async () => {
    const { agent, principal, credentials } = await withPhone();
    const other = await given.signedIn(agent);
    expect(await ask(other)).toMatchObject(inUse);
    expect(isOnline(agent.extension)).toBe(true);

    const taken = orThrow(await ask(other, { takeOver: true }));
    expect(taken.password).not.toBe(credentials.password);
    expect(isOnline(agent.extension)).toBe(false);
    expect(given.provisioning.phones.get(agent.extension)?.password).toBe(taken.password);
    // The page that lost it may not take it back unasked, though nobody has registered yet.
    await until(async () => expect(await given.agents.isOnline(agent.extension)).toBe(false));
    expect(await ask(principal)).toMatchObject(inUse);
  });

  it('should tell the pages of one session apart where they say who they are', async () => {
    const { principal } = await withPhone();
    orThrow(await ask(principal, { pageId: 'tab-1' }));
    expect(await ask(principal, { pageId: 'tab-2' })).toMatchObject(inUse);
    orThrow(await ask(principal, { pageId: 'tab-2', takeOver: true }));
    expect(await ask(principal, { pageId: 'tab-1' })).toMatchObject(inUse);
  });

  it('should give the phone to another page once the first has gone', async () => {
    const { agent } = await withPhone();
    given.gateway.phone(agent.extension, false);
    const other = await given.signedIn(agent);
    await until(async () => orThrow(await ask(other)));
  });

  it('should give the phone to another page where the first went before it had registered', async () => {
    const agent = await given.agent();
    const gone = orThrow(await ask(await given.signedIn(agent)));
    const other = await given.signedIn(agent);
    given.clock.pass(9_000);
    expect(await ask(other)).toMatchObject(inUse);
    given.clock.pass(1_000);
    expect(orThrow(await ask(other)).password).not.toBe(gone.password);
  });

  it('should keep the phone of a page that has registered, however long ago it asked', async () => {
    const { agent } = await withPhone();
    given.clock.pass(9 * MINUTE_MS);
    expect(await ask(await given.signedIn(agent))).toMatchObject(inUse);
  });

  it('should make a new password where the old one cannot be read any more', async () => {
    const { agent, principal, credentials } = await withPhone();
    await given.dataSource.manager.update(Phone, { phoneId: agent.extension }, { sealedPassword: 'v1.of.another.key' });
    given.app.useLogger(false);
    expect((await given.agents.desiredPhones()).map(({ phoneId }) => phoneId)).not.toContain(agent.extension);
    expect(orThrow(await ask(principal)).password).not.toBe(credentials.password);
  });

  it('should give it to one of many that ask at once', async () => {
    const agent = await given.agent();
    const principals = await Promise.all(Array.from({ length: 6 }, () => given.signedIn(agent)));
    const results = await Promise.all(principals.map((principal) => ask(principal)));
    expect(results.filter((result) => !isRefusal(result))).toHaveLength(1);
  });

  it('should give it while the engine is away, and push it once it is back', async () => {
    const agent = await given.agent();
    given.provisioning.isReady = false;
    const credentials = orThrow(await ask(await given.signedIn(agent)));
    expect(engineHas(agent.extension)).toBe(false);
    given.provisioning.isReady = true;
    await until(() => expect(given.provisioning.phones.get(agent.extension)?.password).toBe(credentials.password), soon);
  });

  it('should say so when the engine refuses, and push it by itself', async () => {
    const agent = await given.agent();
    given.provisioning.failNext('applyPhone', 500);
    expect(await ask(await given.signedIn(agent))).toMatchObject({ errorCode: 'TELEPHONY_UNAVAILABLE' });
    await until(() => expect(engineHas(agent.extension)).toBe(true), soon);
  });
});

describe('a browser’s phone should be gone from the engine within 2 s', () => {
  const ends: [string, (given: GivenAgents, agent: User, principal: Principal) => Promise<unknown>][] = [
    ['its session ended', ({ sessions }, _agent, { sessionId }) => sessions.end(sessionId!)],
    ['its user was disabled', ({ users, admin }, { id }) => users.update(admin, id, { enabled: false })],
    ['its user got another role', ({ users, admin }, { id }) => users.update(admin, id, { role: Role.SUPERVISOR })],
    ['its user got a new password', ({ users, admin }, { id }) => users.update(admin, id, { password: 'a new long password' })],
    ['its user lost the extension', ({ users, admin }, { id }) => users.update(admin, id, { extension: null })],
    ['its user got another extension', ({ users, admin }, { id }) => users.update(admin, id, { extension: '90001' })],
    ['its page did not ask again', async ({ clock }) => clock.pass(10 * MINUTE_MS)],
  ];

  it.each(ends)('after %s', async (_what, end) => {
    const { agent, principal } = await withPhone();
    await end(given, agent, principal);
    await until(() => {
      expect(engineHas(agent.extension)).toBe(false);
      expect(isOnline(agent.extension)).toBe(false);
    }, soon);
    expect((await given.agents.desiredPhones()).map(({ phoneId }) => phoneId)).not.toContain(agent.extension);
  });

  it('after the engine would not let it go at first', async () => {
    const { agent, principal } = await withPhone();
    given.provisioning.failNext('removePhone', 503);
    await given.sessions.end(principal.sessionId!);
    await until(() => expect(engineHas(agent.extension)).toBe(false), soon);
  });

  it('but not after another session of its user ended', async () => {
    const { agent } = await withPhone();
    const other = await given.signedIn(agent);
    await given.sessions.end(other.sessionId!);
    await given.phones.sweep();
    expect(engineHas(agent.extension)).toBe(true);
  });
});

describe('an extension that goes to somebody else', () => {
  it('should not take the registration with it', async () => {
    const { agent, credentials } = await withPhone();
    const heir = await given.agent();
    orThrow(await given.users.update(given.admin, agent.id, { extension: null }));
    orThrow(await given.users.update(given.admin, heir.id, { extension: agent.extension }));
    const theirs = orThrow(await ask(await given.signedIn((await given.users.findById(heir.id))!)));
    expect(theirs.username).toBe(agent.extension);
    expect(theirs.password).not.toBe(credentials.password);
    expect(isOnline(agent.extension)).toBe(false);
  });
});
