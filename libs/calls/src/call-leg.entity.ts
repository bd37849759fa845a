import { Trunk } from '@app/trunks';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Call } from './call.entity.js';
import type { EndReason } from './outcome.js';

export type LegRole =
  /** The far party. */
  | 'CUSTOMER'
  /** A phone of ours. */
  | 'AGENT'
  /** A telephone that was rung first, through a trunk. */
  | 'PHONE';

/** One party's line. Saved before it is dialled, so that no event of it can come too early. */
@Entity('call_legs')
@Index('call_legs_of_call', ['callId'])
@Index('call_legs_alive', ['callId'], { where: '"endedAt" is null' })
@Index('call_legs_slots', ['slotTrunkId'], { where: '"slotTrunkId" is not null' })
export class CallLeg {
  /** Chosen by us (a UUID), or the engine's own for a leg that arrived. The engine knows the leg by it. */
  @PrimaryColumn('varchar', { length: 150 })
  id: string;

  @Column('uuid')
  callId: string;

  @ManyToOne(() => Call, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'callId' })
  call?: Relation<Call>;

  @Column('varchar', { length: 10 })
  role: LegRole;

  /** For CUSTOMER legs: the first trunk is 1. */
  @Column('integer', { default: 1 })
  attempt: number;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('varchar', { length: 40, nullable: true })
  number: string | null;

  /** Kept when the trunk is deleted or renamed. */
  @Column('uuid', { nullable: true })
  trunkId: string | null;

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

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** Null while it waits for the other party; set before the engine is told. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dialledAt: Date | null;

  /** Its first 180 or 183. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  ringingAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  answeredAt: Date | null;

  /** When we last asked the engine to end it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  hungUpAt: Date | null;

  /** Why we did. */
  @Column('varchar', { length: 24, nullable: true })
  hungUpFor: EndReason | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column('varchar', { length: 4, nullable: true })
  endedBy: 'US' | 'THEM' | null;

  /** Q.850. */
  @Column('integer', { nullable: true })
  cause: number | null;

  @Column('integer', { nullable: true })
  sipCode: number | null;

  /** The far side's own words with sipCode. */
  @Column('varchar', { length: 200, nullable: true })
  sipReason: string | null;
}
