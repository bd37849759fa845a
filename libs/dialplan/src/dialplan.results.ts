import { resultUnion } from '@app/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DialplanRule } from './dialplan-rule.entity.js';

export const CreateDialplanRuleResult = resultUnion('CreateDialplanRuleResult', () => DialplanRule, 'DialplanRule');
export const UpdateDialplanRuleResult = resultUnion('UpdateDialplanRuleResult', () => DialplanRule, 'DialplanRule');
export const DeleteDialplanRuleResult = resultUnion('DeleteDialplanRuleResult', () => DialplanRule, 'DialplanRule');
export const AllowedDestinationResult = resultUnion('AllowedDestinationResult', () => AllowedDestination, 'AllowedDestination');

@ObjectType({ description: 'The rules, and what Asterisk was told of them.' })
export class Dialplan {
  @Field(() => [DialplanRule], { description: 'In the order in which Asterisk asks them; those that are switched off last.' })
  rules: DialplanRule[];

  @Field({ description: 'The [outbound] context as Asterisk has it, in extensions.conf form.' })
  text: string;

  @Field({ description: 'Whether Asterisk runs exactly this text now.' })
  applied: boolean;
}

@ObjectType({ description: 'A pattern as a form shows it while it is being written.' })
export class PatternReading {
  @Field({ description: 'Whether it is a pattern.' })
  valid: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'In plain words: "998 and at least 2 more digits". Null where it is none.',
  })
  reading: string | null;

  @Field(() => String, { nullable: true, description: 'A number that it takes. Null where it is none.' })
  example: string | null;

  @Field(() => DialplanRule, {
    nullable: true,
    description: 'The rule that has this pattern already, perhaps in other characters: _998X. and _998[0-9]. are the same.',
  })
  conflictsWith: DialplanRule | null;
}
