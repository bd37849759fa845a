import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Call } from './call.entity.js';
import { talkSecondsOf } from './call-fields.resolver.js';
import { CallOutcome, CallState, HangupParty } from './call-state.js';

const states = Object.values(CallState).map((state) => state.toLowerCase());

export class OutboundCallBody {
  @ApiProperty({
    description:
      "An agent's extension: that agent is rung. A caller ID of the trunk: it is sent, and the phone of the token's user is rung. Another telephone, where you may: it is rung first and then connected.",
    example: '201',
  })
  @MaxLength(80)
  @IsString()
  fromNumber: string;

  @ApiProperty({ description: 'The number to call, however it is written.', example: '998901234567' })
  @MaxLength(80)
  @IsString()
  toNumber: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Only this trunk; default: by the dialplan.',
    example: 'BellUZ',
  })
  @IsOptional()
  @MaxLength(80)
  @IsString()
  trunkName?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'A UUID of your choice. Sent again with the same body it makes no second call. Or the header Idempotency-Key.',
  })
  @IsOptional()
  @IsString()
  id?: string | null;
}

export class StartedCall {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: states, description: 'How far it has come.' })
  state: string;

  @ApiProperty({ type: String, nullable: true, description: 'The caller ID that is sent.', example: '998712000000' })
  fromNumber: string | null;

  @ApiProperty({ description: 'E.164 digits without +.', example: '998901234567' })
  toNumber: string;

  @ApiProperty({ type: String, nullable: true, example: 'BellUZ' })
  trunkName: string | null;
}

export class HangupDetails {
  @ApiProperty({ enum: HangupParty, nullable: true })
  by: HangupParty | null;

  @ApiProperty({ type: Number, nullable: true, description: 'ITU-T Q.850 cause.' })
  cause: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'The SIP status that ended the attempt, where there was one.' })
  sipCode: number | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class CallDetails extends StartedCall {
  @ApiProperty({ enum: CallOutcome, nullable: true, description: 'Why it ended; null until it has.' })
  outcome: CallOutcome | null;

  @ApiProperty({ type: HangupDetails, nullable: true })
  hangup: HangupDetails | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  ringingAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  answeredAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: Date | null;

  @ApiProperty({ type: Number, nullable: true, description: 'From answer to end; null if it was never answered.' })
  talkSeconds: number | null;
}

/** RFC 9457. */
export class ProblemDocument {
  @ApiProperty({ example: 'about:blank' })
  type: string;

  @ApiProperty({ example: 'NO_ROUTE' })
  title: string;

  @ApiProperty({ example: 422 })
  status: number;

  @ApiProperty({ description: 'One English sentence that says what is wrong and what to do.' })
  detail: string;

  @ApiProperty({ description: 'For programs.', example: 'NO_ROUTE' })
  code: string;

  @ApiPropertyOptional({ description: 'The field that is wrong.' })
  field?: string;
}

export function startedCall({ id, state, from, to, trunkName }: Call): StartedCall {
  return { id, state: state.toLowerCase(), fromNumber: from, toNumber: to, trunkName };
}

export function callDetails(call: Call): CallDetails {
  const { outcome, hangup, createdAt, ringingAt, answeredAt, endedAt } = call;
  return { ...startedCall(call), outcome, hangup, createdAt, ringingAt, answeredAt, endedAt, talkSeconds: talkSecondsOf(call) };
}
