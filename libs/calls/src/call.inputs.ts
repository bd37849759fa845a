import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { CallDirection, CallOutcome, CallState } from './call-state.js';

@InputType({
  isOneOf: true,
  description: "Whom the far party is connected to: exactly one. Leave `connect` out for the caller's own softphone.",
})
export class ConnectInput {
  @Field(() => ID, { nullable: true, description: "An agent's softphone, rung first" })
  @IsOptional()
  agentId?: string | null;

  @Field(() => String, { nullable: true, description: 'A phone, rung first through a trunk' })
  @IsOptional()
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Played to the far party; the call ends when it ends. sound:NAME of a sound that Asterisk has ([a-z0-9/_-]{1,80}, no ..), or recording:<id> of one that the caller may hear.',
  })
  @IsOptional()
  announcement?: string | null;
}

/** Checked by originate-checks.ts, which phones and REST pass through too. */
@InputType({ description: 'A call to be made.' })
export class OriginateCallInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "A UUID of the client's choice. Sent again by the same user with the same input it makes no second call and returns the first. Another input or user: ID_CONFLICT, and nothing of that call is told. A refused originate does not use the id up.",
  })
  @IsOptional()
  id?: string | null;

  @Field({ description: '998901234567, +998 90 123-45-67, 90 123 45 67 …' })
  to: string;

  @Field(() => String, {
    nullable: true,
    description: "The caller ID to send: the trunk's callerId or one of its allowedCallerIds.",
  })
  @IsOptional()
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only this trunk, in place of the rule's trunks; a rule must still match, and its digits, caller ID, timeout and recording hold.",
  })
  @IsOptional()
  trunkName?: string | null;

  @Field(() => ConnectInput, { nullable: true, description: 'Whom the far party is connected to.' })
  @IsOptional()
  connect?: ConnectInput | null;

  @Field(() => Int, {
    nullable: true,
    description: "5 to 300, counted from the far phone's first ring; default: the rule's.",
  })
  @IsOptional()
  ringTimeoutSeconds?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Default: the rule's." })
  @IsOptional()
  record?: boolean | null;
}

@InputType({ description: 'What is to be written about a call. What is left out stays as it is.' })
export class AnnotateCallInput {
  @Field(() => String, { nullable: true, description: 'At most 2000 characters; null or an empty text takes it away.' })
  @IsOptional()
  note?: string | null;

  @Field(() => [String], { nullable: true, description: 'At most 20, each of 1 to 40 characters; null takes them away.' })
  @IsOptional()
  tags?: string[] | null;
}

@InputType({ description: 'Which calls. What is left out is not looked at.' })
export class CallFilter {
  @Field(() => [CallState], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  state?: CallState[] | null;

  @Field(() => [CallOutcome], { nullable: true, description: 'Ended in one of these ways.' })
  @IsOptional()
  outcome?: CallOutcome[] | null;

  @Field(() => CallDirection, { nullable: true, description: 'Of this direction.' })
  @IsOptional()
  direction?: CallDirection | null;

  @Field(() => String, { nullable: true, description: 'Over the trunk of this name.' })
  @IsOptional()
  trunkName?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this agent.' })
  @IsOptional()
  agentId?: string | null;

  @Field(() => String, { nullable: true, description: 'Any part of either number, at least 3 digits' })
  @IsOptional()
  number?: string | null;

  @Field(() => Date, { nullable: true, description: 'Asked for after this.' })
  @IsOptional()
  createdAfter?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Asked for before this.' })
  @IsOptional()
  createdBefore?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether there is a recording that can be heard.' })
  @IsOptional()
  hasRecording?: boolean | null;

  @Field(() => [String], { nullable: true, description: 'With all of these tags.' })
  @IsOptional()
  tags?: string[] | null;
}
