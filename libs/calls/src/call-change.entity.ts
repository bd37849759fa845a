import { Column, Entity, Generated, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Call } from './call.entity.js';
import type { CallSnapshot } from './call-snapshot.js';

/** One change of a call, with the call as it was then. Written in the transaction that changes the call; never changed. */
@Entity('call_changes')
@Index('call_changes_in_order', ['xid', 'id'])
export class CallChange {
  @PrimaryColumn('uuid')
  callId: string;

  @ManyToOne(() => Call, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'callId' })
  call?: Relation<Call>;

  @PrimaryColumn('integer')
  sequence: number;

  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  @Column('jsonb')
  snapshot: CallSnapshot;

  /** The transaction that wrote it: with `id` its place in the log of all calls (call-log.ts). As a bigint, because TypeORM knows no xid8. */
  @Column('bigint', { default: () => 'txid_current()' })
  xid?: string;

  @Column('bigint')
  @Generated('increment')
  id?: string;
}
