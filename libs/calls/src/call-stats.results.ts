import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum CallStatsBy {
  HOUR = 'HOUR',
  DAY = 'DAY',
  AGENT = 'AGENT',
  TRUNK = 'TRUNK',
  OUTCOME = 'OUTCOME',
}
registerEnumType(CallStatsBy, { name: 'CallStatsBy', description: 'What calls are counted by.' });

@ObjectType({ description: 'Calls that have the same key.' })
export class CallStat {
  @Field({
    description:
      "The hour or day (ISO 8601, Asia/Tashkent), the agent's id, the trunk's name or the outcome. Calls without one are not counted.",
  })
  key: string;

  @Field(() => Int, { description: 'How many calls.' })
  calls: number;

  @Field(() => Int, { description: 'How many of them were answered.' })
  answered: number;

  @Field(() => Float, { nullable: true, description: 'From the first ring to the answer or the end, of those that rang.' })
  averageRingSeconds: number | null;

  @Field(() => Float, { nullable: true, description: 'From answer to end, of those that were answered and are over.' })
  averageTalkSeconds: number | null;
}
