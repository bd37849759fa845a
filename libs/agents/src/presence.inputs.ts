import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type ChosenPresence, Presence } from './presence-state.js';

/** On one line, nothing that turns text around: others are shown it. */
const REASON = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]{0,200}$/u;

@InputType({ description: 'What somebody says of themselves.' })
export class SetPresenceInput {
  @Field(() => Presence, { description: 'AVAILABLE or AWAY; the others follow from what happens.' })
  @IsIn([Presence.AVAILABLE, Presence.AWAY], {
    message: '$property must be AVAILABLE or AWAY: the others follow from what happens',
  })
  presence: ChosenPresence;

  @Field(() => String, { nullable: true, description: 'Why, with AWAY: at most 200 characters on one line.' })
  @IsOptional()
  @Matches(REASON, { message: '$property must be at most 200 characters on one line' })
  reason?: string | null;
}
