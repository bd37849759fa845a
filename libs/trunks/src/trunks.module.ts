import { Module } from '@nestjs/common';
import { Env } from '@app/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DnsNameResolver, NameResolver } from './name-resolver.js';
import { ServerDiagnosis } from './server-diagnosis.js';
import { TrunkDiagnoses } from './trunk-diagnoses.js';
import { TrunkProjection } from './trunk-projection.js';
import { TrunkRegistrations } from './trunk-registrations.js';
import { TrunkTestProgress } from './trunk-test-progress.js';
import { TrunkTester } from './trunk-tester.js';
import { TrunkTrials } from './trunk-trials.js';
import {
  TrunkFieldsResolver,
  TrunkRegistrationResolver,
  TrunkTestResolver,
  TrunkTestStepResolver,
} from './trunk-fields.resolver.js';
import { TrunkHistory } from './trunk-history.js';
import { TrunkLoaders } from './trunk-loaders.js';
import { TrunkReachabilities } from './trunk-reachabilities.js';
import { TrunkRests } from './trunk-rests.js';
import { TrunkStandings } from './trunk-standings.js';
import { TrunkChange } from './trunk-change.entity.js';
import { TrunkRest } from './trunk-rest.entity.js';
import { Trunk } from './trunk.entity.js';
import { TrunksResolver } from './trunks.resolver.js';
import { TrunksService } from './trunks.service.js';

/** Every table of this lib. */
export const trunkEntities = [Trunk, TrunkChange, TrunkRest];

/** Trunks: what they are, how they stand, and their way into the engine. */
@Module({
  imports: [TypeOrmModule.forFeature(trunkEntities)],
  providers: [
    TrunkDiagnoses,
    TrunkFieldsResolver,
    TrunkHistory,
    TrunkLoaders,
    TrunkProjection,
    TrunkReachabilities,
    TrunkRegistrationResolver,
    TrunkRegistrations,
    TrunkRests,
    TrunkStandings,
    TrunkTester,
    TrunkTestProgress,
    TrunkTestResolver,
    TrunkTestStepResolver,
    TrunkTrials,
    TrunksResolver,
    TrunksService,
    { provide: NameResolver, useClass: DnsNameResolver },
    {
      provide: ServerDiagnosis,
      inject: [NameResolver, Env],
      useFactory: (names: NameResolver, env: Env) => new ServerDiagnosis(names, { caFile: env.sipCaFile }),
    },
  ],
  exports: [TrunkRests, TrunksService],
})
export class TrunksModule {}
