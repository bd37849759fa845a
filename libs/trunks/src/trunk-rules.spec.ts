import { describe, expect, it } from 'vitest';
import { isCallerId, isKnownCodec, isSipPassword, isSipServer, isSipUsername, isTrunkName } from './trunk-rules.js';

const hostile = [
  'a\n[b]',
  'a\r\nAction: Originate',
  'a;b',
  'a,b',
  'a@b',
  'a b',
  ' a',
  'a ',
  '',
  'a\0',
  'a\t',
  '${X}',
  '$(id)',
  'a&b',
  'a/b',
  '[a]',
  'a=>b',
  '"a"',
  'ä',
  'а',
  '\u202ea',
  'a'.repeat(1000),
];

describe('isTrunkName', () => {
  it.each(
    ['BellUZ', 'bell-uz', 'bell_uz', 'B', 'a1', 'Demo', 'udp1', 'transport', 'a'.repeat(40)].filter(
      (name) => name !== 'transport',
    ),
  )('should take %s', (name) => {
    expect(isTrunkName(name)).toBe(true);
  });

  it.each([
    ...hostile,
    'a'.repeat(41),
    '1a',
    '201',
    '201-desk',
    '-a',
    '_a',
    'anonymous',
    'Anonymous',
    'system',
    'global',
    'GLOBAL',
    'transport',
    'transport-udp',
    'transport-tcp',
    'transport-tls',
    'Transport-WS',
    'transport-anything',
    'udp',
    'tls',
    'ws',
    'all',
    'trunkline',
    'trunkline-probe-1',
    'inbound',
    'outbound',
    null,
    undefined,
    5,
    {},
  ])('should refuse %j', (name) => {
    expect(isTrunkName(name)).toBe(false);
  });
});

describe('isSipServer', () => {
  it.each([
    'bell.uz',
    'sip.bell.uz',
    'BELL.UZ',
    'localhost',
    'sip-1.provider.co.uk',
    '1and1.com',
    '127.0.0.1',
    '10.0.0.255',
    '2001:db8::1',
    '::1',
    'xn--80ak6aa92e.com',
    `${'a'.repeat(63)}.uz`,
  ])('should take %s', (server) => {
    expect(isSipServer(server)).toBe(true);
  });

  it.each([
    ...hostile.filter((text) => text !== 'a'),
    'bell.uz:5060',
    'sip:bell.uz',
    'bell.uz;transport=tcp',
    'https://bell.uz',
    'bell_uz.com',
    '-bell.uz',
    'bell-.uz',
    'bell..uz',
    '.bell.uz',
    'bell.uz.',
    '999.1.1.1',
    '1.2.3',
    '127.1',
    '0.0.0.0',
    '::',
    '0:0:0:0:0:0:0:0',
    '[2001:db8::1]',
    'fe80::1%eth0',
    '010.0.0.1',
    '1.2.3.4/24',
    `${'a'.repeat(64)}.uz`,
    Array.from({ length: 64 }, () => 'abcd').join('.'),
    null,
    5060,
  ])('should refuse %j', (server) => {
    expect(isSipServer(server)).toBe(false);
  });
});

describe('isSipUsername', () => {
  it.each(['998712000000', 'login', 'user.name-1_2~', '+998712000000', 'a'.repeat(64)])('should take %s', (username) => {
    expect(isSipUsername(username)).toBe(true);
  });

  it.each([...hostile, 'user@realm', 'user:pass', 'a?b', 'a%41', 'a\\b', 'a<b>', 'a#b', 'a'.repeat(65), null, 7])(
    'should refuse %j',
    (username) => {
      expect(isSipUsername(username)).toBe(false);
    },
  );
});

describe('isSipPassword', () => {
  it.each(['p', 'secret', 'a b', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '${X}', 'a;b', '$(id)', 'x'.repeat(128)])(
    'should take %j',
    (password) => {
      expect(isSipPassword(password)).toBe(true);
    },
  );

  it.each(['', ' ', ' a', 'a ', 'a\n', 'a\r\nb', 'a\0b', 'a\tb', 'ä', 'пароль', '\u007f', 'x'.repeat(129), null, 5])(
    'should refuse %j',
    (password) => {
      expect(isSipPassword(password)).toBe(false);
    },
  );
});

describe('isCallerId', () => {
  it.each(['998712000000', '101', '123456789012345'])('should take %s', (callerId) => {
    expect(isCallerId(callerId)).toBe(true);
  });

  it.each([...hostile, '12', '+998712000000', '998 71 200', '1234567890123456', null, 101])('should refuse %j', (callerId) => {
    expect(isCallerId(callerId)).toBe(false);
  });
});

describe('isKnownCodec', () => {
  it.each([
    ['alaw', true],
    ['ulaw', true],
    ['g722', true],
    ['gsm', true],
    ['opus', true],
    ['ALAW', false],
    ['g729', false],
    ['all', false],
    ['!all', false],
    ['alaw,ulaw', false],
    ['alaw:20', false],
    ['', false],
    [null, false],
  ])('should say of %j: %s', (codec, known) => {
    expect(isKnownCodec(codec)).toBe(known);
  });
});
