import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A phone that is registered in the engine now. Written by the holder of the event stream, read by every replica. */
@Entity('phone_presence')
export class PhonePresence {
  @PrimaryColumn({ type: 'varchar', length: 12 })
  phoneId: string;

  @Column({ type: 'timestamptz', precision: 3 })
  since: Date;
}
