import { describe, expect, it } from 'vitest';
import type { TrunkSettingsFragment } from '@/gql/graphql';
import { countAdvanced, createInput, emptyTrunk, isTouched, updateInput, valuesOf } from './trunk-values';

const bell = { ...emptyTrunk, name: ' BellUZ ', server: 'bell.uz ', username: '100', password: 's3cret' };
const stored: TrunkSettingsFragment = {
  id: '1',
  name: 'BellUZ',
  server: 'bell.uz',
  port: 5061,
  transport: 'TLS',
  authMode: 'REGISTRATION',
  username: '100',
  callerId: '998712000000',
  allowedCallerIds: ['998712000001', '1003'],
  callerIdHeader: 'PAI',
  fromUser: null,
  fromDomain: 'bell.uz',
  enabled: true,
  priority: 5,
  maxChannels: 30,
  numberFormat: 'PLUS',
  codecs: ['g722', 'alaw'],
  dtmfMode: 'INFO',
  mediaEncryption: 'REQUIRED',
  outboundProxy: 'proxy.bell.uz:5070',
  authUsername: 'a100',
  expirySeconds: 600,
  inboundAddresses: ['203.0.113.0/24'],
  qualify: false,
};

describe('createInput', () => {
  it('should make what the guide’s form says, and what most providers take', () => {
    expect(createInput(bell)).toEqual({
      name: 'BellUZ',
      server: 'bell.uz',
      port: 5060,
      transport: 'UDP',
      authMode: 'REGISTRATION',
      username: '100',
      password: 's3cret',
      callerId: null,
      allowedCallerIds: [],
      callerIdHeader: 'FROM',
      fromUser: null,
      fromDomain: null,
      priority: 100,
      maxChannels: null,
      numberFormat: 'E164',
      codecs: ['alaw', 'ulaw'],
      dtmfMode: 'RFC4733',
      mediaEncryption: 'OFF',
      outboundProxy: null,
      authUsername: null,
      expirySeconds: 300,
      inboundAddresses: [],
      qualify: true,
    });
  });

  it('should read a server that was typed with its port', () => {
    expect(createInput({ ...bell, server: 'sip:bell.uz:5070' })).toMatchObject({ server: 'bell.uz', port: 5070 });
  });

  it('should take login and password away from a trunk that is known by its address', () => {
    expect(createInput({ ...bell, authMode: 'IP' })).toMatchObject({ username: null, password: null });
  });

  it.each([
    ['5070', 5070],
    ['abc', -1],
    ['', -1],
    ['-1', -1],
    ['70000', 70000],
    ['99999999999', -1],
  ])('should send the number %j as %d for the server to judge', (text, sent) => {
    expect(createInput({ ...bell, port: text, priority: text, expirySeconds: text })).toMatchObject({
      port: sent,
      priority: sent,
      expirySeconds: sent,
    });
  });

  it.each([
    ['', null],
    ['12', 12],
    ['many', -1],
  ])('should send the channel limit %j as %j', (maxChannels, sent) => {
    expect(createInput({ ...bell, maxChannels }).maxChannels).toBe(sent);
  });

  it.each([
    ['+998 90 123-45-67', '998901234567'],
    ['1003', '1003'],
    ['abc', 'abc'],
    ['  ', null],
  ])('should send the caller ID %j as %j', (callerId, sent) => {
    expect(createInput({ ...bell, callerId }).callerId).toBe(sent);
  });

  it('should read lists however they are separated, each entry once', () => {
    const lists = { allowedCallerIds: '+998 71 200-00-01, 1003;\n\n1003', inboundAddresses: ' 203.0.113.5  203.0.113.0/24,\n' };
    expect(createInput({ ...bell, ...lists })).toMatchObject({
      allowedCallerIds: ['998712000001', '1003'],
      inboundAddresses: ['203.0.113.5', '203.0.113.0/24'],
    });
  });

  it('should encrypt the voice over TLS alone', () => {
    const values = { ...bell, mediaEncryption: 'REQUIRED' as const };
    expect(createInput(values).mediaEncryption).toBe('OFF');
    expect(createInput({ ...values, transport: 'TLS' }).mediaEncryption).toBe('REQUIRED');
  });
});

describe('updateInput', () => {
  const before = valuesOf(stored);

  it('should send nothing of a trunk that was opened and not changed', () => {
    expect(updateInput(before, before)).toEqual({});
    expect(isTouched(before, before)).toBe(false);
  });

  it.each([
    [{ server: 'sip.bell.uz' }, { server: 'sip.bell.uz' }],
    [{ password: 'new' }, { password: 'new' }],
    [{ callerId: '+998 71 200 00 00' }, {}],
    [{ callerId: '' }, { callerId: null }],
    [{ codecs: ['alaw', 'g722'] }, { codecs: ['alaw', 'g722'] }],
    [{ inboundAddresses: '' }, { inboundAddresses: [] }],
    [{ maxChannels: '' }, { maxChannels: null }],
    [{ qualify: true }, { qualify: true }],
    [{ transport: 'UDP' as const }, { transport: 'UDP', mediaEncryption: 'OFF' }],
    [{ authMode: 'IP' as const }, { authMode: 'IP', username: null, password: null }],
  ])('should, of %j, send %j', (change, sent) => {
    expect(updateInput({ ...before, ...change }, before)).toEqual(sent);
    expect(isTouched({ ...before, ...change }, before)).toBe(true);
  });

  it('should not ask for a password to be cleared where there is none', () => {
    const byAddress = valuesOf({ ...stored, authMode: 'IP', username: null });
    expect(updateInput({ ...byAddress, server: '203.0.113.5' }, byAddress)).toEqual({ server: '203.0.113.5' });
  });
});

describe('countAdvanced', () => {
  it('should count what is folded away and not plain', () => {
    expect(countAdvanced(bell)).toBe(0);
    expect(countAdvanced({ ...bell, maxChannels: '30', codecs: ['g722'] })).toBe(2);
    // All but fromUser.
    expect(countAdvanced(valuesOf(stored))).toBe(15);
  });
});
