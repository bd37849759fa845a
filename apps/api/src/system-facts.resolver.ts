import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { TelephonyGateway } from '@app/telephony';
import type { DataSource } from 'typeorm';
import { ErrorLog, SystemError } from './error-log.js';
import { SystemStatus } from './system.resolver.js';

/** Since when the link to the engine is up, or down. */
@Injectable()
export class EngineLink implements OnModuleInit, OnApplicationShutdown {
  readonly startedAt = new Date();
  since = this.startedAt;
  private stop: (() => void) | undefined;

  constructor(private readonly telephony: TelephonyGateway) {}

  onModuleInit(): void {
    this.stop = this.telephony.subscribe((event) => {
      if (event.type === 'connected' || event.type === 'disconnected') this.since = event.at;
    });
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }
}

/** What an operator asks first: since when, and which versions. */
@Resolver(() => SystemStatus)
export class SystemFactsResolver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly telephony: TelephonyGateway,
    private readonly link: EngineLink,
    private readonly errorLog: ErrorLog,
  ) {}

  @ResolveField(() => Date, { description: 'Since when asteriskConnected is what it is.' })
  asteriskConnectedSince(): Date {
    return this.link.since;
  }

  @ResolveField(() => Date, { nullable: true, description: 'When Asterisk itself was started, while it is connected.' })
  asteriskStartedAt(): Date | null {
    return (this.telephony.isConnected && this.telephony.engineStartedAt) || null;
  }

  @ResolveField(() => Date, { description: 'When this api process was started.' })
  startedAt(): Date {
    return this.link.startedAt;
  }

  @ResolveField(() => String, { description: 'The version of Node.js that runs the api.' })
  nodeVersion(): string {
    return process.versions.node;
  }

  @ResolveField(() => String, { description: "PostgreSQL's version." })
  async databaseVersion(): Promise<string> {
    const [row] = await this.dataSource.query<{ server_version: string }[]>('show server_version');
    return row?.server_version ?? '';
  }

  @ResolveField(() => [SystemError], {
    description: 'The latest 50 errors that this api process logged since it was started, newest first.',
  })
  errors(): SystemError[] {
    return this.errorLog.latest();
  }
}
