import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One difference between what should be and what the engine had, found and repaired. The latest few hundred are kept. */
@Entity('engine_drift')
@Index('engine_drift_at', ['at'])
export class EngineDriftRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  @Column('varchar', { length: 120 })
  subject: string;

  @Column('varchar', { length: 12 })
  kind: 'MISSING' | 'CHANGED' | 'LEFT_OVER';
}
