import { Field, ObjectType } from '@nestjs/graphql';
import { PresenceChange } from './presence-change.entity.js';

@ObjectType({ description: 'Newest first.' })
export class PresenceChangePage {
  @Field(() => [PresenceChange], { description: 'At most `first` of them.' })
  items: PresenceChange[];

  @Field(() => String, { nullable: true, description: 'For `after`; null on the last page.' })
  nextCursor: string | null;
}
