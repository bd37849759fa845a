import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { User } from '@app/auth';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { CallAttempt, CallTransfer, Hangup, readAttempts } from './call.results.js';
import { CallDirection, CallOutcome, CallState } from './call-state.js';
import { RecordingProblem } from './recording-problem.js';
import type { StoredPlan } from './stored-plan.js';

/** Who is rung, and in which order. */
export type CallFlow =
  /** The agent's phone, then the customer. */
  | 'AGENT_FIRST'
  /** A telephone through a trunk, then the customer. */
  | 'PHONE_FIRST'
  /** The customer alone, who hears a sound. */
  | 'ANNOUNCEMENT'
  /** A phone of ours dialled the number itself. */
  | 'DIALLED_BY_PHONE'
  /** It came in over a trunk, and phones of ours are rung. */
  | 'INBOUND';

/**
 * Calls that are over are found by these, so that a call that lives costs one small index at each of its changes. Behind its order each has what else may be asked
 * for, so that a page is found without looking at the calls that do not match (call-search.ts).
 */
const ended = `"state" = 'ENDED'`;

@ObjectType({ description: 'A telephone call.' })
@Entity('calls')
@Index('calls_newest', ['createdAt', 'id', 'to', 'from'], { where: ended })
@Index('calls_of_agent', ['agentId', 'createdAt', 'id', 'trunkName', 'outcome', 'direction', 'to', 'from'], { where: ended })
@Index('calls_of_starter', ['startedById', 'createdAt', 'id', 'agentId', 'trunkName', 'outcome', 'direction', 'to', 'from'], {
  where: ended,
})
@Index('calls_of_trunk', ['trunkName', 'createdAt', 'id', 'agentId', 'outcome', 'direction'], { where: ended })
@Index('calls_by_outcome', ['outcome', 'createdAt', 'id', 'agentId', 'trunkName', 'direction'], { where: ended })
@Index('calls_by_direction', ['direction', 'createdAt', 'id', 'agentId', 'trunkName', 'outcome'], { where: ended })
@Index('calls_from', ['from', 'createdAt', 'id', 'agentId', 'trunkName', 'outcome', 'direction'], { where: ended })
@Index('calls_to', ['to', 'createdAt', 'id', 'agentId', 'trunkName', 'outcome', 'direction'], { where: ended })
@Index('calls_missed', ['createdAt', 'id'], {
  where: `"direction" = 'INBOUND' AND "state" = 'ENDED' AND "answeredAt" IS NULL AND "from" IS NOT NULL`,
})
/** GIN over the tags of the calls that have some. */
@Index('calls_by_tag', { synchronize: false })
@Index('calls_alive', ['createdAt', 'id'], { where: `"state" <> 'ENDED'` })
export class Call {
  @Field(() => ID, { description: 'A UUID, which the client may have chosen.' })
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => CallDirection, { description: 'Who called whom.' })
  @Column('varchar', { length: 8 })
  direction: CallDirection;

  @Field(() => String, {
    nullable: true,
    description: 'The caller ID that was sent (outbound) or received (inbound); null when withheld.',
  })
  @Column('varchar', { length: 40, nullable: true })
  from: string | null;

  @Field({ description: 'The number called: E.164 digits without +, a short number, an extension, or unknown' })
  @Column('varchar', { length: 40 })
  to: string;

  @Field(() => String, { nullable: true, description: 'The trunk that carries it, or carried it last.' })
  @Column('varchar', { length: 40, nullable: true })
  trunkName: string | null;

  @Column('uuid', { nullable: true })
  agentId: string | null;

  @ManyToOne(() => User, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'agentId' })
  agentUser?: Relation<User> | null;

  /** Who asked for it; null for a call that came in. */
  @Column('uuid', { nullable: true })
  startedById: string | null;

  @ManyToOne(() => User, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'startedById' })
  startedBy?: Relation<User> | null;

  /** The API token that asked, if one did: it has limits of its own. Kept when the token is revoked. */
  @Column('uuid', { nullable: true })
  apiTokenId: string | null;

  @Column('varchar', { length: 16 })
  flow: CallFlow;

  /** What was asked for, so that the same request is told from another one with the same id, and the next trunk can be planned. */
  @Column('jsonb')
  request: CallRequest;

  /** Seconds, counted from the far phone's first ring. */
  @Column('integer')
  ringTimeoutSeconds: number;

  /** Whether it is to be recorded, once it is answered. */
  @Column('boolean')
  record: boolean;

  /** What planCall said when it was made. Null for a call that was not planned. */
  @Column('jsonb', { nullable: true })
  plan: StoredPlan | null;

  @Field(() => CallState, { description: 'How far it has come.' })
  @Column('varchar', { length: 8 })
  state: CallState;

  @Field(() => CallOutcome, { nullable: true, description: 'Why it ended. Null until it has.' })
  @Column('varchar', { length: 16, nullable: true })
  outcome: CallOutcome | null;

  @Field(() => Hangup, { nullable: true, description: 'Who ended it, and how. Null until it has ended.' })
  @Column('jsonb', { nullable: true })
  hangup: Hangup | null;

  /** Derived from its legs with every change, so that a call can be read without them. */
  @Field(() => [CallAttempt], { description: 'The trunks that were really tried, in order.' })
  @Column('jsonb', { default: () => "'[]'", transformer: { to: (attempts: unknown) => attempts, from: readAttempts } })
  attempts: CallAttempt[];

  @Field({ description: 'Whether the far party hears music.' })
  @Column('boolean', { default: false })
  onHold: boolean;

  @Field({ description: 'Whether the agent is silenced: the far party does not hear it.' })
  @Column('boolean', { default: false })
  muted: boolean;

  @Field(() => CallTransfer, { nullable: true, description: 'The transfer under way, or the last one.' })
  @Column('jsonb', { nullable: true })
  transfer: CallTransfer | null;

  @Field({
    description: "False while the agent's phone is lost (page reloaded, network gone) and the customer hears music.",
  })
  @Column('boolean', { default: true })
  agentConnected: boolean;

  @Field({ description: "False where Asterisk's own records were missing too, and an end was estimated." })
  @Column('boolean', { default: true })
  timesExact: boolean;

  /** For a call that came in: where it was sent, and who has been rung. */
  @Column('jsonb', { nullable: true })
  distribution: Distribution | null;

  @Field(() => String, { nullable: true, description: 'What the agent wrote about it.' })
  @Column('varchar', { length: 2000, nullable: true })
  note: string | null;

  @Field(() => [String], { description: 'Words that the agent sorted it by.' })
  @Column('varchar', { length: 40, array: true, default: () => "'{}'" })
  tags: string[];

  @Field(() => Date, { description: 'When it was asked for.' })
  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When the far phone first rang.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  ringingAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the far party answered.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  answeredAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was over.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  /** Of the recordings whose files are closed, oldest first. Here and not only in their own table, so that a call tells at every sequence what it had then. */
  @Column('uuid', { array: true, default: () => "'{}'" })
  recordingIds: string[];

  @Field(() => RecordingProblem, {
    nullable: true,
    description: 'What is wrong with its recording. Null where nothing is, or where it is not to be recorded.',
  })
  @Column('varchar', { length: 8, nullable: true })
  recordingProblem: RecordingProblem | null;

  @Field({ description: 'Whether its recording is paused now: silence is recorded.' })
  @Column('boolean', { default: false })
  recordingPaused: boolean;

  @Field(() => Int, { description: 'Grows by one with every change of this call: a client can tell what it has missed.' })
  @Column('integer')
  sequence: number;
}

/** How far the distribution of a call that came in has come. Times are ISO 8601. */
export interface Distribution {
  routeId: string;
  /** Who is rung: the route's group or agent, its fallback group, or nobody any more: an announcement plays. */
  stage: 'FIRST' | 'FALLBACK' | 'ANNOUNCEMENT';
  /** The group that is rung; null for the agent whom the route names. */
  groupId: string | null;
  /** How often somebody was rung; the next step is this one plus 1. */
  step: number;
  /** Users who were rung, each once, in order. */
  rungUserIds: string[];
  /** Those of the present stage: nobody is rung twice in one. */
  stageUserIds: string[];
  /** When the present step is over; null where none has begun. */
  ringUntil: string | null;
  /** When nobody more of this stage is rung. */
  stageUntil: string;
  /** What plays: `sound:…` */
  announcement: string | null;
  /** Seconds that an agent has for the writing after the talk. */
  wrapUpSeconds: number;
}

/** What was asked for, in one spelling: null for what was left out. */
export interface CallRequest {
  to: string;
  from: string | null;
  trunkName: string | null;
  agentId: string | null;
  phone: string | null;
  announcement: string | null;
  ringTimeoutSeconds: number | null;
  record: boolean | null;
}
