import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EngineDriftRow } from './engine-drift.entity.js';
import { AsteriskRecords } from './asterisk-records.js';
import { EngineRecordRow } from './engine-record.entity.js';
import { EngineLeaseRow } from './engine-lease.entity.js';
import { TelephonyEngine } from './telephony-engine.js';
import { TelephonyGateway } from './telephony.gateway.js';
import { TelephonyProvisioning } from './telephony.provisioning.js';
import { TelephonyRecorder } from './telephony.recorder.js';
import { TelephonyRecords } from './telephony.records.js';

/** The ports: three spoken by one engine, and what it wrote down by itself. Tests put the fakes of @app/telephony/testing in their place. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([EngineLeaseRow, EngineDriftRow, EngineRecordRow])],
  providers: [
    TelephonyEngine,
    { provide: TelephonyGateway, inject: [TelephonyEngine], useFactory: (engine: TelephonyEngine) => engine.gateway },
    { provide: TelephonyProvisioning, inject: [TelephonyEngine], useFactory: (engine: TelephonyEngine) => engine.provisioning },
    { provide: TelephonyRecorder, inject: [TelephonyEngine], useFactory: (engine: TelephonyEngine) => engine.recorder },
    { provide: TelephonyRecords, useClass: AsteriskRecords },
  ],
  exports: [TelephonyGateway, TelephonyProvisioning, TelephonyRecorder, TelephonyRecords],
})
export class TelephonyModule {}
