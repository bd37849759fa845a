import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { User } from '@app/auth';
import { Presence } from './presence-state.js';

@ObjectType({ description: "One change of a user's presence." })
@Entity('presence_changes')
@Index('presence_changes_of_user', ['userId', 'id'])
@Index('presence_changes_at', ['at'])
export class PresenceChange {
  /** Grows with every change of one user: written under the lock of their row. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column('uuid')
  userId: string;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user?: Relation<User>;

  @Field(() => Date, { description: 'When.' })
  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  @Field(() => Presence, { description: 'What it was.' })
  @Column({ type: 'varchar', length: 10 })
  from: Presence;

  @Field(() => Presence, { description: 'What it became.' })
  @Column({ type: 'varchar', length: 10 })
  to: Presence;

  @Field(() => String, { nullable: true, description: 'Why they are away, in their own words.' })
  @Column({ type: 'varchar', length: 200, nullable: true })
  reason: string | null;
}
