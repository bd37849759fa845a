import { Field, Float, InputType } from '@nestjs/graphql';
import { IsNumber, IsOptional, Max, Min } from 'class-validator';

@InputType({ description: 'What a browser measured of its own side.' })
export class CallQualityInput {
  @Field(() => Float, { nullable: true, description: 'Milliseconds, 0 to 10000.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(10_000)
  jitterMs?: number | null;

  @Field(() => Float, { nullable: true, description: '0 to 100.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  lossPercent?: number | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds, 0 to 60000.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(60_000)
  roundTripMs?: number | null;

  @Field(() => Float, { nullable: true, description: 'How loud the microphone was, 0 to 1.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  audioLevel?: number | null;
}
