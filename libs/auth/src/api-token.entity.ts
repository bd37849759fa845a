import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { Role } from './role.js';
import { User } from './user.entity.js';

@ObjectType({
  description:
    'A long-lived credential for an integrator, sent as a Bearer token like a JWT, stored hashed. It acts as `user` (`me` is that user).',
})
@Entity('api_token')
export class ApiToken {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field({ description: 'What it is for.' })
  @Column({ type: 'varchar', length: 80 })
  name: string;

  @Field(() => Role, { description: 'What it may do: at most what its user may.' })
  @Column({ type: 'varchar', length: 20 })
  role: Role;

  /** SHA-256 of the token, in hex. */
  @Index('api_token_hash', { unique: true })
  @Column({ type: 'char', length: 64 })
  tokenHash: string;

  @Index('api_token_user')
  @Column('uuid')
  userId: string;

  @Field(() => User, { description: 'Whom it acts as. Disabling that user stops it.' })
  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user: Relation<User>;

  @Column('uuid')
  createdById: string;

  @Field(() => User, { description: 'Who made it.' })
  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'createdById' })
  createdBy: Relation<User>;

  @Field(() => Date, { description: 'When it was made.' })
  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to the minute. Null: never.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it stops working. Null: never.' })
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;
}
