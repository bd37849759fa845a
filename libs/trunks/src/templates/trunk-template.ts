import { Field, Int, ObjectType } from '@nestjs/graphql';
import { TrunkAuthMode, TrunkTransport } from '../trunk.entity.js';

@ObjectType({ description: "What a known provider's form is filled with." })
export class TrunkTemplate {
  @Field({ description: 'What the trunk is named, unless the admin says otherwise.' })
  name: string;

  @Field({ description: 'What people call the provider.' })
  title: string;

  @Field({ description: 'Empty where the provider tells each customer its own.' })
  server: string;

  @Field(() => Int, { description: 'The port.' })
  port: number;

  @Field(() => TrunkTransport, { description: 'The transport.' })
  transport: TrunkTransport;

  @Field(() => TrunkAuthMode, { description: 'How the provider knows its customers.' })
  authMode: TrunkAuthMode;

  @Field(() => [String], { description: 'Offered in this order.' })
  codecs: string[];
}
