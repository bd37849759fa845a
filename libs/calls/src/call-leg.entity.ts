import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Trunk } from '@app/trunks';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Call } from './call.entity.js';
import type { MonitorMode, StoredQuality } from './call.results.js';
import type { EndReason } from './outcome.js';

export const LegRole = { CUSTOMER: 'CUSTOMER', AGENT: 'AGENT', PHONE: 'PHONE', SUPERVISOR: 'SUPERVISOR' } as const;
export type LegRole = (typeof LegRole)[keyof typeof LegRole];
registerEnumType(LegRole, {
  name: 'LegRole',
  description: 'Whose line it is.',
  valuesMap: {
    CUSTOMER: { description: 'The far party.' },
    AGENT: { description: 'A phone of ours.' },
    PHONE: { description: 'A telephone that was rung first, through a trunk.' },
    SUPERVISOR: { description: 'Who listens in.' },
  },
});

/** Saved before it is dialled, so that no event of it can come too early. */
@ObjectType({ description: "One party's line." })
@Entity('call_legs')
@Index('call_legs_of_call', ['callId'])
@Index('call_legs_alive', ['callId'], { where: '"endedAt" is null' })
@Index('call_legs_slots', ['slotTrunkId'], { where: '"slotTrunkId" is not null' })
export class CallLeg {
  /** Chosen by us (a UUID), or the engine's own for a leg that arrived. The engine knows the leg by it. */
  @Field(() => ID, { description: "Asterisk's id of it." })
  @PrimaryColumn('varchar', { length: 150 })
  id: string;

  @Column('uuid')
  callId: string;

  @ManyToOne(() => Call, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'callId' })
  call?: Relation<Call>;

  @Field(() => LegRole, { description: 'Whose line it is.' })
  @Column('varchar', { length: 10 })
  role: LegRole;

  /** What it is there for: the call itself, a transfer's target, or somebody who listens in. */
  @Column('varchar', { length: 8, default: 'MAIN' })
  part: 'MAIN' | 'TRANSFER' | 'MONITOR';

  /** For CUSTOMER legs: the first trunk is 1. */
  @Column('integer', { default: 1 })
  attempt: number;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Field(() => String, { nullable: true, description: 'Its number or extension; null when withheld.' })
  @Column('varchar', { length: 40, nullable: true })
  number: string | null;

  /** Kept when the trunk is deleted or renamed. */
  @Column('uuid', { nullable: true })
  trunkId: string | null;

  @Field(() => String, { nullable: true, description: "The trunk's name then; null for a phone of ours." })
  @Column('varchar', { length: 40, nullable: true })
  trunkName: string | null;

  /** The trunk whose line this leg holds, from before it is dialled to its end: maxChannels counts these. A trunk with one can't be deleted. */
  @Column('uuid', { nullable: true })
  slotTrunkId: string | null;

  @ManyToOne(() => Trunk, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'slotTrunkId', foreignKeyConstraintName: 'FK_call_legs_trunk_in_use' })
  slotTrunk?: Relation<Trunk> | null;

  /** Null for a leg that arrived. */
  @Column('varchar', { length: 160, nullable: true })
  dialString: string | null;

  /** As it is sent: a trunk may want it with a + or without the country. */
  @Column('varchar', { length: 40, nullable: true })
  callerId: string | null;

  /** Whether this phone of ours picks up by itself when asked to. */
  @Column('boolean', { default: false })
  autoAnswers: boolean;

  /** Whether its phone has put the other side on hold by itself. */
  @Column('boolean', { default: false })
  isHolding: boolean;

  /** Of a supervisor's phone: what it is to do. */
  @Column('varchar', { length: 8, nullable: true })
  monitorMode: MonitorMode | null;

  /** How its voice fared, written with its end. */
  @Column('jsonb', { nullable: true })
  quality: StoredQuality | null;

  @Field(() => Date, { description: 'When it was made, or came.' })
  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** Null while it waits for the other party; set before the engine is told. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dialledAt: Date | null;

  /** Its first 180 or 183. */
  @Field(() => Date, { nullable: true, description: 'When it first rang.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  ringingAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was answered.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  answeredAt: Date | null;

  /** When we last asked the engine to end it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  hungUpAt: Date | null;

  /** Why we did. */
  @Column('varchar', { length: 24, nullable: true })
  hungUpFor: EndReason | null;

  @Field(() => Date, { nullable: true, description: 'When it was over.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column('varchar', { length: 4, nullable: true })
  endedBy: 'US' | 'THEM' | null;

  /** Q.850. */
  @Field(() => Int, { nullable: true, description: 'ITU-T Q.850 cause of its end.' })
  @Column('integer', { nullable: true })
  cause: number | null;

  @Field(() => Int, { nullable: true, description: 'The SIP status that ended it, where there was one.' })
  @Column('integer', { nullable: true })
  sipCode: number | null;

  /** The far side's own words with sipCode. */
  @Column('varchar', { length: 200, nullable: true })
  sipReason: string | null;
}
