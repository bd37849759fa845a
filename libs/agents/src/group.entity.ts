import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { User } from '@app/auth';

export enum RingStrategy {
  ALL = 'ALL',
  LONGEST_IDLE = 'LONGEST_IDLE',
  IN_ORDER = 'IN_ORDER',
}
registerEnumType(RingStrategy, {
  name: 'RingStrategy',
  description: 'Whom of a group a call rings, and when. Only those who are AVAILABLE are rung.',
  valuesMap: {
    ALL: { description: 'All at once; the first who answers has the call.' },
    LONGEST_IDLE: { description: 'One after the other, who has waited longest first.' },
    IN_ORDER: { description: "One after the other, in the members' order." },
  },
});

export const GROUP_NAME_TAKEN = 'agent_group_name_unique';

@ObjectType({ description: 'People who are rung for the same calls.' })
@Entity('agent_groups')
@Unique(GROUP_NAME_TAKEN, ['nameKey'])
export class Group {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field({ description: 'What people call it. Unique, whatever the capitals.' })
  @Column('varchar', { length: 80 })
  name: string;

  /** The name in small letters: what is unique. */
  @Column('varchar', { length: 80 })
  nameKey: string;

  @Field(() => RingStrategy, { description: 'Whom a call rings, and when.' })
  @Column('varchar', { length: 16, default: RingStrategy.ALL })
  strategy: RingStrategy;

  @Field(() => Int, { description: 'For how many seconds a member is in WRAP_UP after a call of this group.' })
  @Column('integer', { default: 0 })
  wrapUpSeconds: number;

  @OneToMany(() => GroupMember, (member) => member.group, { eager: true })
  memberships: Relation<GroupMember[]>;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Field(() => [User], { description: 'In the order in which IN_ORDER rings them.' })
  get members(): User[] {
    return [...(this.memberships ?? [])].sort((left, right) => left.position - right.position).map(({ user }) => user);
  }
}

@Entity('agent_group_members')
@Index('agent_group_members_user', ['userId'])
export class GroupMember {
  @PrimaryColumn('uuid')
  groupId: string;

  @PrimaryColumn('uuid')
  userId: string;

  @Column('integer')
  position: number;

  @ManyToOne(() => Group, (group) => group.memberships, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'groupId' })
  group: Relation<Group>;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: false, eager: true })
  @JoinColumn({ name: 'userId' })
  user: Relation<User>;
}
