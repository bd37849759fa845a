import { describe, expect, it } from 'vitest';
import { fillFromServer, fillFromTemplate, fillFromTransport, type TrunkTemplate } from './fill-trunk';
import { emptyTrunk } from './trunk-values';

const bell: TrunkTemplate = {
  name: 'BellUZ',
  server: 'bell.uz',
  port: 5060,
  transport: 'UDP',
  authMode: 'REGISTRATION',
  codecs: ['alaw'],
};
const generic: TrunkTemplate = { ...bell, name: 'SIP', server: '' };

describe('fillFromTemplate', () => {
  it.each([
    ['', 'BellUZ'],
    ['SIP', 'BellUZ'],
    ['Mening', 'Mening'],
  ])('should make of the name %j %j', (name, expected) => {
    const values = { ...emptyTrunk, name };
    expect({ ...values, ...fillFromTemplate(values, bell, [bell, generic]) }).toMatchObject({
      name: expected,
      server: 'bell.uz',
      port: '5060',
      codecs: ['alaw'],
    });
  });

  it('should leave the server where the template has none', () => {
    expect(fillFromTemplate({ ...emptyTrunk, server: 'sip.example.uz' }, generic, [bell, generic])).not.toHaveProperty('server');
  });
});

describe('fillFromTransport', () => {
  it.each([
    ['UDP', '5060', 'TLS', '5061'],
    ['TLS', '5061', 'TCP', '5060'],
    ['UDP', '5070', 'TLS', undefined],
    ['UDP', '5060', 'TCP', '5060'],
  ] as const)('should, from %s at %s to %s, set the port to %j', (before, port, transport, expected) => {
    const filled = fillFromTransport({ ...emptyTrunk, transport: before, port }, transport);
    expect([filled.transport, filled.port]).toEqual([transport, expected]);
  });
});

describe('fillFromServer', () => {
  it.each([
    ['bell.uz', { server: 'bell.uz' }],
    [' sip:bell.uz:5070 ', { server: 'bell.uz', port: '5070' }],
    ['sips://bell.uz/', { server: 'bell.uz' }],
    ['203.0.113.5:5080', { server: '203.0.113.5', port: '5080' }],
    ['[2001:db8::5]:5080', { server: '2001:db8::5', port: '5080' }],
    ['2001:db8::5', { server: '2001:db8::5' }],
    ['bell uz', { server: 'bell uz' }],
    ['', { server: '' }],
  ])('should read %j as %j', (text, expected) => {
    expect(fillFromServer(text)).toEqual(expected);
  });
});
