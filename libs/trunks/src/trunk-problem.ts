import { registerEnumType } from '@nestjs/graphql';

/** Why a trunk does not work, as far as it can be told from here. Each has its advice in every language (advice/). */
export enum TrunkProblem {
  WRONG_CREDENTIALS = 'WRONG_CREDENTIALS',
  FORBIDDEN = 'FORBIDDEN',
  UNKNOWN_LOGIN = 'UNKNOWN_LOGIN',
  INTERVAL_TOO_BRIEF = 'INTERVAL_TOO_BRIEF',
  PROVIDER_FAILED = 'PROVIDER_FAILED',
  REFUSED = 'REFUSED',
  NO_ANSWER = 'NO_ANSWER',
  UNKNOWN_HOST = 'UNKNOWN_HOST',
  CONNECTION_REFUSED = 'CONNECTION_REFUSED',
  TLS_FAILED = 'TLS_FAILED',
  CERTIFICATE_UNTRUSTED = 'CERTIFICATE_UNTRUSTED',
  CERTIFICATE_EXPIRED = 'CERTIFICATE_EXPIRED',
  CERTIFICATE_NAME = 'CERTIFICATE_NAME',
  REASON_UNKNOWN = 'REASON_UNKNOWN',
}
registerEnumType(TrunkProblem, {
  name: 'TrunkProblem',
  description: 'Why a trunk does not work. New ones may be added.',
  valuesMap: {
    WRONG_CREDENTIALS: { description: 'The provider does not accept the login and the password (401, 407).' },
    FORBIDDEN: { description: 'The provider knows the login and refuses it, or refuses our address (403).' },
    UNKNOWN_LOGIN: { description: 'The provider does not know the login (404).' },
    INTERVAL_TOO_BRIEF: { description: 'The provider wants longer registrations (423).' },
    PROVIDER_FAILED: { description: 'The provider has a fault of its own, or is overloaded (5xx).' },
    REFUSED: { description: 'The provider refuses for another reason: see sipCode and reason.' },
    NO_ANSWER: { description: 'Nothing comes back.' },
    UNKNOWN_HOST: { description: "DNS knows no address of the server's name." },
    CONNECTION_REFUSED: { description: 'The host is there, and nothing listens on that port.' },
    TLS_FAILED: { description: 'The server does not speak TLS there, or no version of it that we do.' },
    CERTIFICATE_UNTRUSTED: { description: "The server's certificate is signed by nobody whom we trust." },
    CERTIFICATE_EXPIRED: { description: "The server's certificate is not valid at this time." },
    CERTIFICATE_NAME: { description: "The server's certificate is for another name." },
    REASON_UNKNOWN: { description: 'Asterisk does not copy its SIP messages to us, so nobody knows why.' },
  },
});

const BY_SIP_CODE: Readonly<Record<number, TrunkProblem>> = {
  401: TrunkProblem.WRONG_CREDENTIALS,
  403: TrunkProblem.FORBIDDEN,
  404: TrunkProblem.UNKNOWN_LOGIN,
  407: TrunkProblem.WRONG_CREDENTIALS,
  408: TrunkProblem.NO_ANSWER,
  423: TrunkProblem.INTERVAL_TOO_BRIEF,
};

/** @param sipCode a final refusal of a REGISTER (RFC 3261, 21); of an INVITE where it is about our account or the provider */
export function problemOfSipCode(sipCode: number): TrunkProblem {
  const isServerFailure = sipCode >= 500 && sipCode < 600;
  return BY_SIP_CODE[sipCode] ?? (isServerFailure ? TrunkProblem.PROVIDER_FAILED : TrunkProblem.REFUSED);
}
