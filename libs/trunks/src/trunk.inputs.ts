import { applyDecorators } from '@nestjs/common';
import { Field, InputType, Int } from '@nestjs/graphql';
import { WhenGiven } from '@app/common';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { TrunkCallerIdHeader, TrunkDtmfMode, TrunkMediaEncryption, TrunkNumberFormat } from './trunk-options.js';
import {
  isCallerId,
  isInboundAddress,
  isKnownCodec,
  isOutboundProxy,
  isSipDomain,
  isSipPassword,
  isSipServer,
  isSipUsername,
  isTrunkName,
  KNOWN_CODECS,
} from './trunk-rules.js';
import { TrunkAuthMode, TrunkTransport } from './trunk.entity.js';

const rule = (name: string, holds: (value: unknown) => boolean, message: string, each = false) =>
  ValidateBy({ name, validator: { validate: holds, defaultMessage: () => message } }, { each });

const IsTrunkName = () =>
  rule(
    'isTrunkName',
    isTrunkName,
    '$property must be 1 to 40 characters of A-Z a-z 0-9 _ -, a letter first, and not a word that Asterisk keeps (anonymous, system, global, transport names)',
  );
const IsServer = () => rule('isSipServer', isSipServer, '$property must be a host name or an IP address, without a port');
const IsPort = () => applyDecorators(IsInt({ message: PORT }), Min(1, { message: PORT }), Max(65_535, { message: PORT }));
const PORT = '$property must be a whole number from 1 to 65535';
const IsLogin = () => rule('isSipUsername', isSipUsername, '$property must be 1 to 64 characters of A-Z a-z 0-9 . _ ~ + * ! = -');
const IsSecret = () =>
  rule('isSipPassword', isSipPassword, '$property must be 1 to 128 printable ASCII characters, with no space at either end');
const CALLER_ID = 'must be 3 to 15 digits, without + and spaces: 998712000000';
const IsCallerId = () => rule('isCallerId', isCallerId, `$property ${CALLER_ID}`);
const AreCallerIds = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique(),
    rule('isCallerId', isCallerId, `each value of $property ${CALLER_ID}`, true),
  );
const AreCodecs = () =>
  applyDecorators(
    IsArray(),
    ArrayNotEmpty(),
    ArrayUnique(),
    rule('isKnownCodec', isKnownCodec, `each value of $property must be one of ${KNOWN_CODECS.join(', ')}`, true),
  );
const PRIORITY = '$property must be a whole number from 0 to 1000000';
const IsPriority = () =>
  applyDecorators(IsInt({ message: PRIORITY }), Min(0, { message: PRIORITY }), Max(1_000_000, { message: PRIORITY }));
const CHANNELS = '$property must be a whole number from 1 to 10000, or null for no limit';
const IsMaxChannels = () =>
  applyDecorators(IsInt({ message: CHANNELS }), Min(1, { message: CHANNELS }), Max(10_000, { message: CHANNELS }));

const IsProxy = () =>
  rule('isOutboundProxy', isOutboundProxy, '$property must be a host name or an IP address, perhaps with :port');
const IsDomain = () => rule('isSipDomain', isSipDomain, '$property must be a host name or an IP address, without a port');
const INBOUND_ADDRESS =
  'must be an IP address, an address with its port, or a network: 203.0.113.5, 203.0.113.5:5060, 203.0.113.0/24 (at least /8). This machine itself only with a port';
const AreInboundAddresses = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    rule('isInboundAddress', isInboundAddress, `each value of $property ${INBOUND_ADDRESS}`, true),
  );
const EXPIRY = '$property must be a whole number from 60 to 7200';
const IsExpiry = () => applyDecorators(IsInt({ message: EXPIRY }), Min(60, { message: EXPIRY }), Max(7_200, { message: EXPIRY }));

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
