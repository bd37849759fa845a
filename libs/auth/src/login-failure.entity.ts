import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A sign-in that failed in the last minute. In the database, so that every replica counts the same. */
@Entity('login_failure')
@Index('login_failure_key_at', ['key', 'at'])
export class LoginFailure {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  /** SHA-256 of whom it counts against. */
  @Column({ type: 'char', length: 64 })
  key: string;

  @Index('login_failure_at')
  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;
}
