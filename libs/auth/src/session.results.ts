import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '@app/common';
import { User } from './user.entity.js';

@ObjectType({ description: 'A sign-in.' })
export class Session {
  @Field({ description: 'A JWT: Authorization: Bearer <token>, and connectionParams.Authorization on graphql-ws.' })
  accessToken: string;

  @Field(() => Date, { description: 'When the access token ends. refreshSession gives the next.' })
  expiresAt: Date;

  @Field(() => User, { description: 'Who signed in.' })
  user: User;
}

export const LoginResult = resultUnion('LoginResult', () => Session, 'Session');

/** A session, with what only the cookie carries. */
export interface SignedIn {
  session: Session;
  refreshToken: string;
  refreshExpiresAt: Date;
}
