import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Module } from '@nestjs/common';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsModule } from '@app/agents';
import { AuthModule } from '@app/auth';
import { CallsModule } from '@app/calls';
import { CommonModule, Env } from '@app/common';
import { DialplanModule } from '@app/dialplan';
import { EngineDriftRow, TelephonyModule } from '@app/telephony';
import { TrunksModule } from '@app/trunks';
import { databaseOptions } from './database.js';
import { DriftLog } from './drift-log.js';
import { EngineProjection } from './engine-projection.service.js';
import { FirstStart } from './first-start.service.js';
import { graphqlOptions } from './graphql-server.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { HealthController } from './health.controller.js';
import { SipProxy } from './sip-proxy.js';
import { SystemResolver } from './system.resolver.js';

@Module({ providers: [GraphqlSockets], exports: [GraphqlSockets] })
class GraphqlSocketsModule {}

/** The composition root: it puts the features together and holds no rule of its own. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CommonModule.forRoot(env),
        TypeOrmModule.forRootAsync({ inject: [Env], useFactory: databaseOptions }),
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
        TypeOrmModule.forFeature([EngineDriftRow]),
      ],
      controllers: [HealthController],
      providers: [DriftLog, EngineProjection, FirstStart, SipProxy, SystemResolver],
    };
  }
}
