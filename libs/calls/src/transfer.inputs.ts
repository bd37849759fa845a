import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';

@InputType({ isOneOf: true, description: 'Who is to have a call: exactly one.' })
export class TransferTargetInput {
  @Field(() => ID, {
    nullable: true,
    description: 'An agent, whose phone is rung. AGENT_UNAVAILABLE when it is offline or in a call.',
  })
  @IsOptional()
  agentId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A group: everybody who is available is rung, and who answers first has the call.',
  })
  @IsOptional()
  groupId?: string | null;

  @Field(() => String, { nullable: true, description: "A number, dialled by the rules as any other; or an agent's extension." })
  @IsOptional()
  phone?: string | null;
}

@InputType({ description: 'A transfer.' })
export class TransferInput {
  @Field(() => TransferTargetInput, { description: 'Who is to have the call.' })
  to: TransferTargetInput;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the agent speaks with the target first, while the customer hears music.',
  })
  attended: boolean = false;
}
