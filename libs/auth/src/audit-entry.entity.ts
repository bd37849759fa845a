import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { DETAIL_LENGTH } from './audit-detail.js';
import { User } from './user.entity.js';

/** Names are copied, so that a line says the same for ever. */
@ObjectType({ description: 'Who did or tried what, and when.' })
@Entity('audit_entry')
@Index('audit_entry_at', ['at', 'id'])
export class AuditEntry {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field(() => Date, { description: 'When.' })
  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  /** By userId; read by audit-log.service.ts. */
  @Field(() => User, { nullable: true, description: 'null for somebody who had not signed in, and for the system itself.' })
  user?: User | null;

  @Column({ type: 'uuid', nullable: true })
  userId: string | null;

  @Column({ type: 'uuid', nullable: true })
  apiTokenId: string | null;

  @Field({ description: 'Such as user.updated.' })
  @Column({ type: 'varchar', length: 80 })
  action: string;

  @Field(() => String, { nullable: true, description: 'What it was done to: a name, a number, a right.' })
  @Column({ type: 'varchar', length: 200, nullable: true })
  subject: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What changed, or why it was refused: a JSON object. In old entries an English sentence.',
  })
  @Column({ type: 'varchar', length: DETAIL_LENGTH, nullable: true })
  detail: string | null;

  @Field(() => String, { nullable: true, description: 'Where the request came from.' })
  @Column({ type: 'varchar', length: 64, nullable: true })
  address: string | null;
}
