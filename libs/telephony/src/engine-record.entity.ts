import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Asterisk's own records (CEL), which it writes itself: what it did while the app was away. The columns have the names that cel_pgsql looks for
 * (docs.asterisk.org, Channel Event Logging); what a record has nothing for is empty.
 */
@Entity('cel')
@Index('cel_of_channel', ['uniqueid'])
@Index('cel_of_call', ['linkedid'])
@Index('cel_by_age', ['eventtime'])
@Index('cel_of_unattended', ['eventtime'], { where: `"eventtype" = 'CHAN_END' and "userfield" <> ''` })
export class EngineRecordRow {
  /** A sequence and no identity column: cel_pgsql leaves out only columns that have a default. */
  @PrimaryGeneratedColumn('increment', { type: 'bigint' })
  id: string;

  @Column('text')
  eventtype: string;

  @Column({ type: 'timestamptz', precision: 6 })
  eventtime: Date;

  @Column('text')
  uniqueid: string;

  /** The uniqueid of the first of all that had to do with each other. */
  @Column('text')
  linkedid: string;

  @Column('text')
  channame: string;

  @Column('text', { name: 'cid_num', default: '' })
  cidnum: string;

  @Column('text', { default: '' })
  exten: string;

  @Column('text', { default: '' })
  context: string;

  @Column('text', { default: '' })
  accountcode: string;

  @Column('text', { default: '' })
  userfield: string;

  /** JSON; of HANGUP: hangupcause, hangupsource, dialstatus. */
  @Column('text', { default: '' })
  extra: string;
}
