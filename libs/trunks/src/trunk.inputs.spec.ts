import { InputPipe, RefusalException } from '@app/common';
import { describe, expect, it } from 'vitest';
import { plainTrunkOptions } from './trunk-options.js';
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

  it.each(wrongInBoth)('should refuse %s %j', async (field, value) => {
    expect(await refusedField(UpdateTrunkInput, { [field]: value })).toBe(`input.${field}`);
  });

  it('should leave out what was left out', async () => {
    const input = await pipe.transform({ port: 5062 }, { type: 'body', metatype: UpdateTrunkInput, data: 'input' });
    expect(Object.keys(input as object)).toEqual(['port']);
  });
});
