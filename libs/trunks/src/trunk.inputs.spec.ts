import { InputPipe, RefusalException } from '@app/common';
import { describe, expect, it } from 'vitest';
import {
  plainTrunkOptions,
  TrunkCallerIdHeader,
  TrunkDtmfMode,
  TrunkMediaEncryption,
  TrunkNumberFormat,
} from './trunk-options.js';
import { KNOWN_CODECS } from './trunk-rules.js';
import { CreateTrunkInput, UpdateTrunkInput } from './trunk.inputs.js';

const pipe = new InputPipe();
const valid = {
  name: 'BellUZ',
  server: 'bell.uz',
  port: 5060,
  transport: 'UDP',
  authMode: 'REGISTRATION',
  username: 'login',
  password: 'secret',
  allowedCallerIds: [],
  codecs: ['alaw', 'ulaw'],
  enabled: true,
  priority: 100,
  ...plainTrunkOptions,
};

/** The path of the field that is refused, or null. */
async function refusedField(metatype: typeof CreateTrunkInput | typeof UpdateTrunkInput, value: object): Promise<string | null> {
  try {
    await pipe.transform(value, { type: 'body', metatype, data: 'input' });
    return null;
  } catch (error) {
    if (!(error instanceof RefusalException)) throw error;
    expect(error.refusal.errorCode).toBe('INVALID_INPUT');
    expect(error.refusal.message).toMatch(/^[A-Z].*\.$/);
    return error.refusal.field ?? null;
  }
}

const wrongInBoth: ReadonlyArray<readonly [field: string, value: unknown]> = [
  ['name', 'a\n[b]'],
  ['name', 'anonymous'],
  ['name', null],
  ['server', 'bell.uz;x'],
  ['server', null],
  ['port', 0],
  ['port', 70_000],
  ['port', -1],
  ['port', 5060.5],
  ['port', null],
  ['transport', 'SCTP'],
  ['transport', null],
  ['authMode', 'NONE'],
  ['authMode', null],
  ['username', 'a@b'],
  ['username', ''],
  ['password', 'a\nb'],
  ['password', ''],
  ['callerId', '+998712000000'],
  ['callerId', ''],
  ['allowedCallerIds', ['998712000000', 'x']],
  ['allowedCallerIds', ['101', '101']],
  ['allowedCallerIds', Array.from({ length: 101 }, (_, index) => String(1000 + index))],
  ['allowedCallerIds', [null]],
  ['allowedCallerIds', null],
  ['codecs', []],
  ['codecs', ['alaw', 'alaw']],
  ['codecs', ['g729']],
  ['codecs', ['alaw\nallow=all']],
  ['codecs', null],
  ['enabled', null],
  ['priority', -1],
  ['priority', 1_000_001],
  ['priority', null],
  ['maxChannels', 0],
  ['maxChannels', -1],
  ['maxChannels', 1.5],
  ['mediaEncryption', 'YES'],
  ['mediaEncryption', null],
  ['outboundProxy', 'sip:proxy.bell.uz'],
  ['outboundProxy', ''],
  ['outboundProxy', 'proxy.bell.uz:70000'],
  ['authUsername', 'a"b'],
  ['authUsername', ''],
  ['fromUser', 'a;b'],
  ['fromUser', 'a@bell.uz'],
  ['fromDomain', 'bell.uz:5060'],
  ['fromDomain', 'bell.uz>'],
  ['callerIdHeader', 'P-ASSERTED-IDENTITY'],
  ['callerIdHeader', null],
  ['inboundAddresses', ['bell.uz']],
  ['inboundAddresses', ['127.0.0.1']],
  ['inboundAddresses', ['203.0.113.5', '203.0.113.5']],
  ['inboundAddresses', Array.from({ length: 51 }, (_, index) => `203.0.113.${index}`)],
  ['inboundAddresses', [null]],
  ['inboundAddresses', null],
  ['numberFormat', '998'],
  ['numberFormat', null],
  ['dtmfMode', 'rfc4733'],
  ['dtmfMode', null],
  ['expirySeconds', 59],
  ['expirySeconds', 7_201],
  ['expirySeconds', 300.5],
  ['expirySeconds', null],
  ['qualify', null],
];

const rightInBoth: ReadonlyArray<readonly [field: string, value: unknown]> = [
  ...KNOWN_CODECS.map((codec) => ['codecs', [codec]] as const),
  ['codecs', [...KNOWN_CODECS].reverse()],
  ['outboundProxy', 'proxy.bell.uz:5080'],
  ['outboundProxy', null],
  ['authUsername', '998712000000'],
  ['authUsername', null],
  ['fromUser', 'account'],
  ['fromUser', null],
  ['fromDomain', 'bell.uz'],
  ['fromDomain', null],
  ['inboundAddresses', []],
  ['inboundAddresses', ['203.0.113.0/24', '203.0.113.5:5060', '2001:db8::1']],
  ['expirySeconds', 60],
  ['expirySeconds', 7_200],
  ['qualify', false],
  ...Object.values(TrunkMediaEncryption).map((value) => ['mediaEncryption', value] as const),
  ...Object.values(TrunkCallerIdHeader).map((value) => ['callerIdHeader', value] as const),
  ...Object.values(TrunkNumberFormat).map((value) => ['numberFormat', value] as const),
  ...Object.values(TrunkDtmfMode).map((value) => ['dtmfMode', value] as const),
];

describe('CreateTrunkInput', () => {
  it('should take what is right', async () => {
    expect(await refusedField(CreateTrunkInput, valid)).toBeNull();
    expect(
      await refusedField(CreateTrunkInput, { ...valid, username: null, password: null, callerId: null, maxChannels: null }),
    ).toBeNull();
    expect(
      await refusedField(CreateTrunkInput, { ...valid, server: '2001:db8::1', port: 65_535, codecs: ['opus'], maxChannels: 1 }),
    ).toBeNull();
  });

  it.each(rightInBoth)('should take %s %j', async (field, value) => {
    expect(await refusedField(CreateTrunkInput, { ...valid, [field]: value })).toBeNull();
  });

  it.each(wrongInBoth)('should refuse %s %j', async (field, value) => {
    expect(await refusedField(CreateTrunkInput, { ...valid, [field]: value })).toBe(`input.${field}`);
  });
});

describe('UpdateTrunkInput', () => {
  it('should take nothing, and null for what may be empty', async () => {
    expect(await refusedField(UpdateTrunkInput, {})).toBeNull();
    expect(
      await refusedField(UpdateTrunkInput, { username: null, password: null, callerId: null, maxChannels: null }),
    ).toBeNull();
  });

  it.each(rightInBoth)('should take %s %j', async (field, value) => {
    expect(await refusedField(UpdateTrunkInput, { [field]: value })).toBeNull();
  });

  it.each(wrongInBoth)('should refuse %s %j', async (field, value) => {
    expect(await refusedField(UpdateTrunkInput, { [field]: value })).toBe(`input.${field}`);
  });

  it('should leave out what was left out', async () => {
    const input = await pipe.transform({ port: 5062 }, { type: 'body', metatype: UpdateTrunkInput, data: 'input' });
    expect(Object.keys(input as object)).toEqual(['port']);
  });
});
