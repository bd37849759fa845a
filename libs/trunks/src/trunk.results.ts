import { resultUnion } from '@app/common';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { TrunkProblem } from './trunk-problem.js';
import { Trunk } from './trunk.entity.js';

export const CreateTrunkResult = resultUnion('CreateTrunkResult', () => Trunk, 'Trunk');
export const UpdateTrunkResult = resultUnion('UpdateTrunkResult', () => Trunk, 'Trunk');
export const DeleteTrunkResult = resultUnion('DeleteTrunkResult', () => Trunk, 'Trunk');

export enum TrunkTestStepKind {
  RESOLVE = 'RESOLVE',
  REACH = 'REACH',
  REGISTER = 'REGISTER',
}
registerEnumType(TrunkTestStepKind, {
  name: 'TrunkTestStepKind',
  description: 'What is tried, in this order.',
  valuesMap: {
    RESOLVE: { description: "The server's name has an address." },
    REACH: { description: 'The server answers SIP on this port and transport.' },
    REGISTER: { description: 'The provider accepts the login and the password.' },
  },
});

@ObjectType({ description: 'One step of a trial.' })
export class TrunkTestStep {
  @Field(() => TrunkTestStepKind, { description: 'What was tried.' })
  kind: TrunkTestStepKind;

  @Field({ description: 'Whether it worked.' })
  ok: boolean;

  @Field(() => Int, { description: 'How long it took, from the start of this step.' })
  milliseconds: number;

  @Field(() => Int, { nullable: true, description: 'The SIP status that the provider answered with.' })
  sipCode: number | null;

  @Field(() => String, { nullable: true, description: 'What was found, or what went wrong.' })
  detail: string | null;

  @Field(() => TrunkProblem, { nullable: true, description: 'Why it did not work.' })
  problem: TrunkProblem | null;
}

@ObjectType({ description: 'What the trunk would do, done once by Asterisk itself. ok is true only if every step was.' })
export class TrunkTest {
  @Field({ description: 'Whether every step worked.' })
  ok: boolean;

  @Field(() => [TrunkTestStep], { description: 'In order; after a step that failed none follows.' })
  steps: TrunkTestStep[];
}

export const TestTrunkResult = resultUnion('TestTrunkResult', () => TrunkTest, 'TrunkTest');
