import { describe, expect, it } from 'vitest';
import { createInput, emptyTrunk, updateInput } from './trunk-values';

const bell = { ...emptyTrunk, name: ' BellUZ ', server: 'bell.uz ', username: '100', password: 's3cret' };

describe('trunk values', () => {
  it('should make what the guide’s form says', () => {
    expect(createInput(bell)).toEqual({
      name: 'BellUZ',
      server: 'bell.uz',
      port: 5060,
      transport: 'UDP',
      authMode: 'REGISTRATION',
      username: '100',
      password: 's3cret',
      callerId: null,
    });
  });

  it('should keep the stored password when the field is left empty', () => {
    expect(updateInput({ ...bell, password: '' })).not.toHaveProperty('password');
    expect(updateInput(bell)).toHaveProperty('password', 's3cret');
  });

  it('should take login and password away from a trunk that is known by its address', () => {
    expect(updateInput({ ...bell, authMode: 'IP' })).toMatchObject({ username: null, password: null });
    expect(createInput({ ...bell, authMode: 'IP' })).toMatchObject({ username: null, password: null });
  });

  it.each([
    ['5070', 5070],
    ['abc', 0],
    ['', 0],
    ['-1', 0],
    ['70000', 70000],
  ])('should send port %j as %d for the server to judge', (port, sent) => {
    expect(createInput({ ...bell, port }).port).toBe(sent);
  });

  it('should send the caller ID as digits and the template’s codecs', () => {
    expect(createInput({ ...bell, callerId: '+998 90 123-45-67', codecs: ['alaw'] })).toMatchObject({
      callerId: '998901234567',
      codecs: ['alaw'],
    });
  });
});
