import { Field, ID, InputType } from '@nestjs/graphql';
import { IsEnum } from 'class-validator';
import { IsTitle } from './input-rules.js';
import { Role } from './role.js';

@InputType({ description: 'A new API token.' })
export class CreateApiTokenInput {
  @Field({ description: 'What it is for: 1 to 80 characters.' })
  @IsTitle()
  name: string;

  @Field(() => Role, { defaultValue: Role.AGENT, description: 'At most the role of the user it acts as.' })
  @IsEnum(Role)
  role: Role;

  @Field(() => ID, { nullable: true, description: 'Acts as this user; default: the creator. Disabling that user stops it.' })
  userId?: string | null;

  @Field(() => Date, { nullable: true, description: 'When it stops working; default: never.' })
  expiresAt?: Date | null;
}
