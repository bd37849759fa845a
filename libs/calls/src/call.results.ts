import type { TrunkProblem } from '@app/trunks';
import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { HangupParty } from './call-state.js';

@ObjectType({ description: 'How a call ended.' })
export class Hangup {
  @Field(() => HangupParty, { nullable: true, description: 'Who ended it.' })
  by: HangupParty | null;

  @Field(() => Int, { nullable: true, description: 'ITU-T Q.850 cause, as Asterisk reports it.' })
  cause: number | null;

  @Field(() => Int, { nullable: true, description: 'The SIP status that ended the attempt, where there was one: 486, 603 …' })
  sipCode: number | null;

  @Field(() => String, { nullable: true, description: 'What happened, in words.' })
  reason: string | null;
}

@ObjectType({ description: 'One trunk that was really tried.' })
export class CallAttempt {
  /** The field `trunk` is read by it: null once the trunk is deleted. */
  trunkId: string | null;

  @Field({ description: "The trunk's name then." })
  trunkName: string;

  @Field({ description: 'What was dialled: PJSIP/998901234567@BellUZ' })
  dialString: string;

  @Field(() => Date, { description: 'When it was dialled.' })
  startedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was over.' })
  endedAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'The SIP status that ended it, where there was one.' })
  sipCode: number | null;

  @Field(() => Int, { nullable: true, description: 'ITU-T Q.850 cause.' })
  cause: number | null;

  @Field(() => String, { nullable: true, description: "The provider's own words with sipCode, or what went wrong." })
  reason: string | null;

  /** The field `advice` is made of it. */
  problem: TrunkProblem | null;
}

export enum CallTransferState {
  RINGING = 'RINGING',
  TALKING = 'TALKING',
  COMPLETED = 'COMPLETED',
  CANCELED = 'CANCELED',
  FAILED = 'FAILED',
}
registerEnumType(CallTransferState, {
  name: 'CallTransferState',
  description: 'How far a transfer has come.',
  valuesMap: {
    RINGING: { description: 'The target is being rung.' },
    TALKING: { description: 'The agent and the target talk; the customer hears music, or all three talk.' },
    COMPLETED: { description: 'The customer talks to the target.' },
    CANCELED: { description: 'The agent took the call back.' },
    FAILED: { description: 'The target was not reached; the agent has the call again.' },
  },
});

@ObjectType({ description: 'A transfer under way or done.' })
export class CallTransfer {
  @Field({ description: 'Where to: a number, or the extension of an agent, or the name of a group.' })
  to: string;

  @Field({ description: 'Whether the agent speaks with the target first.' })
  attended: boolean;

  @Field(() => CallTransferState, { description: 'How far it has come.' })
  state: CallTransferState;

  /** Who asked for it, and has the call back if it fails. */
  byUserId: string | null;

  /** Users that may be the target: one, or a group's. */
  targetUserIds: string[];

  /** Whether all three talk. */
  isJoined: boolean;

  /** The number of a target outside, in the books' spelling. */
  number: string | null;

  /** Seconds that a target rings. */
  ringTimeoutSeconds: number;

  /** Where the agent and the target talk while the customer hears music. */
  conversationId: string | null;

  /** Whether the agent is being rung to have the call back. */
  isReturning: boolean;

  /** Of a transfer that joined two calls of a phone: the other one. */
  joinedCallId?: string | null;

  /** Whether this call's customer is in the conversation of that one. */
  isGuest?: boolean;
}

export enum MonitorMode {
  LISTEN = 'LISTEN',
  WHISPER = 'WHISPER',
  JOIN = 'JOIN',
}
registerEnumType(MonitorMode, {
  name: 'MonitorMode',
  description: 'What a supervisor does in a call.',
  valuesMap: {
    LISTEN: { description: 'Hears both, is heard by nobody.' },
    WHISPER: { description: 'Hears both, is heard by the agent alone.' },
    JOIN: { description: 'Hears both, is heard by both.' },
  },
});

/** How a voice fared. What was not measured is absent. */
export interface VoiceQuality {
  /** ms */
  jitterMs?: number;
  lossPercent?: number;
  roundTripMs?: number;
}

/** As a leg keeps it: what the engine measured last, and what the party's browser said last. */
export interface StoredQuality {
  measured?: VoiceQuality;
  reported?: VoiceQuality & { audioLevel?: number };
}

export enum CallSide {
  AGENT = 'AGENT',
  CUSTOMER = 'CUSTOMER',
}
registerEnumType(CallSide, { name: 'CallSide', description: 'Whose voice.' });

@ObjectType({ description: 'How the voice of one side arrived.' })
export class LegQuality {
  @Field(() => CallSide, { description: 'Whose voice it is.' })
  side: CallSide;

  @Field(() => Float, { nullable: true, description: 'Mean opinion score, estimated: 1 to 4.5.' })
  mos: number | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds.' })
  jitterMs: number | null;

  @Field(() => Float, { nullable: true, description: 'Of what the side sent, how much did not arrive.' })
  lossPercent: number | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds there and back.' })
  roundTripMs: number | null;
}

/** As JSON has it, which knows no dates. */
export type Stored<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };

/** Attempts that were kept before they had a reason and a problem have neither. */
export function readAttempts(stored: readonly Stored<CallAttempt>[]): CallAttempt[] {
  return stored.map((attempt) =>
    Object.assign(new CallAttempt(), { reason: null, problem: null }, attempt, {
      startedAt: new Date(attempt.startedAt),
      endedAt: readDate(attempt.endedAt),
    }),
  );
}

export function readDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
