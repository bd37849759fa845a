import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Trunk } from './trunk.entity.js';

export enum TrunkChangeKind {
  REGISTRATION = 'REGISTRATION',
  REACHABILITY = 'REACHABILITY',
  REST = 'REST',
}
registerEnumType(TrunkChangeKind, {
  name: 'TrunkChangeKind',
  description: "What of a trunk's standing changed.",
  valuesMap: {
    REGISTRATION: { description: 'Its registration: `state` is a RegistrationState.' },
    REACHABILITY: { description: 'Whether its server answers OPTIONS: `state` is REACHABLE or UNREACHABLE.' },
    REST: { description: 'Whether calls pass it over: `state` is RESTING or RESTED.' },
  },
});

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

  @Field(() => TrunkChangeKind, { description: 'What of it changed.' })
  @Column('varchar', { length: 12, default: TrunkChangeKind.REGISTRATION })
  kind: TrunkChangeKind;

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
