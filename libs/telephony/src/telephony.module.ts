import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EngineDriftRow } from './engine-drift.entity.js';
import { EngineLeaseRow } from './engine-lease.entity.js';
import { TelephonyEngine } from './telephony-engine.js';
import { TelephonyGateway } from './telephony.gateway.js';
import { TelephonyProvisioning } from './telephony.provisioning.js';

/** Both ports, spoken by one engine. Tests put the fakes of @app/telephony/testing in their place. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([EngineLeaseRow, EngineDriftRow])],
  providers: [
    TelephonyEngine,
    { provide: TelephonyGateway, inject: [TelephonyEngine], useFactory: (engine: TelephonyEngine) => engine.gateway },
    { provide: TelephonyProvisioning, inject: [TelephonyEngine], useFactory: (engine: TelephonyEngine) => engine.provisioning },
  ],
  exports: [TelephonyGateway, TelephonyProvisioning],
})
export class TelephonyModule {}
