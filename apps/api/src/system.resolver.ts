import { Field, Float, Int, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@app/auth';
import { CallsService } from '@app/calls';
import { Env, version } from '@app/common';
import { RecordingFiles } from '@app/recordings';
import { TelephonyGateway } from '@app/telephony';
import { Drift, DriftLog } from './drift-log.js';

@ObjectType({ description: 'Room for recordings, on the disk of DATA_DIR.' })
export class RecordingSpace {
  @Field(() => Float, { description: 'Free, in MB.' })
  freeMegabytes: number;

  @Field(() => Int, { description: 'With less than this no recording is begun (RECORDING_MIN_FREE_MB), in MB.' })
  neededMegabytes: number;

  @Field({ description: 'Whether calls are recorded. Where not they go on all the same.' })
  isEnough: boolean;
}

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

  @Field(() => RecordingSpace, { description: 'Room for recordings, on the disk of DATA_DIR.' })
  recordingSpace?: RecordingSpace;

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
    private readonly files: RecordingFiles,
    private readonly env: Env,
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

  @ResolveField(() => RecordingSpace)
  async recordingSpace(): Promise<RecordingSpace> {
    const freeMegabytes = Math.floor(await this.files.freeMegabytes());
    const neededMegabytes = this.env.recordingMinFreeMb;
    return { freeMegabytes, neededMegabytes, isEnough: freeMegabytes >= neededMegabytes };
  }

  @ResolveField(() => [Drift])
  drift(): Promise<Drift[]> {
    return this.driftLog.latest();
  }
}
