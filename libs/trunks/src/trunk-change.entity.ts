import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Trunk } from './trunk.entity.js';

@ObjectType({ description: 'Something that changed in how a trunk stands.' })
@Entity('trunk_changes')
@Index('trunk_changes_of_trunk', ['trunkId', 'at'])
@Index('trunk_changes_at', ['at'])
export class TrunkChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column('uuid')
  trunkId: string;

  @ManyToOne(() => Trunk, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'trunkId' })
  trunk?: Relation<Trunk>;

  @Field(() => Date, { description: 'When.' })
  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  @Field({ description: 'What it came to: a RegistrationState, REACHABLE, UNREACHABLE, RESTING (passed over) or RESTED.' })
  @Column('varchar', { length: 16 })
  state: string;

  @Field(() => Int, { nullable: true, description: 'The SIP status that the provider answered with.' })
  @Column('integer', { nullable: true })
  sipCode: number | null;

  @Field(() => String, { nullable: true, description: "The provider's own words, or what went wrong on the way." })
  @Column('varchar', { length: 300, nullable: true })
  reason: string | null;
}
