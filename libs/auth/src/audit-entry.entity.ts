import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Who did or tried what, and when. Names are copied, so that a line says the same for ever. */
@Entity('audit_entry')
@Index('audit_entry_at', ['at', 'id'])
export class AuditEntry {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  /** Null for somebody who had not signed in, and for the system itself. */
  @Column({ type: 'uuid', nullable: true })
  userId: string | null;

  @Column({ type: 'uuid', nullable: true })
  apiTokenId: string | null;

  /** Such as `user.updated`. */
  @Column({ type: 'varchar', length: 80 })
  action: string;

  @Column({ type: 'varchar', length: 200, nullable: true })
  subject: string | null;

  @Column({ type: 'varchar', length: 1000, nullable: true })
  detail: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  address: string | null;
}
