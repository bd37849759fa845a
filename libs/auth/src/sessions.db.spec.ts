import { JwtService } from '@nestjs/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorCode, isRefusal, orThrow } from '@app/common';
import { until } from '@app/common/testing';
import { CLIENT, type GivenAuth, givenAuth, PASSWORD } from '../test/given-auth.js';
import { ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import type { SessionsEnded } from './ended-sessions.js';
import { GRACE_MS } from './refresh-token.js';
import { Role } from './role.js';
import { UserSession } from './user-session.entity.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const unauthenticated = { code: 'UNAUTHENTICATED' };

let given: GivenAuth;
beforeAll(async () => {
  given = await givenAuth();
});
afterAll(() => given?.stop());

const refresh = async (token: string | undefined) => given.sessions.refresh(token);
const isSignedOut = async (token: string) => {
  const result = await refresh(token);
  return isRefusal(result) && result.errorCode === ErrorCode.INVALID_CREDENTIALS;
};

describe('an access token', () => {
  it('should name its user and session, and last 15 minutes', async () => {
    const { signedIn, principal } = await given.signedIn(Role.SUPERVISOR);
    const claims = given.app.get(JwtService, { strict: false }).decode<Record<string, unknown>>(signedIn.session.accessToken);
    expect(claims).toMatchObject({ sub: principal.user.id, sid: principal.sessionId });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(ACCESS_TOKEN_SECONDS);
    expect(principal).toMatchObject({ role: 'SUPERVISOR', expiresAt: signedIn.session.expiresAt });
  });

  it('should be refused when it is over, changed, or signed otherwise', async () => {
    const { signedIn, principal } = await given.signedIn();
    const claims = { sub: principal.user.id, sid: principal.sessionId };
    const jwt = given.app.get(JwtService, { strict: false });
    const now = Math.floor(Date.now() / 1000);
    const wrong = [
      await jwt.signAsync({ ...claims, exp: now - 1 }),
      await jwt.signAsync({ ...claims, exp: now + 60 }, { secret: 'another' }),
      await jwt.signAsync({ ...claims, exp: now + 60 }, { algorithm: 'HS512' }),
      await jwt.signAsync({ ...claims, sub: given.admin.user.id, exp: now + 60 }),
      await jwt.signAsync({ sub: "x' or 1=1", sid: '\0', exp: now + 60 }),
      await jwt.signAsync(claims),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${signedIn.session.accessToken.split('.')[1]}.`,
      `${signedIn.session.accessToken}x`,
      'x',
      '',
      'tl_',
      'tl_\0',
    ];
    for (const token of wrong)
      await expect(given.sessions.verifyAccessToken(token), token).rejects.toMatchObject(unauthenticated);
  });
});

describe('refresh', () => {
  it('should give the next token each time, and keep the session', async () => {
    const { signedIn, principal } = await given.signedIn();
    let token = signedIn.refreshToken;
    for (let turn = 0; turn < 3; turn += 1) {
      const next = orThrow(await refresh(token));
      expect(next.refreshToken).not.toBe(token);
      expect((await given.principalOf(next)).sessionId).toBe(principal.sessionId);
      token = next.refreshToken;
      given.clock.pass(GRACE_MS + 1);
    }
  });

  it('should not sign two tabs out that refresh at once', async () => {
    const { signedIn } = await given.signedIn();
    const tabs = await Promise.all([1, 2, 3].map(() => refresh(signedIn.refreshToken)));
    const tokens = new Set(tabs.map((tab) => orThrow(tab).refreshToken));
    expect(tokens.size).toBe(1);
    given.clock.pass(GRACE_MS + 1);
    orThrow(await refresh([...tokens][0]));
  });

  it('should give the same next token to one whose reply was lost', async () => {
    const { signedIn } = await given.signedIn();
    const lost = orThrow(await refresh(signedIn.refreshToken));
    given.clock.pass(GRACE_MS);
    expect(orThrow(await refresh(signedIn.refreshToken)).refreshToken).toBe(lost.refreshToken);
  });

  it('should end the session when an older token is used again', async () => {
    const { signedIn } = await given.signedIn();
    const next = orThrow(await refresh(signedIn.refreshToken));
    given.clock.pass(GRACE_MS + 1);
    const ended: SessionsEnded[] = [];
    const stop = given.sessions.onEnded((event) => ended.push(event));
    expect(await isSignedOut(signedIn.refreshToken)).toBe(true);
    expect(await isSignedOut(next.refreshToken)).toBe(true);
    await expect(given.sessions.verifyAccessToken(next.session.accessToken)).rejects.toMatchObject(unauthenticated);
    await until(() => expect(ended).toHaveLength(1));
    stop();
  });

  it('should not end a session for a token that is made up', async () => {
    const { signedIn, principal } = await given.signedIn();
    expect(await isSignedOut(`${principal.sessionId}.0.made-up`)).toBe(true);
    orThrow(await refresh(signedIn.refreshToken));
  });

  it('should refuse whoever has no cookie', async () => {
    expect(isRefusal(await refresh(undefined))).toBe(true);
  });

  it('should end a session that nobody used for 30 days, and not one that is used', async () => {
    const { signedIn } = await given.signedIn();
    given.clock.pass(20 * DAY_MS);
    const next = orThrow(await refresh(signedIn.refreshToken));
    given.clock.pass(20 * DAY_MS);
    const last = orThrow(await refresh(next.refreshToken));
    given.clock.pass(31 * DAY_MS);
    expect(await isSignedOut(last.refreshToken)).toBe(true);
  });

  it('should write down where a session came from', async () => {
    const { principal } = await given.signedIn();
    const row = await given.dataSource.manager.findOneByOrFail(UserSession, { id: principal.sessionId! });
    expect(row).toMatchObject({ address: CLIENT.address, userAgent: CLIENT.userAgent, generation: 0 });
  });
});

describe('principalFromCookie', () => {
  it('should know the session without rotating its token', async () => {
    const { signedIn, principal } = await given.signedIn();
    const header = `other=1; ${given.cookieHeader(signedIn.refreshToken)}`;
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await given.sessions.principalFromCookie(header)).sessionId).toBe(principal.sessionId);
    }
    orThrow(await refresh(signedIn.refreshToken));
  });

  it.each([undefined, '', 'trunkline_refresh_3000=', 'trunkline_refresh_3000=x.y.z', '\0'])(
    'should refuse %j',
    async (header) => {
      await expect(given.sessions.principalFromCookie(header)).rejects.toMatchObject(unauthenticated);
    },
  );
});

describe('what happens at the same moment', () => {
  it.each([{ password: 'another long password' }, { enabled: false }])('should start no session after %j', async (input) => {
    const user = await given.user();
    const asChecked = (await given.users.findById(user.id))!;
    orThrow(await given.users.update(given.admin, user.id, input));
    expect(await given.sessions.start(asChecked, CLIENT)).toBeUndefined();
  });

  it('should hold a session open until the transaction is over', async () => {
    const { principal } = await given.signedIn();
    const order: string[] = [];
    let ending: Promise<unknown> | undefined;
    await given.dataSource.transaction(async (manager) => {
      expect(await given.sessions.hold(principal, manager)).toMatchObject({ id: principal.user.id });
      ending = given.sessions.end(principal.sessionId!).then(() => order.push('ended'));
      await manager.query('select pg_sleep(0.05)');
      order.push('committed');
    });
    await ending;
    expect(order).toEqual(['committed', 'ended']);
    await given.dataSource.transaction(async (manager) => {
      await expect(given.sessions.hold(principal, manager)).rejects.toMatchObject(unauthenticated);
    });
  });

  it('should hold an API token, and not one of a disabled user', async () => {
    const user = await given.user();
    const { token } = orThrow(await given.tokens.create(given.admin, { name: 'CRM', role: Role.AGENT, userId: user.id }));
    const principal = await given.sessions.verifyAccessToken(token);
    const hold = () => given.dataSource.transaction((manager) => given.sessions.hold(principal, manager));
    expect(await hold()).toMatchObject({ id: user.id });
    orThrow(await given.users.update(given.admin, user.id, { enabled: false }));
    await expect(hold()).rejects.toMatchObject(unauthenticated);
  });
});

describe('the end of a session', () => {
  it('should tell the listeners, and stop both tokens', async () => {
    const { signedIn, principal } = await given.signedIn();
    const ended: SessionsEnded[] = [];
    const stop = given.sessions.onEnded((event) => ended.push(event));
    await given.sessions.end(principal.sessionId!);
    await until(() => expect(ended).toEqual([{ sessionIds: [principal.sessionId] }]));
    stop();
    expect(given.sessions.isEnded(principal, ended[0]!)).toBe(true);
    expect(given.sessions.isEnded(given.admin, ended[0]!)).toBe(false);
    await expect(given.sessions.verifyAccessToken(signedIn.session.accessToken)).rejects.toMatchObject(unauthenticated);
    expect(await isSignedOut(signedIn.refreshToken)).toBe(true);
  });

  it('should not keep the other listeners from hearing when one throws', async () => {
    const heard: SessionsEnded[] = [];
    const stops = [
      given.sessions.onEnded(() => {
        throw new Error('of this test');
      }),
      given.sessions.onEnded((event) => heard.push(event)),
    ];
    given.app.useLogger(false);
    await given.sessions.end((await given.signedIn()).principal.sessionId!);
    await until(() => expect(heard).toHaveLength(1));
    stops.forEach((stop) => stop());
  });

  it('should be that of the oldest where a program signs in without end', async () => {
    const { username, id } = await given.user();
    const first = await given.login(username);
    const user = (await given.users.findById(id))!;
    for (let turn = 0; turn < 200; turn += 1) {
      given.clock.pass(1);
      await given.sessions.start(user, CLIENT);
    }
    expect(await given.dataSource.manager.countBy(UserSession, { userId: id })).toBe(200);
    expect(await isSignedOut(first.refreshToken)).toBe(true);
  });
});

describe('changePassword', () => {
  it('should sign out every other session and keep this one', async () => {
    const { signedIn, principal } = await given.signedIn();
    const other = await given.login(principal.user.username);
    const input = { currentPassword: PASSWORD, newPassword: 'another long password' };
    const result = orThrow(await given.signIn.changePassword(principal, input, CLIENT));
    expect((await given.principalOf(result)).sessionId).toBe(principal.sessionId);
    await expect(given.principalOf(other)).rejects.toMatchObject(unauthenticated);
    expect(await isSignedOut(other.refreshToken)).toBe(true);
    orThrow(await refresh(signedIn.refreshToken));
    orThrow(await given.signIn.login({ username: principal.user.username, password: input.newPassword }, CLIENT));
    await expect(given.login(principal.user.username)).rejects.toThrow('The username or the password is wrong');
  });

  it('should refuse a wrong current password', async () => {
    const { principal } = await given.signedIn();
    const input = { currentPassword: 'wrong', newPassword: 'another long password' };
    expect(await given.signIn.changePassword(principal, input, CLIENT)).toMatchObject({
      errorCode: 'INVALID_CREDENTIALS',
      field: 'input.currentPassword',
    });
  });

  it('should not be for an API token', async () => {
    const { sessionId: _, ...principal } = given.admin;
    const input = { currentPassword: PASSWORD, newPassword: 'another long password' };
    await expect(given.signIn.changePassword({ ...principal, apiTokenId: 'x' }, input, CLIENT)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
