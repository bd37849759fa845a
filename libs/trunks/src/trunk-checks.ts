import { ErrorCode, type OperationError, refuse } from '@app/common';
import { TrunkDtmfMode, TrunkMediaEncryption } from './trunk-options.js';
import { type Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';

/** What is looked at together. */
export type CheckedTrunk = Pick<Trunk, 'authMode' | 'transport' | 'mediaEncryption' | 'dtmfMode' | 'codecs'> & {
  username?: string | null | undefined;
  password?: string | null | undefined;
};

/** Of these a digit can be heard again; the others are made for speech alone. */
const CODECS_FOR_TONES = ['alaw', 'ulaw'];

/**
 * Whether a trunk's fields fit each other, for one that is made and for one that is changed.
 * @param trunk as it would be
 * @param given the fields that were asked to change: the refusal names one of these where it can
 */
export function whatDoesNotFit(trunk: CheckedTrunk, given: Readonly<Partial<CheckedTrunk>> = trunk): OperationError | undefined {
  return missingLogin(trunk) ?? encryptionInTheOpen(trunk, given) ?? inaudibleTones(trunk, given);
}

function missingLogin({ authMode, username, password }: CheckedTrunk): OperationError | undefined {
  if (authMode !== TrunkAuthMode.REGISTRATION) return undefined;
  const field = username == null ? 'username' : password == null ? 'password' : undefined;
  return field && wrong(field, `A trunk that registers needs a ${field}.`);
}

/** The keys travel in the SIP messages: without TLS anybody on the way could read them. */
function encryptionInTheOpen(
  { transport, mediaEncryption }: CheckedTrunk,
  given: Partial<CheckedTrunk>,
): OperationError | undefined {
  if (mediaEncryption === TrunkMediaEncryption.OFF || transport === TrunkTransport.TLS) return undefined;
  if (given.mediaEncryption !== undefined || given.transport === undefined)
    return wrong('mediaEncryption', 'Encrypted voice needs the transport TLS: set transport to TLS, or mediaEncryption to OFF.');
  return wrong('transport', `Voice is encrypted (${mediaEncryption}), which needs TLS: set mediaEncryption to OFF with it.`);
}

function inaudibleTones({ dtmfMode, codecs }: CheckedTrunk, given: Partial<CheckedTrunk>): OperationError | undefined {
  if (dtmfMode !== TrunkDtmfMode.INBAND || codecs.some((codec) => CODECS_FOR_TONES.includes(codec))) return undefined;
  const field = given.dtmfMode === undefined && given.codecs !== undefined ? 'codecs' : 'dtmfMode';
  return wrong(field, 'Digits as tones (INBAND) need alaw or ulaw among the codecs: add one, or choose another dtmfMode.');
}

function wrong(field: keyof CheckedTrunk, message: string): OperationError {
  return refuse(ErrorCode.INVALID_INPUT, message, `input.${field}`);
}
