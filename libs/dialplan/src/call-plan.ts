import { Field, ObjectType } from '@nestjs/graphql';
import { OperationError } from '@app/common';
import { Trunk } from '@app/trunks';
import type { Relation } from 'typeorm';
import { DialplanRule } from './dialplan-rule.entity.js';

@ObjectType({ description: 'One trunk that a call would try, and why it would or would not be used.' })
export class PlannedAttempt {
  @Field(() => Trunk, { description: 'The trunk.' })
  trunk: Relation<Trunk>;

  @Field({ description: 'PJSIP/998901234567@BellUZ' })
  dialString: string;

  @Field(() => String, { nullable: true, description: 'The caller ID that would be sent.' })
  callerId: string | null;

  /** The same as the provider wants it written. The books have callerId, the leg is dialled with this. */
  sentCallerId: string | null;

  @Field({ description: 'Whether a call would try it now.' })
  usable: boolean;

  @Field(() => String, { nullable: true, description: 'Why not, when it is not usable.' })
  reason: string | null;
}

@ObjectType({ description: 'What originateCall would do with a number. originateCall runs this same function.' })
export class CallPlan {
  @Field({ description: 'The number as it was given.' })
  input: string;

  @Field(() => String, {
    nullable: true,
    description: 'E.164 digits without +: 998901234567; null where the input is no number',
  })
  number: string | null;

  @Field(() => DialplanRule, { nullable: true, description: 'The rule that matches best.' })
  rule: Relation<DialplanRule> | null;

  @Field(() => [PlannedAttempt], { description: 'In the order in which they would be tried.' })
  attempts: PlannedAttempt[];

  @Field(() => OperationError, { nullable: true, description: 'The refusal that originateCall would return, if any.' })
  error: OperationError | null;

  /** What is dialled, after strip and prepend, before each trunk's own spelling. */
  dialled: string | null;

  /** Seconds, counted from the far phone's first ring. */
  ringTimeoutSeconds: number;

  record: boolean;

  /** An emergency number: no limit of anybody's may stop it. */
  isEmergency: boolean;
}
