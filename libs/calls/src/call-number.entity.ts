import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Every number that a call ever had on either side, once, to find calls by any part of it. A trigger on `calls` fills it (call-numbers.ts).
 * pg_trgm would do the same, but can't be had in every database.
 */
@Entity('call_numbers')
@Index('call_numbers_parts', { synchronize: false })
export class CallNumber {
  @PrimaryColumn('varchar', { length: 40 })
  number: string;

  /** Its runs of three characters. */
  @Column('text', { array: true })
  parts: string[];
}
