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
