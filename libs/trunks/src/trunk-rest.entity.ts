import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Trunk } from './trunk.entity.js';

/** The circuit breaker of a trunk: technical failures in a row, and until when it is passed over. No row: none. */
@Entity('trunk_rests')
export class TrunkRest {
  @PrimaryColumn('uuid')
  trunkId: string;

  @OneToOne(() => Trunk, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'trunkId' })
  trunk?: Relation<Trunk>;

  @Column('integer')
  failures: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  restsUntil: Date | null;
}
