import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Trunk } from '@app/trunks';
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
} from 'typeorm';
import type { Relation } from 'typeorm';

@ObjectType({ description: 'An outbound rule: which numbers, through which trunks, changed how.' })
@Entity('dialplan_rules')
export class DialplanRule {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field({ description: 'What people call it.' })
  @Column('varchar', { length: 80 })
  name: string;

  @Field({
    description:
      'An Asterisk pattern: _998X. or a plain number. The best match wins, as Asterisk decides it. Unique among rules: NAME_TAKEN with field input.pattern.',
  })
  @Column('varchar', { length: 60 })
  pattern: string;

  /** One text for all patterns that Asterisk holds for the same (parse-pattern.ts): what is unique. */
  @Column('varchar', { length: 300, unique: true })
  patternKey: string;

  @OneToMany(() => DialplanRuleTrunk, (link) => link.rule, { eager: true })
  trunkLinks: Relation<DialplanRuleTrunk[]>;

  @Field(() => Int, { description: 'Digits taken off the front of the number before it is dialled.' })
  @Column('integer', { default: 0 })
  stripDigits: number;

  @Field({ description: 'Digits put in front of what is left.' })
  @Column('varchar', { length: 20, default: '' })
  prepend: string;

  @Field(() => String, { nullable: true, description: "Sent in place of the trunk's caller ID, when a call names none." })
  @Column('varchar', { length: 15, nullable: true })
  callerId: string | null;

  @Field(() => Int, { description: 'How long the far phone may ring, counted from its first ring.' })
  @Column('integer', { default: 30 })
  ringTimeoutSeconds: number;

  @Field({ description: 'Whether calls by this rule are recorded.' })
  @Column('boolean', { default: true })
  record: boolean;

  @Field({ description: 'A rule that is switched off matches nothing.' })
  @Column('boolean', { default: true })
  enabled: boolean;

  @Field({
    description:
      'An emergency number: dialled unchanged through the first usable trunk, from any phone and the API; no limit and no list stops it.',
  })
  @Column('boolean', { default: false })
  emergency: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Field(() => [Trunk], { description: 'Tried in this order. Empty: every enabled trunk, by its priority.' })
  get trunks(): Trunk[] {
    return [...(this.trunkLinks ?? [])].sort((left, right) => left.position - right.position).map((link) => link.trunk);
  }
}

/** A rule's trunks in order. A trunk that is named here can't be deleted: the database says so. */
@Entity('dialplan_rule_trunks')
@Index(['trunkId'])
export class DialplanRuleTrunk {
  @PrimaryColumn('uuid')
  ruleId: string;

  @PrimaryColumn('uuid')
  trunkId: string;

  @Column('integer')
  position: number;

  @ManyToOne(() => DialplanRule, (rule) => rule.trunkLinks, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'ruleId' })
  rule: Relation<DialplanRule>;

  @ManyToOne(() => Trunk, { onDelete: 'RESTRICT', nullable: false, eager: true })
  @JoinColumn({ name: 'trunkId', foreignKeyConstraintName: 'FK_dialplan_rule_trunks_trunk' })
  trunk: Relation<Trunk>;
}
