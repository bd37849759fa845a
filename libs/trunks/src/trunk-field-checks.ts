import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsInt, Max, Min, ValidateBy } from 'class-validator';
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

/* What each field of a trunk's inputs has to be, with the sentence that says so. */

const rule = (name: string, holds: (value: unknown) => boolean, message: string, each = false) =>
  ValidateBy({ name, validator: { validate: holds, defaultMessage: () => message } }, { each });

export const IsTrunkName = () =>
  rule(
    'isTrunkName',
    isTrunkName,
    '$property must be 1 to 40 characters of A-Z a-z 0-9 _ -, a letter first, and not a word that Asterisk keeps (anonymous, system, global, transport names)',
  );
export const IsServer = () => rule('isSipServer', isSipServer, '$property must be a host name or an IP address, without a port');
export const IsPort = () => applyDecorators(IsInt({ message: PORT }), Min(1, { message: PORT }), Max(65_535, { message: PORT }));
const PORT = '$property must be a whole number from 1 to 65535';
export const IsLogin = () =>
  rule('isSipUsername', isSipUsername, '$property must be 1 to 64 characters of A-Z a-z 0-9 . _ ~ + * ! = -');
export const IsSecret = () =>
  rule('isSipPassword', isSipPassword, '$property must be 1 to 128 printable ASCII characters, with no space at either end');
const CALLER_ID = 'must be 3 to 15 digits, without + and spaces: 998712000000';
export const IsCallerId = () => rule('isCallerId', isCallerId, `$property ${CALLER_ID}`);
export const AreCallerIds = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique(),
    rule('isCallerId', isCallerId, `each value of $property ${CALLER_ID}`, true),
  );
export const AreCodecs = () =>
  applyDecorators(
    IsArray(),
    ArrayNotEmpty(),
    ArrayUnique(),
    rule('isKnownCodec', isKnownCodec, `each value of $property must be one of ${KNOWN_CODECS.join(', ')}`, true),
  );
const PRIORITY = '$property must be a whole number from 0 to 1000000';
export const IsPriority = () =>
  applyDecorators(IsInt({ message: PRIORITY }), Min(0, { message: PRIORITY }), Max(1_000_000, { message: PRIORITY }));
const CHANNELS = '$property must be a whole number from 1 to 10000, or null for no limit';
export const IsMaxChannels = () =>
  applyDecorators(IsInt({ message: CHANNELS }), Min(1, { message: CHANNELS }), Max(10_000, { message: CHANNELS }));

export const IsProxy = () =>
  rule('isOutboundProxy', isOutboundProxy, '$property must be a host name or an IP address, perhaps with :port');
export const IsDomain = () => rule('isSipDomain', isSipDomain, '$property must be a host name or an IP address, without a port');
const INBOUND_ADDRESS =
  'must be an IP address, an address with its port, or a network: 203.0.113.5, 203.0.113.5:5060, 203.0.113.0/24 (at least /8). This machine itself only with a port';
export const AreInboundAddresses = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    rule('isInboundAddress', isInboundAddress, `each value of $property ${INBOUND_ADDRESS}`, true),
  );
const EXPIRY = '$property must be a whole number from 60 to 7200';
export const IsExpiry = () =>
  applyDecorators(IsInt({ message: EXPIRY }), Min(60, { message: EXPIRY }), Max(7_200, { message: EXPIRY }));
