import { ConsoleLogger, type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { type AuditLine, AuditService, authEntities, Clock } from '@app/auth';
import { CommonModule, type Env, LiveUpdates } from '@app/common';
import { DialplanService, type PlanSnapshot } from '@app/dialplan';
import { TelephonyGateway, TelephonyRecorder, TelephonyRecords } from '@app/telephony';
import { type Trunk, trunkEntities, TrunkRest, TrunkRests, TrunksService } from '@app/trunks';
import { CallDistribution } from '../src/call-distribution.js';
import { callEntities, callProviders } from '../src/calls.module.js';
import { RecordedSounds } from '../src/recorded-sounds.js';
import type { FakePeople } from './fake-people.js';
import { restsOf } from './neighbours.js';

/** A lib that follows calls. */
export interface FeatureAbove {
  entities: (new () => object)[];
  providers: Provider[];
}

/** What the calls lib finds around it, as a test plays it. */
export interface Surroundings {
  env: Env;
  gateway: TelephonyGateway;
  recorder: TelephonyRecorder;
  records: TelephonyRecords;
  people: FakePeople;
  distribution: CallDistribution;
  recorded: RecordedSounds;
  trunks: readonly Trunk[];
  above: FeatureAbove;
  note: (line: AuditLine) => Promise<void>;
  snapshot: (activeCallsByTrunk: ReadonlyMap<string, number>) => PlanSnapshot;
}

/** The calls lib as a module that is ready, on a real database. @param isNew whether its tables have to be made */
export async function callsModule(played: Surroundings, database: { url: string; isNew: boolean }): Promise<TestingModule> {
  const { above, note } = played;
  const module = await Test.createTestingModule({
    imports: [
      CommonModule.forRoot(played.env),
      TypeOrmModule.forRoot({
        type: 'postgres',
        url: database.url,
        entities: [...authEntities, ...trunkEntities, ...callEntities, ...above.entities],
        synchronize: database.isNew,
      }),
      TypeOrmModule.forFeature([...callEntities, ...trunkEntities, ...above.entities]),
    ],
    providers: [
      ...callProviders,
      Clock,
      { provide: TelephonyGateway, useValue: played.gateway },
      { provide: AuditService, useValue: { record: note, recordRefusal: note } },
      { provide: TrunkRests, useFactory: restsOf, inject: [getRepositoryToken(TrunkRest), TelephonyGateway, LiveUpdates] },
      { provide: TelephonyRecorder, useValue: played.recorder },
      { provide: TelephonyRecords, useValue: played.records },
      ...played.people.providers(),
      { provide: CallDistribution, useValue: played.distribution },
      { provide: RecordedSounds, useValue: played.recorded },
      {
        provide: TrunksService,
        useValue: { findByName: async (name: string) => played.trunks.find((each) => each.name === name) },
      },
      // Last, so that it may play what is played here otherwise.
      ...above.providers,
      {
        provide: DialplanService,
        useValue: { snapshot: async (lines: ReadonlyMap<string, number>) => played.snapshot(lines) },
      },
    ],
  })
    .setLogger(new ConsoleLogger({ logLevels: ['fatal'] }))
    .compile();
  return module.init();
}
