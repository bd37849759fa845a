import { randomUUID } from 'node:crypto';
import { AuditEntry, AuditService, authEntities, type Principal, Role, User } from '@app/auth';
import { CommonModule } from '@app/common';
import { testDatabaseUrl, testEnv } from '@app/common/testing';
import { TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import { trunkEntities, TrunksModule } from '@app/trunks';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { dialplanEntities, DialplanModule } from '../src/dialplan.module.js';

export const principal: Principal = { user: Object.assign(new User(), { id: randomUUID() }), role: Role.ADMIN };
export const gateway = new FakeGateway();
export const provisioning = new FakeProvisioning(gateway);

/** What the real modules of telephony and auth give to everybody. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry])],
  providers: [
    { provide: TelephonyGateway, useValue: gateway },
    { provide: TelephonyProvisioning, useValue: provisioning },
    {
      provide: AuditService,
      inject: [getRepositoryToken(AuditEntry)],
      useFactory: (entries: ConstructorParameters<typeof AuditService>[0]) =>
        new AuditService(entries, { now: () => new Date() }),
    },
  ],
  exports: [TelephonyGateway, TelephonyProvisioning, AuditService],
})
class NeighboursModule {}

/** Trunks and the dialplan on a fresh database, with the engine played. ALLOWED_PREFIXES is 998,7. */
export async function dialplanApp(): Promise<TestingModule> {
  const app = await Test.createTestingModule({
    imports: [
      CommonModule.forRoot(testEnv({ allowedPrefixes: ['998', '7'] })),
      TypeOrmModule.forRoot({ type: 'postgres', url: await testDatabaseUrl(), autoLoadEntities: true, synchronize: true }),
      TypeOrmModule.forFeature([...authEntities, ...trunkEntities, ...dialplanEntities]),
      NeighboursModule,
      TrunksModule,
      DialplanModule,
    ],
  }).compile();
  return app.init();
}
