import { registerEnumType } from '@nestjs/graphql';

/* What providers ask for beside the plain form; each has a default that most of them take. */

/** Whether the voice itself is encrypted (SRTP, keys in SDP: RFC 4568). Only over TLS, else the keys would be readable on the way. */
export enum TrunkMediaEncryption {
  OFF = 'OFF',
  OPTIONAL = 'OPTIONAL',
  REQUIRED = 'REQUIRED',
}
registerEnumType(TrunkMediaEncryption, {
  name: 'TrunkMediaEncryption',
  description: 'Whether the voice is encrypted (SRTP). Only with the transport TLS.',
  valuesMap: {
    OFF: { description: 'Plain RTP.' },
    OPTIONAL: { description: 'Offered; a provider that does not take it still gets the call.' },
    REQUIRED: { description: 'A call without it is not made.' },
  },
});

export enum TrunkCallerIdHeader {
  FROM = 'FROM',
  PAI = 'PAI',
  RPID = 'RPID',
}
registerEnumType(TrunkCallerIdHeader, {
  name: 'TrunkCallerIdHeader',
  description: 'Where the provider reads the caller ID.',
  valuesMap: {
    FROM: { description: 'In From.' },
    PAI: { description: 'In P-Asserted-Identity (RFC 3325); From carries the account.' },
    RPID: { description: 'In Remote-Party-ID; From carries the account.' },
  },
});

export enum TrunkNumberFormat {
  E164 = 'E164',
  PLUS = 'PLUS',
  NATIONAL = 'NATIONAL',
}
registerEnumType(TrunkNumberFormat, {
  name: 'TrunkNumberFormat',
  description: 'How the provider wants numbers written: the one that is called, and the caller ID.',
  valuesMap: {
    E164: { description: '998901234567' },
    PLUS: { description: '+998901234567' },
    NATIONAL: { description: '901234567; numbers of other countries stay as they are.' },
  },
});

export enum TrunkDtmfMode {
  RFC4733 = 'RFC4733',
  INFO = 'INFO',
  INBAND = 'INBAND',
  AUTO = 'AUTO',
}
registerEnumType(TrunkDtmfMode, {
  name: 'TrunkDtmfMode',
  description: 'How pressed digits travel.',
  valuesMap: {
    RFC4733: { description: 'As telephone events beside the voice: what nearly every provider takes.' },
    INFO: { description: 'As SIP INFO.' },
    INBAND: { description: 'As tones in the voice; needs alaw or ulaw.' },
    AUTO: { description: 'As telephone events where the provider offers them, else as tones.' },
  },
});

/** What nearly every provider takes. */
export const plainTrunkOptions = {
  mediaEncryption: TrunkMediaEncryption.OFF,
  callerIdHeader: TrunkCallerIdHeader.FROM,
  inboundAddresses: [] as string[],
  numberFormat: TrunkNumberFormat.E164,
  dtmfMode: TrunkDtmfMode.RFC4733,
  expirySeconds: 300,
  qualify: true,
};
