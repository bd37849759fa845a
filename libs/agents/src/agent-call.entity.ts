import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '@app/auth';

/** A user's part in a call. Kept for a day after its end, so that what is told late or twice is known for what it is. */
@Entity('agent_calls')
@Index('agent_calls_ended', ['endedAt'])
export class AgentCall {
  @PrimaryColumn('uuid')
  userId: string;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user?: Relation<User>;

  @PrimaryColumn('uuid')
  callId: string;

  @Column({ type: 'timestamptz', precision: 3 })
  beganAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;
}
