import { Field, InputType } from '@nestjs/graphql';
import { IsBoolean, IsEnum, IsOptional } from 'class-validator';
import { WhenGiven } from '@app/common';
import { IsExtension, IsPassword, IsTitle, IsUsername } from './input-rules.js';
import { Role } from './role.js';

@InputType({ description: 'A new user.' })
export class CreateUserInput {
  @Field({ description: '2 to 40 characters of A-Z a-z 0-9 . _ - · unique, whatever the capitals.' })
  @IsUsername()
  username: string;

  @Field({ description: '8 to 200 characters.' })
  @IsPassword()
  password: string;

  @Field(() => String, { nullable: true, description: 'What others are shown; default: the username.' })
  @IsOptional()
  @IsTitle()
  displayName?: string | null;

  @Field(() => Role, { defaultValue: Role.AGENT, description: 'What the user may do.' })
  @IsEnum(Role)
  role: Role;

  @Field(() => String, { nullable: true, description: '3 to 5 digits, not beginning with 0 or 1. Gives the user a phone.' })
  @IsOptional()
  @IsExtension()
  extension?: string | null;
}

@InputType({
  description:
    'Only the fields that are given change; null clears extension, and is INVALID_INPUT elsewhere. The last enabled ADMIN cannot be disabled or demoted.',
})
export class UpdateUserInput {
  @Field(() => String, { nullable: true, description: 'What others are shown.' })
  @WhenGiven()
  @IsTitle()
  displayName?: string;

  @Field(() => Role, { nullable: true, description: 'Signs that user out everywhere, where it changes.' })
  @WhenGiven()
  @IsEnum(Role)
  role?: Role;

  @Field(() => String, { nullable: true, description: 'null takes the phone away' })
  @IsOptional()
  @IsExtension()
  extension?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'false signs that user out everywhere and takes the phone away.' })
  @WhenGiven()
  @IsBoolean()
  enabled?: boolean;

  @Field(() => String, { nullable: true, description: 'Signs that user out everywhere.' })
  @WhenGiven()
  @IsPassword()
  password?: string;
}
