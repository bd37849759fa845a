import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { authEntities, AuthModule, Clock, type Principal, Role, SessionsService, User, UsersService } from '@app/auth';
import { CommonModule, type Env, LiveUpdates, orThrow } from '@app/common';
import { TestClock } from '@app/auth/testing';
import { testDatabaseUrl, testEnv, until } from '@app/common/testing';
import { TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import { agentEntities, AgentsModule } from '../src/agents.module.js';
import { AgentsService } from '../src/agents.service.js';
import { DeskPhonesService } from '../src/desk-phones.service.js';
import { GroupsService } from '../src/groups.service.js';
import { PhonesService } from '../src/phones.service.js';
import { PhonePresenceService } from '../src/phone-presence.service.js';
import { PresenceHistory } from '../src/presence-history.js';
import { PresenceService } from '../src/presence.service.js';
import { SoftphonesService } from '../src/softphones.service.js';

export const ORIGIN = { isSecure: true, host: 'calls.example:3000', hostname: 'calls.example' };

/** Agents and people on a real PostgreSQL, with the telephone engine played. @param databaseUrl another instance's, as after a restart */
export async function givenAgents(overrides: Partial<Env> = {}, databaseUrl?: string) {
  const url = databaseUrl ?? (await testDatabaseUrl());
  const env = testEnv({ adminPassword: 'correct horse battery', ...overrides });
  const clock = new TestClock();
  const gateway = new FakeGateway();
  const provisioning = new FakeProvisioning(gateway);
  const entities = [...authEntities, ...agentEntities];

  @Global()
  @Module({
    providers: [
      { provide: TelephonyGateway, useValue: gateway },
      { provide: TelephonyProvisioning, useValue: provisioning },
    ],
    exports: [TelephonyGateway, TelephonyProvisioning],
  })
  class PlayedTelephony {}

  const module = await Test.createTestingModule({
    imports: [
      CommonModule.forRoot(env),
      TypeOrmModule.forRoot({ type: 'postgres', url, entities, synchronize: true }),
      AuthModule,
      PlayedTelephony,
      AgentsModule,
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication({ logger: ['error'] });
  await app.init();
  gateway.connect();

  const users = app.get(UsersService);
  const sessions = app.get(SessionsService);
  const dataSource = app.get(DataSource);
  const adminUser = await dataSource.manager.findOneByOrFail(User, { username: env.adminUsername });
  const admin: Principal = { user: adminUser, role: Role.ADMIN };
  let extension = 300;

  return {
    app,
    url,
    env,
    clock,
    gateway,
    provisioning,
    dataSource,
    users,
    sessions,
    admin,
    updates: app.get(LiveUpdates),
    agents: app.get(AgentsService),
    phones: app.get(PhonesService, { strict: false }),
    phonePresence: app.get(PhonePresenceService, { strict: false }),
    groups: app.get(GroupsService),
    presence: app.get(PresenceService),
    history: app.get(PresenceHistory, { strict: false }),
    softphones: app.get(SoftphonesService, { strict: false }),
    deskPhones: app.get(DeskPhonesService, { strict: false }),
    /** An agent with an extension of their own. */
    agent: async (): Promise<User & { extension: string }> => {
      extension += 1;
      const input = { username: `agent${extension}`, password: 'correct horse battery', role: Role.AGENT };
      const user = orThrow(await users.create(admin, { ...input, extension: String(extension) }));
      // Presence has looked at them once: what is told from now on is the test's.
      await until(async () => expect(await app.get(PresenceService).written([user.id])).toMatchObject([{ userId: user.id }]));
      return user as User & { extension: string };
    },
    /** Another sign-in of a user. */
    signedIn: async (user: User): Promise<Principal> => {
      const signedIn = await sessions.start(user, { address: null, userAgent: null });
      return sessions.verifyAccessToken(signedIn!.session.accessToken);
    },
    stop: () => app.close(),
  };
}

export type GivenAgents = Awaited<ReturnType<typeof givenAgents>>;
