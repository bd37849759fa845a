import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { TrunkProblem } from '@app/trunks';
import { HangupParty } from './call-state.js';

@ObjectType({ description: 'How a call ended.' })
export class Hangup {
  @Field(() => HangupParty, { nullable: true, description: 'Who ended it.' })
  by: HangupParty | null;

  @Field(() => Int, { nullable: true, description: 'ITU-T Q.850 cause, as Asterisk reports it.' })
  cause: number | null;

  @Field(() => Int, { nullable: true, description: 'The SIP status that ended the attempt, where there was one: 486, 603 …' })
  sipCode: number | null;

  @Field(() => String, { nullable: true, description: 'What happened, in words.' })
  reason: string | null;
}

@ObjectType({ description: 'One trunk that was really tried.' })
export class CallAttempt {
  /** The field `trunk` is read by it: null once the trunk is deleted. */
  trunkId: string | null;

  @Field({ description: "The trunk's name then." })
  trunkName: string;

  @Field({ description: 'What was dialled: PJSIP/998901234567@BellUZ' })
  dialString: string;

  @Field(() => Date, { description: 'When it was dialled.' })
  startedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was over.' })
  endedAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'The SIP status that ended it, where there was one.' })
  sipCode: number | null;

  @Field(() => Int, { nullable: true, description: 'ITU-T Q.850 cause.' })
  cause: number | null;

  @Field(() => String, { nullable: true, description: "The provider's own words with sipCode, or what went wrong." })
  reason: string | null;

  /** The field `advice` is made of it. */
  problem: TrunkProblem | null;
}

@ObjectType({ description: 'The recording of a call.' })
export class Recording {
  @Field(() => ID, { description: 'A UUID.' })
  id: string;

  @Field({ description: "A path below the API's address that needs the same Authorization header. WAV; supports Range." })
  url: string;

  @Field({ description: 'How long it is.' })
  durationSeconds: number;

  @Field(() => Int, { description: "The file's size." })
  sizeBytes: number;
}

/** As JSON has it, which knows no dates. */
export type Stored<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };

/** Attempts that were kept before they had a reason and a problem have neither. */
export function readAttempts(stored: readonly Stored<CallAttempt>[]): CallAttempt[] {
  return stored.map((attempt) =>
    Object.assign(new CallAttempt(), { reason: null, problem: null }, attempt, {
      startedAt: new Date(attempt.startedAt),
      endedAt: readDate(attempt.endedAt),
    }),
  );
}

export function readDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
