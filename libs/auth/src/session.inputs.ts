import { Field, InputType } from '@nestjs/graphql';
import { IsPassword } from './input-rules.js';

@InputType({ description: 'Who signs in.' })
export class LoginInput {
  @Field({ description: 'Capitals do not matter.' })
  username: string;

  @Field({ description: "The user's password." })
  password: string;
}

@InputType({ description: 'The old password and the new.' })
export class ChangePasswordInput {
  @Field({ description: 'The password that holds now.' })
  currentPassword: string;

  @Field({ description: '8 to 200 characters.' })
  @IsPassword()
  newPassword: string;
}
