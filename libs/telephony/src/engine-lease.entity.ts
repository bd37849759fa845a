import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who speaks with an Asterisk is decided by an advisory lock; this row counts how often it changed hands. */
@Entity('engine_lease')
export class EngineLeaseRow {
  /** The Asterisk's ARI address, without credentials. */
  @PrimaryColumn('text')
  id: string;

  /** Grows with each holder, so that a late one can be told from the present one. */
  @Column('integer')
  epoch: number;
}
