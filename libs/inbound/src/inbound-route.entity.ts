import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import { Group } from '@app/agents';
import { User } from '@app/auth';
import { Trunk } from '@app/trunks';

export const ROUTE_TAKEN = 'inbound_route_unique';
/** Where a route names what has just been deleted. */
export const ROUTE_TRUNK_KEY = 'FK_inbound_route_trunk';
export const ROUTE_GROUP_KEY = 'FK_inbound_route_group';
export const ROUTE_AGENT_KEY = 'FK_inbound_route_agent';
export const ROUTE_FALLBACK_KEY = 'FK_inbound_route_fallback_group';

/** What is named here can't be deleted: the database says so. */
@ObjectType({ description: 'Where calls to a number of ours go.' })
@Entity('inbound_routes')
@Unique(ROUTE_TAKEN, ['matchKey'])
export class InboundRoute {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field(() => String, { nullable: true, description: 'The number that was called (DID), or null for any other.' })
  @Column('varchar', { length: 15, nullable: true })
  number: string | null;

  @Column('uuid', { nullable: true })
  trunkId: string | null;

  @ManyToOne(() => Trunk, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'trunkId', foreignKeyConstraintName: ROUTE_TRUNK_KEY })
  trunkRow?: Relation<Trunk> | null;

  /** `number@trunkId`, * for any: what is unique. */
  @Column('varchar', { length: 60 })
  matchKey: string;

  @Column('uuid', { nullable: true })
  groupId: string | null;

  @ManyToOne(() => Group, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'groupId', foreignKeyConstraintName: ROUTE_GROUP_KEY })
  groupRow?: Relation<Group> | null;

  @Column('uuid', { nullable: true })
  agentId: string | null;

  @ManyToOne(() => User, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'agentId', foreignKeyConstraintName: ROUTE_AGENT_KEY })
  agentRow?: Relation<User> | null;

  @Field(() => Int, { description: 'How long the group or the agent is rung; the fallback group is rung as long again.' })
  @Column('integer', { default: 30 })
  ringTimeoutSeconds: number;

  @Field(() => String, {
    nullable: true,
    description: 'Played when nobody answered, before the call ends: sound:… With a fallback group: after it.',
  })
  @Column('varchar', { length: 90, nullable: true })
  fallbackAnnouncement: string | null;

  @Column('uuid', { nullable: true })
  fallbackGroupId: string | null;

  @ManyToOne(() => Group, { onDelete: 'RESTRICT', nullable: true })
  @JoinColumn({ name: 'fallbackGroupId', foreignKeyConstraintName: ROUTE_FALLBACK_KEY })
  fallbackGroupRow?: Relation<Group> | null;

  @Field({ description: 'A route that is switched off takes no calls.' })
  @Column('boolean', { default: true })
  enabled: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}

export function matchKeyOf({ number, trunkId }: Pick<InboundRoute, 'number' | 'trunkId'>): string {
  return `${number ?? '*'}@${trunkId ?? '*'}`;
}

/** What people call it, in refusals and the audit. */
export function describeRoute({ number }: Pick<InboundRoute, 'number'>): string {
  return `the inbound route ${number ?? 'for any other number'}`;
}
