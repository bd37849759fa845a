import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '@app/common';
import { ApiToken } from './api-token.entity.js';

@ObjectType({ description: 'A new token, and the only time that it is shown.' })
export class CreatedApiToken {
  @Field({ description: 'Send it as Authorization: Bearer <token>. It cannot be shown again.' })
  token: string;

  @Field(() => ApiToken, { description: 'What is kept of it.' })
  apiToken: ApiToken;
}

export const CreateApiTokenResult = resultUnion('CreateApiTokenResult', () => CreatedApiToken, 'CreatedApiToken');
