import { applyDecorators } from '@nestjs/common';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { isSound, WhenGiven } from '@app/common';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min, ValidateBy } from 'class-validator';

const SHORTEST_RING_SECONDS = 5;
const LONGEST_RING_SECONDS = 300;

const IsRingTime = () => {
  const message = `$property must be a whole number from ${SHORTEST_RING_SECONDS} to ${LONGEST_RING_SECONDS}`;
  return applyDecorators(IsInt({ message }), Min(SHORTEST_RING_SECONDS, { message }), Max(LONGEST_RING_SECONDS, { message }));
};
const IsAnnouncement = () =>
  ValidateBy({
    name: 'isSound',
    validator: {
      validate: isSound,
      defaultMessage: () => '$property must be sound: and the name of a sound, of a-z 0-9 / _ -, such as sound:hello-world',
    },
  });

/** The number and what the ids name are looked at by inbound-routes.service.ts, which knows more of them. */
@InputType({ description: 'A new inbound route: exactly one of groupId and agentId.' })
export class CreateInboundRouteInput {
  @Field(() => String, {
    nullable: true,
    description: 'The number that is called (DID): 998712000000, 71 200 00 00 … Left out or null: any other.',
  })
  @IsOptional()
  @IsString()
  number?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only calls over this trunk. Left out or null: over any.' })
  @IsOptional()
  @IsString()
  trunkId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The group that is rung.' })
  @IsOptional()
  @IsString()
  groupId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The agent who is rung.' })
  @IsOptional()
  @IsString()
  agentId?: string | null;

  @Field(() => Int, { defaultValue: 30, description: '5 to 300.' })
  @IsRingTime()
  ringTimeoutSeconds: number;

  @Field(() => String, { nullable: true, description: 'Played when nobody answered, before the call ends: sound:…' })
  @IsOptional()
  @IsAnnouncement()
  fallbackAnnouncement?: string | null;

  @Field(() => ID, { nullable: true, description: 'The group that is rung when nobody answered; another than groupId.' })
  @IsOptional()
  @IsString()
  fallbackGroupId?: string | null;

  @Field({ defaultValue: true, description: 'Whether it takes calls.' })
  @IsBoolean()
  enabled: boolean;
}

@InputType({
  description:
    'Only the fields that are given change. null clears number, trunkId, fallbackAnnouncement and fallbackGroupId, and takes groupId or agentId away where the other is given.',
})
export class UpdateInboundRouteInput {
  @Field(() => String, { nullable: true, description: 'The number that is called (DID); null: any other.' })
  @IsOptional()
  @IsString()
  number?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only calls over this trunk; null: over any.' })
  @IsOptional()
  @IsString()
  trunkId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The group that is rung, with agentId: null where an agent was.' })
  @IsOptional()
  @IsString()
  groupId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The agent who is rung, with groupId: null where a group was.' })
  @IsOptional()
  @IsString()
  agentId?: string | null;

  @Field(() => Int, { nullable: true, description: '5 to 300.' })
  @WhenGiven()
  @IsRingTime()
  ringTimeoutSeconds?: number;

  @Field(() => String, { nullable: true, description: 'sound:… ; null clears it.' })
  @IsOptional()
  @IsAnnouncement()
  fallbackAnnouncement?: string | null;

  @Field(() => ID, { nullable: true, description: 'Another group than groupId; null clears it.' })
  @IsOptional()
  @IsString()
  fallbackGroupId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it takes calls.' })
  @WhenGiven()
  @IsBoolean()
  enabled?: boolean;
}
