import { describe, expect, it } from 'vitest';
import { type CheckedTrunk, whatDoesNotFit } from './trunk-checks.js';
import { TrunkDtmfMode, TrunkMediaEncryption } from './trunk-options.js';
import { TrunkAuthMode, TrunkTransport } from './trunk.entity.js';

const trunk: CheckedTrunk = {
  authMode: TrunkAuthMode.REGISTRATION,
  username: 'login',
  password: 'secret',
  transport: TrunkTransport.UDP,
  mediaEncryption: TrunkMediaEncryption.OFF,
  dtmfMode: TrunkDtmfMode.RFC4733,
  codecs: ['alaw'],
};
const { UDP, TCP, TLS } = TrunkTransport;
const { OFF, OPTIONAL, REQUIRED } = TrunkMediaEncryption;
const { INBAND, AUTO } = TrunkDtmfMode;

describe('whatDoesNotFit', () => {
  it.each<[fields: Partial<CheckedTrunk>, field: string | null]>([
    [{}, null],
    [{ username: null }, 'input.username'],
    [{ username: undefined }, 'input.username'],
    [{ password: null }, 'input.password'],
    [{ authMode: TrunkAuthMode.IP, username: null, password: null }, null],
    [{ mediaEncryption: OPTIONAL }, 'input.mediaEncryption'],
    [{ mediaEncryption: REQUIRED, transport: TCP }, 'input.mediaEncryption'],
    [{ mediaEncryption: REQUIRED, transport: TLS }, null],
    [{ mediaEncryption: OPTIONAL, transport: TLS }, null],
    [{ dtmfMode: INBAND, codecs: ['g722', 'opus'] }, 'input.dtmfMode'],
    [{ dtmfMode: INBAND, codecs: ['g722', 'ulaw'] }, null],
    [{ dtmfMode: AUTO, codecs: ['gsm'] }, null],
  ])('should say of a new trunk with %j: %s', (fields, field) => {
    expect(whatDoesNotFit({ ...trunk, ...fields })?.field ?? null).toBe(field);
  });

  it.each<[before: Partial<CheckedTrunk>, given: Partial<CheckedTrunk>, field: string | null]>([
    [{ transport: TLS, mediaEncryption: REQUIRED }, { transport: UDP }, 'input.transport'],
    [{ transport: TLS, mediaEncryption: REQUIRED }, { transport: UDP, mediaEncryption: OPTIONAL }, 'input.mediaEncryption'],
    [{ transport: TLS, mediaEncryption: REQUIRED }, { transport: UDP, mediaEncryption: OFF }, null],
    [{ transport: TLS, mediaEncryption: REQUIRED }, { codecs: ['opus'] }, null],
    [{ transport: TLS }, { mediaEncryption: OPTIONAL }, null],
    [{}, { mediaEncryption: OPTIONAL }, 'input.mediaEncryption'],
    [{}, { mediaEncryption: OPTIONAL, transport: TLS }, null],
    [{ dtmfMode: INBAND }, { codecs: ['opus'] }, 'input.codecs'],
    [{ codecs: ['opus'] }, { dtmfMode: INBAND }, 'input.dtmfMode'],
    [{ codecs: ['opus'] }, { dtmfMode: INBAND, codecs: ['opus', 'alaw'] }, null],
    [{}, { username: null }, 'input.username'],
  ])('should say of %j that is given %j: %s', (before, given, field) => {
    const refusal = whatDoesNotFit({ ...trunk, ...before, ...given }, given);
    expect(refusal?.field ?? null).toBe(field);
    if (refusal) expect(refusal).toMatchObject({ errorCode: 'INVALID_INPUT', message: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});
