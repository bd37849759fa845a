import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '@app/common';
import type { Relation } from 'typeorm';
import { Call } from './call.entity.js';

@ObjectType({ description: 'Newest first. nextCursor is null on the last page.' })
export class CallPage {
  @Field(() => [Call], { description: 'The calls of this page.' })
  items: Relation<Call>[];

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page.' })
  nextCursor: string | null;
}

export const OriginateCallResult = resultUnion('OriginateCallResult', () => Call, 'Call');
export const CallResult = resultUnion('CallResult', () => Call, 'Call');
