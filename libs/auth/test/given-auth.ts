import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CommonModule, type Env, LiveUpdates, orThrow } from '@app/common';
import { testDatabaseUrl, testEnv } from '@app/common/testing';
import { ApiTokensService } from '../src/api-tokens.service.js';
import { authEntities, AuthModule } from '../src/auth.module.js';
import { Clock } from '../src/clock.js';
import { FirstAdminSeeder } from '../src/first-admin.seeder.js';
import type { Principal } from '../src/principal.js';
import { RefreshCookie } from '../src/refresh-cookie.js';
import { Role } from '../src/role.js';
import type { SignedIn } from '../src/session.results.js';
import { SessionsService } from '../src/sessions.service.js';
import { SignInService } from '../src/sign-in.service.js';
import type { User } from '../src/user.entity.js';
import { UsersService } from '../src/users.service.js';
import { TestClock } from '../testing/index.js';

export const PASSWORD = 'correct horse battery';
export const CLIENT = { address: '192.0.2.1', userAgent: 'vitest' };

/** The whole lib on a real PostgreSQL, with a first admin and a clock of the test's. */
export async function givenAuth(overrides: Partial<Env> = {}) {
  const env = testEnv({ adminUsername: 'admin', adminPassword: PASSWORD, ...overrides });
  const clock = new TestClock();
  const database = { type: 'postgres' as const, url: await testDatabaseUrl(), entities: authEntities, synchronize: true };
  const module = await Test.createTestingModule({
    imports: [CommonModule.forRoot(env), TypeOrmModule.forRoot(database), AuthModule],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication({ logger: ['error', 'warn'] });
  await app.init();

  const users = app.get(UsersService);
  const sessions = app.get(SessionsService);
  const signIn = app.get(SignInService, { strict: false });
  const cookie = app.get(RefreshCookie);

  const login = async (username: string, password = PASSWORD, client = CLIENT): Promise<SignedIn> =>
    orThrow(await signIn.login({ username, password }, client));
  const principalOf = async (signedIn: SignedIn): Promise<Principal> => sessions.verifyAccessToken(signedIn.session.accessToken);
  const admin = await principalOf(await login('admin'));
  const user = async (role = Role.AGENT, extension: string | null = null): Promise<User> =>
    orThrow(await users.create(admin, { username: `u${randomUUID().slice(0, 8)}`, password: PASSWORD, role, extension }));

  return {
    app,
    env,
    clock,
    dataSource: app.get(DataSource),
    updates: app.get(LiveUpdates),
    users,
    sessions,
    signIn,
    tokens: app.get(ApiTokensService, { strict: false }),
    seeder: app.get(FirstAdminSeeder, { strict: false }),
    cookieHeader: (refreshToken: string) => `${cookie.name}=${refreshToken}`,
    admin,
    login,
    principalOf,
    user,
    /** A new user, signed in. */
    signedIn: async (role = Role.AGENT) => {
      const { username } = await user(role);
      const signedIn = await login(username);
      return { signedIn, principal: await principalOf(signedIn) };
    },
    stop: () => app.close(),
  };
}

export type GivenAuth = Awaited<ReturnType<typeof givenAuth>>;
