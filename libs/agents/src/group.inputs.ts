import { applyDecorators } from '@nestjs/common';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsArray, IsEnum, IsInt, IsUUID, Matches, Max, Min } from 'class-validator';
import { WhenGiven } from '@app/common';
import { RingStrategy } from './group.entity.js';

/** On one line, nothing that turns text around. */
const NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,80}$/u;
const LONGEST_WRAP_UP_SECONDS = 600;
const MOST_MEMBERS = 200;

const IsGroupName = () => Matches(NAME, { message: '$property must be 1 to 80 characters on one line' });
const AreMemberIds = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(MOST_MEMBERS, { message: `$property must be at most ${MOST_MEMBERS} people` }),
    ArrayUnique((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id), {
      message: '$property must name nobody twice',
    }),
    IsUUID('all', { each: true, message: 'There is no user with one of these ids' }),
  );
const IsWrapUp = () => {
  const message = `$property must be a whole number from 0 to ${LONGEST_WRAP_UP_SECONDS}`;
  return applyDecorators(IsInt({ message }), Min(0, { message }), Max(LONGEST_WRAP_UP_SECONDS, { message }));
};

@InputType({ description: 'A new group.' })
export class CreateGroupInput {
  @Field({ description: '1 to 80 characters. Unique, whatever the capitals.' })
  @IsGroupName()
  name: string;

  @Field(() => [ID], { description: 'Who is in it, in the order in which IN_ORDER rings them; nobody twice.' })
  @AreMemberIds()
  memberIds: string[];

  @Field(() => RingStrategy, { defaultValue: RingStrategy.ALL, description: 'Whom a call rings, and when.' })
  @IsEnum(RingStrategy)
  strategy: RingStrategy;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'For how many seconds a member is in WRAP_UP after a call of this group: 0 to 600.',
  })
  @IsWrapUp()
  wrapUpSeconds: number;
}

@InputType({ description: 'Only the fields that are given change; null is INVALID_INPUT.' })
export class UpdateGroupInput {
  @Field(() => String, { nullable: true, description: '1 to 80 characters.' })
  @WhenGiven()
  @IsGroupName()
  name?: string;

  @Field(() => [ID], { nullable: true, description: 'Replaces the list.' })
  @WhenGiven()
  @AreMemberIds()
  memberIds?: string[];

  @Field(() => RingStrategy, { nullable: true, description: 'Whom a call rings, and when.' })
  @WhenGiven()
  @IsEnum(RingStrategy)
  strategy?: RingStrategy;

  @Field(() => Int, { nullable: true, description: '0 to 600.' })
  @WhenGiven()
  @IsWrapUp()
  wrapUpSeconds?: number;
}
