import { applyDecorators } from '@nestjs/common';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { WhenGiven } from '@app/common';
import { isCallerId } from '@app/trunks';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { parsePattern } from './parse-pattern.js';

/** On one line, nothing that turns text around: it is shown, spoken of in refusals, and stands (whitelisted) in the dialplan's text. */
const TITLE = /^(?=.*\S)[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,80}$/u;
const NOTE = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]{0,200}$/u;

const IsWhole = (from: number, to: number) => {
  const message = `$property must be a whole number from ${from} to ${to}`;
  return applyDecorators(IsInt({ message }), Min(from, { message }), Max(to, { message }));
};
const IsTitle = () => Matches(TITLE, { message: '$property must be 1 to 80 characters on one line' });
const IsPattern = () =>
  ValidateBy({
    name: 'isPattern',
    validator: {
      validate: (value) => typeof value === 'string' && parsePattern(value) !== undefined,
      defaultMessage: () =>
        '$property must be a number, or _ and then digits, X, Z, N and sets such as [1-5], with . or ! only at the end: _998X.',
    },
  });
const AreTrunkIds = () => applyDecorators(IsArray(), ArrayMaxSize(50), ArrayUnique(), IsString({ each: true }));
const IsPrepend = () => Matches(/^\+?\d{0,19}$/, { message: '$property must be at most 20 digits, perhaps with a + in front' });
const IsRuleCallerId = () =>
  ValidateBy({
    name: 'isCallerId',
    validator: {
      validate: isCallerId,
      defaultMessage: () => '$property must be 3 to 15 digits, without + and spaces: 998712000000',
    },
  });

@InputType({ description: 'A new dialplan rule.' })
export class CreateDialplanRuleInput {
  @Field({ description: '1 to 80 characters.' })
  @IsTitle()
  name: string;

  @Field({
    description: 'A number, or _ and then digits, X (0-9), Z (1-9), N (2-9), sets such as [1-5], with . or ! only at the end.',
  })
  @IsPattern()
  pattern: string;

  @Field(() => [ID], { defaultValue: [], description: 'Tried in this order. Empty: every enabled trunk, by its priority.' })
  @AreTrunkIds()
  trunkIds: string[];

  @Field(() => Int, { defaultValue: 0, description: '0 to 20, and fewer than the shortest number that matches has.' })
  @IsWhole(0, 20)
  stripDigits: number;

  @Field({ defaultValue: '', description: 'At most 20 digits, perhaps with a + in front.' })
  @IsPrepend()
  prepend: string;

  @Field(() => String, { nullable: true, description: "Sent in place of the trunk's caller ID. Digits only, 3 to 15." })
  @IsOptional()
  @IsRuleCallerId()
  callerId?: string | null;

  @Field(() => Int, { defaultValue: 30, description: '5 to 300.' })
  @IsWhole(5, 300)
  ringTimeoutSeconds: number;

  @Field({ defaultValue: true, description: 'Whether calls by this rule are recorded.' })
  @IsBoolean()
  record: boolean;

  @Field({ defaultValue: true, description: 'Whether it matches anything.' })
  @IsBoolean()
  enabled: boolean;

  @Field({
    defaultValue: false,
    description: 'An emergency number: a short number of 3 to 6 digits, dialled as it is; no limit and no list stops it.',
  })
  @IsBoolean()
  emergency: boolean;
}

@InputType({ description: 'Only the fields that are given change. null clears callerId, and is INVALID_INPUT elsewhere.' })
export class UpdateDialplanRuleInput {
  @Field(() => String, { nullable: true, description: '1 to 80 characters.' })
  @WhenGiven()
  @IsTitle()
  name?: string;

  @Field(() => String, { nullable: true, description: 'As in CreateDialplanRuleInput.' })
  @WhenGiven()
  @IsPattern()
  pattern?: string;

  @Field(() => [ID], { nullable: true, description: 'Replaces the list.' })
  @WhenGiven()
  @AreTrunkIds()
  trunkIds?: string[];

  @Field(() => Int, { nullable: true, description: '0 to 20, and fewer than the shortest number that matches has.' })
  @WhenGiven()
  @IsWhole(0, 20)
  stripDigits?: number;

  @Field(() => String, { nullable: true, description: 'At most 20 digits, perhaps with a + in front.' })
  @WhenGiven()
  @IsPrepend()
  prepend?: string;

  @Field(() => String, { nullable: true, description: 'Digits only, 3 to 15; null clears it.' })
  @IsOptional()
  @IsRuleCallerId()
  callerId?: string | null;

  @Field(() => Int, { nullable: true, description: '5 to 300.' })
  @WhenGiven()
  @IsWhole(5, 300)
  ringTimeoutSeconds?: number;

  @Field(() => Boolean, { nullable: true, description: 'Whether calls by this rule are recorded.' })
  @WhenGiven()
  @IsBoolean()
  record?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Whether it matches anything.' })
  @WhenGiven()
  @IsBoolean()
  enabled?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'As in CreateDialplanRuleInput.' })
  @WhenGiven()
  @IsBoolean()
  emergency?: boolean;
}

@InputType({ description: 'A prefix that may be dialled from now on.' })
export class CreateAllowedDestinationInput {
  @Field({ description: 'The first digits of full numbers, without +, such as 998; or a whole short number.' })
  @Matches(/^[1-9]\d{0,14}$|^0[1-9]\d{1,4}$/, { message: '$property must be 1 to 15 digits, without + and 00: 998' })
  prefix: string;

  @Field(() => String, { nullable: true, description: 'What it is, for people; at most 200 characters.' })
  @IsOptional()
  @Matches(NOTE, { message: '$property must be at most 200 characters on one line' })
  note?: string | null;
}
