import { Field, Int, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@app/auth';
import { CallsService } from '@app/calls';
import { TelephonyGateway } from '@app/telephony';
import { Drift, DriftLog } from './drift-log.js';
import { version } from './version.js';

@ObjectType({ description: 'How the system is doing.' })
export class SystemStatus {
  @Field({ description: "Trunkline's version." })
  version: string;

  @Field({ description: 'Whether Asterisk takes commands and tells events now.' })
  asteriskConnected: boolean;

  @Field(() => String, { nullable: true, description: "Asterisk's version, while it is connected." })
  asteriskVersion: string | null;

  @Field(() => Int, { description: 'Calls that have not ended.' })
  activeCalls: number;

  @Field(() => [Drift], {
    description: 'What was otherwise in Asterisk than it should be, found and repaired; the latest 300, newest first.',
  })
  drift?: Drift[];
}

@Resolver(() => SystemStatus)
export class SystemResolver {
  constructor(
    private readonly telephony: TelephonyGateway,
    private readonly calls: CallsService,
    private readonly driftLog: DriftLog,
  ) {}

  @Allow('system.read')
  @Query(() => SystemStatus, { description: 'How the system is doing.' })
  async systemStatus(): Promise<SystemStatus> {
    return {
      version,
      asteriskConnected: this.telephony.isConnected,
      asteriskVersion: this.telephony.engineVersion ?? null,
      activeCalls: await this.calls.countActive(),
    };
  }

  @ResolveField(() => [Drift])
  drift(): Promise<Drift[]> {
    return this.driftLog.latest();
  }
}
