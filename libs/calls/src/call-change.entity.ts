import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Call } from './call.entity.js';
import type { CallSnapshot } from './call-snapshot.js';

/** One change of a call, with the call as it was then. Written in the transaction that changes the call; never changed. */
@Entity('call_changes')
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
}
