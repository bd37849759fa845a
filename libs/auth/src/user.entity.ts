import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Role } from './role.js';

export const USERNAME_TAKEN = 'user_username_unique';
export const EXTENSION_TAKEN = 'user_extension_unique';

@ObjectType({ description: 'Somebody who signs in. An agent is a user with an extension.' })
@Entity('app_user')
@Unique(USERNAME_TAKEN, ['usernameKey'])
@Unique(EXTENSION_TAKEN, ['extension'])
export class User {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field({ description: 'What the user signs in with. Capitals do not matter.' })
  @Column({ type: 'varchar', length: 40 })
  username: string;

  /** The username in small letters: what is unique. */
  @Column({ type: 'varchar', length: 40 })
  usernameKey: string;

  @Field({ description: 'What others are shown.' })
  @Column({ type: 'varchar', length: 80 })
  displayName: string;

  @Field(() => Role, { description: 'What the user may do.' })
  @Column({ type: 'varchar', length: 20 })
  role: Role;

  @Field({ description: 'A disabled user cannot sign in, has no phone, and no API token of theirs works.' })
  @Column({ type: 'boolean', default: true })
  enabled: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "The agent's short internal number, such as 201: 3 to 5 digits, not beginning with 0 or 1 (emergency and service numbers do). Null for a user with no phone.",
  })
  @Column({ type: 'varchar', length: 5, nullable: true })
  extension: string | null;

  /** argon2id. */
  @Column({ type: 'varchar', length: 200 })
  passwordHash: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
