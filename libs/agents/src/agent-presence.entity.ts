import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '@app/auth';
import { type ChosenPresence, Presence } from './presence-state.js';

/** What a user said of themselves, and how they stand. Who has no row never had a phone and said nothing: AVAILABLE once there is one. */
@Entity('agent_presence')
@Index('agent_presence_wrap_up', ['wrapUpUntil'], { where: '"wrapUpUntil" is not null' })
export class AgentPresence {
  @PrimaryColumn('uuid')
  userId: string;

  @OneToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user?: Relation<User>;

  @Column({ type: 'varchar', length: 10, default: Presence.AVAILABLE })
  chosen: ChosenPresence;

  /** Why they are away, in their own words. */
  @Column({ type: 'varchar', length: 200, nullable: true })
  reason: string | null;

  /** Stored, so that a restart does not lengthen or lose it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  wrapUpUntil: Date | null;

  /** As it was last written down and told. */
  @Column({ type: 'varchar', length: 10, default: Presence.OFFLINE })
  presence: Presence;

  @Column({ type: 'timestamptz', precision: 3 })
  since: Date;

  /** Since when they wait for a call; null for who never did. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  idleSince: Date | null;
}
