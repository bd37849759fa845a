import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { TrunkCallerIdHeader, TrunkDtmfMode, TrunkMediaEncryption, TrunkNumberFormat } from './trunk-options.js';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

export enum TrunkTransport {
  UDP = 'UDP',
  TCP = 'TCP',
  TLS = 'TLS',
}
registerEnumType(TrunkTransport, { name: 'TrunkTransport', description: 'How SIP messages travel to the provider.' });

export enum TrunkAuthMode {
  REGISTRATION = 'REGISTRATION',
  IP = 'IP',
}
registerEnumType(TrunkAuthMode, {
  name: 'TrunkAuthMode',
  description: 'How the provider knows us.',
  valuesMap: {
    REGISTRATION: { description: 'Asterisk registers with the provider, with a login and a password.' },
    IP: { description: 'The provider knows us by our address: no login.' },
  },
});

@ObjectType({ description: "A SIP provider's line (SIP Provayder)." })
@Entity('trunks')
export class Trunk {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field({ description: "Also the PJSIP endpoint's name, as in PJSIP/998901234567@BellUZ. Unique, case-insensitively." })
  @Column('varchar', { length: 40 })
  name: string;

  /** The name in small letters: what is unique. */
  @Column('varchar', { length: 40, unique: true })
  nameKey: string;

  @Field({ description: 'SIP server: a host name or an address' })
  @Column('varchar', { length: 253 })
  server: string;

  @Field(() => Int, { description: 'The port that the SIP server listens on.' })
  @Column('integer')
  port: number;

  @Field(() => TrunkTransport, { description: 'How SIP messages travel to the provider.' })
  @Column('varchar', { length: 8 })
  transport: TrunkTransport;

  @Field(() => TrunkAuthMode, { description: 'How the provider knows us.' })
  @Column('varchar', { length: 16 })
  authMode: TrunkAuthMode;

  @Field(() => String, { nullable: true, description: 'The login that the provider gave.' })
  @Column('varchar', { length: 64, nullable: true })
  username: string | null;

  /** Sealed with SecretBox. Read only where it is asked for by name; never sent out. */
  @Column('text', { nullable: true, select: false })
  sealedPassword?: string | null;

  @Field(() => String, { nullable: true, description: 'The caller ID that is sent when a call names none.' })
  @Column('varchar', { length: 15, nullable: true })
  callerId: string | null;

  @Field(() => [String], {
    description: 'The caller IDs that a call may send besides callerId. Any other is CALLER_ID_NOT_ALLOWED.',
  })
  @Column('varchar', { array: true, default: () => "'{}'" })
  allowedCallerIds: string[];

  @Field(() => [String], { description: 'Offered in this order.' })
  @Column('varchar', { array: true })
  codecs: string[];

  @Field({ description: 'A trunk that is switched off is not registered and carries no calls.' })
  @Column('boolean', { default: true })
  enabled: boolean;

  @Field(() => Int, { description: 'Lower is tried first; the enabled trunk with the lowest is the default.' })
  @Column('integer', { default: 100 })
  priority: number;

  @Field(() => Int, { nullable: true, description: 'At most so many calls at once; null for no limit.' })
  @Column('integer', { nullable: true })
  maxChannels: number | null;

  @Field(() => TrunkMediaEncryption, { description: 'Whether the voice is encrypted (SRTP). Only with the transport TLS.' })
  @Column('varchar', { length: 8, default: TrunkMediaEncryption.OFF })
  mediaEncryption: TrunkMediaEncryption;

  @Field(() => String, { nullable: true, description: 'Everything is sent there instead of to the server: host or host:port.' })
  @Column('varchar', { length: 260, nullable: true })
  outboundProxy: string | null;

  @Field(() => String, { nullable: true, description: 'What is signed in with, where it is not username.' })
  @Column('varchar', { length: 64, nullable: true })
  authUsername: string | null;

  @Field(() => String, { nullable: true, description: 'Always stands in From, whatever the caller ID.' })
  @Column('varchar', { length: 64, nullable: true })
  fromUser: string | null;

  @Field(() => String, { nullable: true, description: 'The domain in From; default: our own address.' })
  @Column('varchar', { length: 253, nullable: true })
  fromDomain: string | null;

  @Field(() => TrunkCallerIdHeader, { description: 'Where the provider reads the caller ID.' })
  @Column('varchar', { length: 4, default: TrunkCallerIdHeader.FROM })
  callerIdHeader: TrunkCallerIdHeader;

  @Field(() => [String], {
    description:
      "Addresses and networks that the provider's calls come from, besides the server's: 203.0.113.5, 203.0.113.5:5060, 203.0.113.0/24.",
  })
  @Column('varchar', { array: true, default: () => "'{}'" })
  inboundAddresses: string[];

  @Field(() => TrunkNumberFormat, { description: 'How the provider wants numbers written.' })
  @Column('varchar', { length: 8, default: TrunkNumberFormat.E164 })
  numberFormat: TrunkNumberFormat;

  @Field(() => TrunkDtmfMode, { description: 'How pressed digits travel.' })
  @Column('varchar', { length: 8, default: TrunkDtmfMode.RFC4733 })
  dtmfMode: TrunkDtmfMode;

  @Field(() => Int, { description: 'For how many seconds the registration is asked for.' })
  @Column('integer', { default: 300 })
  expirySeconds: number;

  @Field({ description: 'Whether the server is asked now and then if it is there (OPTIONS).' })
  @Column('boolean', { default: true })
  qualify: boolean;

  /** The demo carrier's: only a rule that names it chooses it. */
  @Column('boolean', { default: false })
  isDemo: boolean;

  @Field(() => Date, { description: 'When it was added.' })
  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Field(() => Date, { description: 'When its settings last changed.' })
  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt: Date;
}

/** The order in which trunks are tried: by priority, the older first among equals. */
export function byPriority(left: Trunk, right: Trunk): number {
  return left.priority - right.priority || left.createdAt.getTime() - right.createdAt.getTime() || (left.id < right.id ? -1 : 1);
}
