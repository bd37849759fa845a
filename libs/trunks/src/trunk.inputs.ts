import { WhenGiven } from '@app/common';
import { Field, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsEnum, IsOptional } from 'class-validator';
import {
  AreCallerIds,
  AreCodecs,
  AreInboundAddresses,
  IsCallerId,
  IsDomain,
  IsExpiry,
  IsLogin,
  IsMaxChannels,
  IsPort,
  IsPriority,
  IsProxy,
  IsSecret,
  IsServer,
  IsTrunkName,
} from './trunk-field-checks.js';
import { TrunkCallerIdHeader, TrunkDtmfMode, TrunkMediaEncryption, TrunkNumberFormat } from './trunk-options.js';
import { TrunkAuthMode, TrunkTransport } from './trunk.entity.js';

@InputType({ description: 'A new trunk.' })
export class CreateTrunkInput {
  @Field({
    description:
      '1 to 40 characters of A-Z a-z 0-9 _ -, a letter first; not a word that Asterisk keeps (anonymous, system, global, transport names)',
  })
  @IsTrunkName()
  name: string;

  @Field({ description: 'A host name, an IPv4 or an IPv6 address; the port has a field of its own.' })
  @IsServer()
  server: string;

  @Field(() => Int, { defaultValue: 5060, description: '1 to 65535.' })
  @IsPort()
  port: number;

  @Field(() => TrunkTransport, { defaultValue: TrunkTransport.UDP, description: 'How SIP messages travel to the provider.' })
  @IsEnum(TrunkTransport)
  transport: TrunkTransport;

  @Field(() => TrunkAuthMode, {
    defaultValue: TrunkAuthMode.REGISTRATION,
    description: 'REGISTRATION needs username and password.',
  })
  @IsEnum(TrunkAuthMode)
  authMode: TrunkAuthMode;

  @Field(() => String, { nullable: true, description: '1 to 64 characters of A-Z a-z 0-9 . _ ~ + * ! = -' })
  @IsOptional()
  @IsLogin()
  username?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Write-only: no query returns it. Printable ASCII, at most 128 characters.',
  })
  @IsOptional()
  @IsSecret()
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Digits only, 3 to 15.' })
  @IsOptional()
  @IsCallerId()
  callerId?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Digits only, 3 to 15 each; at most 100.' })
  @AreCallerIds()
  allowedCallerIds: string[];

  @Field(() => [String], { defaultValue: ['alaw', 'ulaw'], description: 'alaw, ulaw, g722, gsm, opus; offered in this order.' })
  @AreCodecs()
  codecs: string[];

  @Field({ defaultValue: true, description: 'Whether it registers and carries calls.' })
  @IsBoolean()
  enabled: boolean;

  @Field(() => Int, { defaultValue: 100, description: '0 to 1000000; lower is tried first.' })
  @IsPriority()
  priority: number;

  @Field(() => Int, { nullable: true, description: 'At most so many calls at once; null for no limit.' })
  @IsOptional()
  @IsMaxChannels()
  maxChannels?: number | null;

  @Field(() => TrunkMediaEncryption, {
    defaultValue: TrunkMediaEncryption.OFF,
    description: 'Whether the voice is encrypted (SRTP). Only with the transport TLS.',
  })
  @IsEnum(TrunkMediaEncryption)
  mediaEncryption: TrunkMediaEncryption;

  @Field(() => String, { nullable: true, description: 'Everything is sent there instead of to the server: host or host:port.' })
  @IsOptional()
  @IsProxy()
  outboundProxy?: string | null;

  @Field(() => String, { nullable: true, description: 'What is signed in with, where it is not username.' })
  @IsOptional()
  @IsLogin()
  authUsername?: string | null;

  @Field(() => String, { nullable: true, description: 'Always stands in From, whatever the caller ID.' })
  @IsOptional()
  @IsLogin()
  fromUser?: string | null;

  @Field(() => String, { nullable: true, description: 'The domain in From; default: our own address.' })
  @IsOptional()
  @IsDomain()
  fromDomain?: string | null;

  @Field(() => TrunkCallerIdHeader, {
    defaultValue: TrunkCallerIdHeader.FROM,
    description: 'Where the provider reads the caller ID.',
  })
  @IsEnum(TrunkCallerIdHeader)
  callerIdHeader: TrunkCallerIdHeader;

  @Field(() => [String], {
    defaultValue: [],
    description: "Addresses and networks that the provider's calls come from, besides the server's; at most 50.",
  })
  @AreInboundAddresses()
  inboundAddresses: string[];

  @Field(() => TrunkNumberFormat, {
    defaultValue: TrunkNumberFormat.E164,
    description: 'How the provider wants numbers written.',
  })
  @IsEnum(TrunkNumberFormat)
  numberFormat: TrunkNumberFormat;

  @Field(() => TrunkDtmfMode, { defaultValue: TrunkDtmfMode.RFC4733, description: 'How pressed digits travel.' })
  @IsEnum(TrunkDtmfMode)
  dtmfMode: TrunkDtmfMode;

  @Field(() => Int, { defaultValue: 300, description: '60 to 7200: for how many seconds the registration is asked for.' })
  @IsExpiry()
  expirySeconds: number;

  @Field({ defaultValue: true, description: 'Whether the server is asked now and then if it is there (OPTIONS).' })
  @IsBoolean()
  qualify: boolean;
}

@InputType({
  description:
    'Only the fields that are given change. null clears username, password, callerId, maxChannels, outboundProxy, authUsername, fromUser, fromDomain, and is INVALID_INPUT elsewhere.',
})
export class UpdateTrunkInput {
  @Field(() => String, { nullable: true, description: 'As in CreateTrunkInput.' })
  @WhenGiven()
  @IsTrunkName()
  name?: string;

  @Field(() => String, { nullable: true, description: 'As in CreateTrunkInput.' })
  @WhenGiven()
  @IsServer()
  server?: string;

  @Field(() => Int, { nullable: true, description: '1 to 65535.' })
  @WhenGiven()
  @IsPort()
  port?: number;

  @Field(() => TrunkTransport, { nullable: true, description: 'How SIP messages travel to the provider.' })
  @WhenGiven()
  @IsEnum(TrunkTransport)
  transport?: TrunkTransport;

  @Field(() => TrunkAuthMode, { nullable: true, description: 'REGISTRATION needs username and password.' })
  @WhenGiven()
  @IsEnum(TrunkAuthMode)
  authMode?: TrunkAuthMode;

  @Field(() => String, { nullable: true, description: 'null clears it, where authMode is IP.' })
  @IsOptional()
  @IsLogin()
  username?: string | null;

  @Field(() => String, { nullable: true, description: 'Write-only. null clears it, where authMode is IP.' })
  @IsOptional()
  @IsSecret()
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Digits only, 3 to 15; null clears it.' })
  @IsOptional()
  @IsCallerId()
  callerId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Digits only, 3 to 15 each; at most 100. Replaces the list.' })
  @WhenGiven()
  @AreCallerIds()
  allowedCallerIds?: string[];

  @Field(() => [String], { nullable: true, description: 'alaw, ulaw, g722, gsm, opus; replaces the list.' })
  @WhenGiven()
  @AreCodecs()
  codecs?: string[];

  @Field(() => Boolean, { nullable: true, description: 'false unregisters it; calls in progress go on.' })
  @WhenGiven()
  @IsBoolean()
  enabled?: boolean;

  @Field(() => Int, { nullable: true, description: '0 to 1000000; lower is tried first.' })
  @WhenGiven()
  @IsPriority()
  priority?: number;

  @Field(() => Int, { nullable: true, description: 'At most so many calls at once; null for no limit.' })
  @IsOptional()
  @IsMaxChannels()
  maxChannels?: number | null;

  @Field(() => TrunkMediaEncryption, {
    nullable: true,
    description: 'Whether the voice is encrypted (SRTP). Only with the transport TLS.',
  })
  @WhenGiven()
  @IsEnum(TrunkMediaEncryption)
  mediaEncryption?: TrunkMediaEncryption;

  @Field(() => String, {
    nullable: true,
    description: 'Everything is sent there instead of to the server: host or host:port; null clears it.',
  })
  @IsOptional()
  @IsProxy()
  outboundProxy?: string | null;

  @Field(() => String, { nullable: true, description: 'What is signed in with, where it is not username; null clears it.' })
  @IsOptional()
  @IsLogin()
  authUsername?: string | null;

  @Field(() => String, { nullable: true, description: 'Always stands in From, whatever the caller ID; null clears it.' })
  @IsOptional()
  @IsLogin()
  fromUser?: string | null;

  @Field(() => String, { nullable: true, description: 'The domain in From; null: our own address.' })
  @IsOptional()
  @IsDomain()
  fromDomain?: string | null;

  @Field(() => TrunkCallerIdHeader, {
    nullable: true,
    description: 'Where the provider reads the caller ID.',
  })
  @WhenGiven()
  @IsEnum(TrunkCallerIdHeader)
  callerIdHeader?: TrunkCallerIdHeader;

  @Field(() => [String], {
    nullable: true,
    description:
      "Addresses and networks that the provider's calls come from, besides the server's; at most 50. Replaces the list.",
  })
  @WhenGiven()
  @AreInboundAddresses()
  inboundAddresses?: string[];

  @Field(() => TrunkNumberFormat, {
    nullable: true,
    description: 'How the provider wants numbers written.',
  })
  @WhenGiven()
  @IsEnum(TrunkNumberFormat)
  numberFormat?: TrunkNumberFormat;

  @Field(() => TrunkDtmfMode, { nullable: true, description: 'How pressed digits travel.' })
  @WhenGiven()
  @IsEnum(TrunkDtmfMode)
  dtmfMode?: TrunkDtmfMode;

  @Field(() => Int, { nullable: true, description: '60 to 7200: for how many seconds the registration is asked for.' })
  @WhenGiven()
  @IsExpiry()
  expirySeconds?: number;

  @Field(() => Boolean, { nullable: true, description: 'Whether the server is asked now and then if it is there (OPTIONS).' })
  @WhenGiven()
  @IsBoolean()
  qualify?: boolean;
}
