import { Field, ObjectType } from '@nestjs/graphql';
import type { CallPlan } from '@app/dialplan';

/** The plan of a call as it was made: what explainCall would have shown then. Kept as JSON. */
export interface StoredPlan {
  number: string | null;
  rule: { id: string; name: string; pattern: string } | null;
  attempts: StoredPlanAttempt[];
  /** Absent from plans that were kept before there were such. */
  isEmergency?: boolean;
}

@ObjectType({ description: 'One trunk of a plan that was kept: how it stood then.' })
export class StoredPlanAttempt {
  @Field({ description: "The trunk's name then." })
  trunkName: string;

  @Field({ description: 'PJSIP/998901234567@BellUZ' })
  dialString: string;

  @Field(() => String, { nullable: true, description: 'The caller ID that would have been sent.' })
  callerId: string | null;

  @Field({ description: 'Whether the call would have tried it.' })
  usable: boolean;

  @Field(() => String, { nullable: true, description: 'Why not, where it was not usable.' })
  reason: string | null;
}

@ObjectType({ description: 'What was planned when a call was made: what explainCall would have shown then.' })
export class StoredCallPlan {
  @Field(() => String, { nullable: true, description: 'The number that was planned, as E.164 digits without +.' })
  number: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the rule that matched best, as it was then.' })
  ruleName: string | null;

  @Field(() => String, { nullable: true, description: "That rule's pattern then." })
  rulePattern: string | null;

  @Field(() => [StoredPlanAttempt], { description: 'In the order in which they would have been tried.' })
  attempts: StoredPlanAttempt[];
}

/** The plan as it is kept: what it says, without the rows that it speaks of. */
export function storedPlan({ number, rule, attempts, isEmergency }: CallPlan): StoredPlan {
  return {
    number,
    rule: rule && { id: rule.id, name: rule.name, pattern: rule.pattern },
    attempts: attempts.map(({ trunk, dialString, callerId, usable, reason }) => ({
      trunkName: trunk.name,
      dialString,
      callerId,
      usable,
      reason,
    })),
    isEmergency,
  };
}

/** As the API shows it. */
export function storedCallPlan({ number, rule, attempts }: StoredPlan): StoredCallPlan {
  return { number, ruleName: rule?.name ?? null, rulePattern: rule?.pattern ?? null, attempts };
}
