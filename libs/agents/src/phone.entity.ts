import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '@app/auth';
import type { PhoneKind } from './agent-phone.js';

/** A phone that the engine should have: a browser page's, until it expires or its session ends, or one on a desk. */
@Entity('phone')
export class Phone {
  /** Also its id and its user name in the engine: `201`, `201-desk`. */
  @PrimaryColumn({ type: 'varchar', length: 12 })
  phoneId: string;

  @Column({ type: 'varchar', length: 10 })
  kind: PhoneKind;

  @Index('phone_user')
  @Column('uuid')
  userId: string;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user: Relation<User>;

  @Column({ type: 'varchar', length: 5 })
  extension: string;

  /** Encrypted (SecretBox): the engine must be given it again after it was emptied. */
  @Column({ type: 'varchar', length: 300 })
  sealedPassword: string;

  /** `session:…` or `token:…`: what it ends with. Null for a desk phone. */
  @Index('phone_holder')
  @Column({ type: 'varchar', length: 60, nullable: true })
  holder: string | null;

  /** Tells the pages of one session apart, where they say who they are. */
  @Column({ type: 'varchar', length: 80, nullable: true })
  pageId: string | null;

  /** When its page registered with this password. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  registeredAt: Date | null;

  /** Since when its page, which was registered, is not any more: then another may have the phone. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  goneAt: Date | null;

  /** False while its user is disabled. */
  @Column({ type: 'boolean', default: true })
  isEnabled: boolean;

  /** Null for a desk phone. */
  @Index('phone_expires')
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;
}
