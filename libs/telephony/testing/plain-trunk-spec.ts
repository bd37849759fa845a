import type { TrunkSpec } from '../src/telephony.provisioning.js';

/** The options of a trunk that asks for nothing special. */
export const plainTrunkSpec = {
  mediaEncryption: 'OFF',
  outboundProxy: null,
  authUsername: null,
  fromUser: null,
  fromDomain: null,
  callerIdHeader: 'FROM',
  inboundAddresses: [],
  dtmfMode: 'RFC4733',
  expirySeconds: 300,
  isQualified: false,
} satisfies Partial<TrunkSpec>;
