import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule } from '@app/agents';
import { AuthModule } from '@app/auth';
import { CallDistribution, CallsModule, RecordedSounds } from '@app/calls';
import { CommonModule, Env } from '@app/common';
import { DialplanModule } from '@app/dialplan';
import { InboundModule, RouteDistribution } from '@app/inbound';
import { OperationsModule } from '@app/operations';
import { RecordingsModule, RecordingSounds } from '@app/recordings';
import { SupervisionModule } from '@app/supervision';
import { EngineDriftRow, TelephonyModule } from '@app/telephony';
import { TrunksModule } from '@app/trunks';
import { databaseOptions, openDatabase } from './database.js';
import { DriftLog } from './drift-log.js';
import { ErrorLog } from './error-log.js';
import { EngineProjection } from './engine-projection.service.js';
import { FirstStart } from './first-start.service.js';
import { graphqlOptions } from './graphql-server.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { HealthController } from './health.controller.js';
import { SipProxy } from './sip-proxy.js';
import { EngineLink, SystemFactsResolver } from './system-facts.resolver.js';
import { SystemResolver } from './system.resolver.js';

@Module({ providers: [GraphqlSockets], exports: [GraphqlSockets] })
class GraphqlSocketsModule {}

/** Calls that come in are sent where the inbound routes say. */
@Global()
@Module({
  imports: [InboundModule],
  providers: [{ provide: CallDistribution, useExisting: RouteDistribution }],
  exports: [CallDistribution],
})
class DistributionModule {}

/** Calls play recordings, which know of calls: they meet here. */
@Global()
@Module({
  imports: [RecordingsModule],
  providers: [{ provide: RecordedSounds, useExisting: RecordingSounds }],
  exports: [RecordedSounds],
})
class RecordedSoundsModule {}

/** The composition root: it puts the features together and holds no rule of its own. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CommonModule.forRoot(env),
        TypeOrmModule.forRootAsync({ inject: [Env], useFactory: databaseOptions, dataSourceFactory: openDatabase }),
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          imports: [GraphqlSocketsModule],
          inject: [GraphqlSockets, GraphQLSchemaHost],
          useFactory: graphqlOptions,
        }),
        AuthModule,
        TelephonyModule,
        AgentsModule,
        TrunksModule,
        DialplanModule,
        CallsModule,
        InboundModule,
        DistributionModule,
        RecordingsModule,
        RecordedSoundsModule,
        SupervisionModule,
        OperationsModule,
        TypeOrmModule.forFeature([EngineDriftRow]),
      ],
      controllers: [HealthController],
      providers: [DriftLog, EngineLink, EngineProjection, ErrorLog, FirstStart, SipProxy, SystemFactsResolver, SystemResolver],
    };
  }
}
