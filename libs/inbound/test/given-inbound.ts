import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AgentsModule, GroupsService, PresenceService, RingStrategy } from '@app/agents';
import { AuthModule, type Principal, Role, User, UsersService } from '@app/auth';
import { CommonModule, LiveUpdates, orThrow } from '@app/common';
import { testDatabaseUrl, testEnv } from '@app/common/testing';
import { TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import { plainTrunkOptions, TrunkAuthMode, TrunksModule, TrunksService, TrunkTransport } from '@app/trunks';
import { InboundModule } from '../src/inbound.module.js';
import { InboundRoutesService } from '../src/inbound-routes.service.js';
import { RingTargets } from '../src/ring-targets.js';

type CreateGroup = Parameters<GroupsService['create']>[1];

/** Routes with what they name, on a real PostgreSQL and with the telephone engine played. */
export async function givenInbound() {
  const env = testEnv({ adminPassword: 'correct horse battery' });
  const gateway = new FakeGateway();
  const provisioning = new FakeProvisioning(gateway);

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
      TypeOrmModule.forRoot({ type: 'postgres', url: await testDatabaseUrl(), autoLoadEntities: true, synchronize: true }),
      AuthModule,
      PlayedTelephony,
      AgentsModule,
      TrunksModule,
      InboundModule,
    ],
  }).compile();
  const app = module.createNestApplication({ logger: ['error'] });
  await app.init();
  gateway.connect();

  const [users, groups, trunks] = [app.get(UsersService), app.get(GroupsService), app.get(TrunksService)];
  const dataSource = app.get(DataSource);
  const adminUser = await dataSource.manager.findOneByOrFail(User, { username: env.adminUsername });
  const admin: Principal = { user: adminUser, role: Role.ADMIN };
  let extension = 300;

  return {
    app,
    gateway,
    provisioning,
    dataSource,
    users,
    groups,
    trunks,
    admin,
    routes: app.get(InboundRoutesService),
    targets: app.get(RingTargets),
    presence: app.get(PresenceService),
    updates: app.get(LiveUpdates),
    agent: async (hasExtension = true): Promise<User> => {
      extension += 1;
      const person = { username: `agent${extension}`, password: 'correct horse battery', role: Role.AGENT };
      return orThrow(await users.create(admin, { ...person, extension: hasExtension ? String(extension) : null }));
    },
    group: async (name: string, fields: Partial<CreateGroup> = {}) =>
      orThrow(await groups.create(admin, { name, memberIds: [], strategy: RingStrategy.ALL, wrapUpSeconds: 0, ...fields })),
    trunk: async (name: string) => {
      const account = { server: 'bell.uz', port: 5060, username: 'login', password: 'secret' };
      const kind = { transport: TrunkTransport.UDP, authMode: TrunkAuthMode.REGISTRATION, codecs: ['alaw'] };
      const rest = { ...plainTrunkOptions, allowedCallerIds: [], enabled: true, priority: 100 };
      return orThrow(await trunks.create(admin, { name, ...account, ...kind, ...rest }));
    },
    stop: () => app.close(),
  };
}

export type GivenInbound = Awaited<ReturnType<typeof givenInbound>>;
