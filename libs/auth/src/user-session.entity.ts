import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from './user.entity.js';

/** One sign-in that lives. Ending it deletes the row, and every token that names it is worth nothing from then on. */
@Entity('user_session')
export class UserSession {
  @PrimaryColumn('uuid')
  id: string;

  @Index('user_session_user')
  @Column('uuid')
  userId: string;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user: Relation<User>;

  /** How often the refresh token was rotated, and so which one is valid (refresh-token.ts). */
  @Column({ type: 'int', default: 0 })
  generation: number;

  @Column({ type: 'timestamptz', precision: 3 })
  rotatedAt: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  lastUsedAt: Date;

  /** Moves on with every use. */
  @Index('user_session_expires')
  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt: Date;

  @Column({ type: 'varchar', length: 64, nullable: true })
  address: string | null;

  @Column({ type: 'varchar', length: 200, nullable: true })
  userAgent: string | null;
}
