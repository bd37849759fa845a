import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Call } from '@app/calls';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import type { Stretch } from './sound-meter.js';

/**
 * RECORDING -> CLOSING -> READY
 *                     \-> MISSING (the engine has no such file, or there is nothing in it)
 *                     \-> FAILED  (it has one that can't be read)
 */
export type RecordingState = 'RECORDING' | 'CLOSING' | 'READY' | 'MISSING' | 'FAILED';

@ObjectType({ description: 'A stretch that was paused, in seconds from the start.' })
export class RecordingGap implements Stretch {
  @Field(() => Float, { description: 'From here on nothing is heard.' })
  fromSeconds: number;

  @Field(() => Float, { description: 'From here on it is heard again.' })
  toSeconds: number;
}

/** By our clock, as JSON; `to` is null while it lasts. */
export interface StoredPause {
  from: string;
  to: string | null;
}

@ObjectType({ description: 'The recording of a call.' })
@Entity('recordings')
@Index('recordings_of_call', ['callId'])
@Index('recordings_open', ['callId'], { where: `"state" in ('RECORDING', 'CLOSING')` })
@Index('recordings_left_behind', ['id'], { where: `"state" = 'READY' and "isWithEngine"` })
@Index('recordings_by_age', ['createdAt', 'id'], { where: `"file" is not null and "deletedAt" is null` })
export class Recording {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  callId: string;

  @ManyToOne(() => Call, { onDelete: 'RESTRICT', nullable: false })
  @JoinColumn({ name: 'callId' })
  call?: Relation<Call>;

  /** The leg that is recorded; null where the engine recorded by itself. */
  @Column('varchar', { length: 150, nullable: true })
  legId: string | null;

  /** The engine's name for it. Unique, so that a file is taken once. */
  @Column('varchar', { length: 100, unique: true })
  name: string;

  /** Until its file is here and removed there. */
  @Column('boolean', { default: true })
  isWithEngine: boolean;

  @Column('varchar', { length: 9 })
  state: RecordingState;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it began.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column('jsonb', { default: () => "'[]'" })
  pauses: StoredPause[];

  /** Below the recordings' folder: 2026/11/<id>.wav */
  @Column('varchar', { length: 60, nullable: true })
  file: string | null;

  @Field(() => Float, { description: 'How long it is.' })
  @Column('double precision', { default: 0 })
  durationSeconds: number;

  @Field(() => Int, { description: "The file's size." })
  @Column('bigint', { default: 0, transformer: { to: (value: number) => value, from: Number } })
  sizeBytes: number;

  @Field({ description: "The file's SHA-256, in hex: proof that it is the one that was closed." })
  @Column('varchar', { length: 64, default: '' })
  sha256: string;

  @Field(() => Int, {
    description: 'With 2, the far party is on the first (left) and what it heard, the agent and any music, on the second.',
  })
  @Column('integer', { default: 2 })
  channels: number;

  @Field({ description: 'Whether nobody is heard in it: less than 0.3 s of either side above -50 dBFS.' })
  @Column('boolean', { default: false })
  silent: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the far party is not heard in it. Null where both sides are on one channel.',
  })
  @Column('boolean', { nullable: true })
  customerSilent: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether our side is not heard in it, likewise.' })
  @Column('boolean', { nullable: true })
  agentSilent: boolean | null;

  @Field(() => [RecordingGap], { description: 'Stretches that were paused, in seconds from the start, as they are in the file.' })
  @Column('jsonb', { default: () => "'[]'" })
  gaps: RecordingGap[];

  /** The file is gone, the row stays. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletedAt: Date | null;
}
