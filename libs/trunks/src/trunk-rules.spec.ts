import { describe, expect, it } from 'vitest';
import {
  isCallerId,
  isInboundAddress,
  isKnownCodec,
  isOutboundProxy,
  isSipDomain,
  isSipPassword,
  isSipServer,
  isSipUsername,
  isTrunkName,
} from './trunk-rules.js';

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

describe('isOutboundProxy', () => {
  it.each([
    'proxy.bell.uz',
    'proxy.bell.uz:5080',
    '192.0.2.1',
    '192.0.2.1:5060',
    '2001:db8::1',
    '[2001:db8::1]',
    '[2001:db8::1]:5061',
    'localhost:1',
    'a.uz:65535',
  ])('should take %s', (proxy) => {
    expect(isOutboundProxy(proxy)).toBe(true);
  });

  it.each([
    ...hostile.filter((text) => text !== '[a]'),
    'sip:proxy.bell.uz',
    'proxy.bell.uz;lr',
    'proxy.bell.uz:',
    'proxy.bell.uz:0',
    'proxy.bell.uz:65536',
    'proxy.bell.uz:50:60',
    'proxy.bell.uz:5060;transport=tcp',
    'proxy.bell.uz:5060\n',
    'proxy_bell.uz',
    '300.1.1.1:5060',
    '0.0.0.0:5060',
    '[::]:5060',
    '[2001:db8::1',
    '2001:db8::1]:5060',
    '192.0.2.0/24',
    null,
    undefined,
    5060,
    {},
  ])('should refuse %j', (proxy) => {
    expect(isOutboundProxy(proxy)).toBe(false);
  });
});

describe('isSipDomain', () => {
  it.each([
    ['bell.uz', true],
    ['192.0.2.1', true],
    ['bell.uz:5060', false],
    ['a@bell.uz', false],
    ['bell.uz>', false],
    ['', false],
    [null, false],
  ])('should say of %j: %s', (domain, right) => {
    expect(isSipDomain(domain)).toBe(right);
  });
});

describe('isInboundAddress', () => {
  it.each([
    '203.0.113.5',
    '203.0.113.5:5060',
    '203.0.113.0/24',
    '203.0.113.5/32',
    '10.0.0.0/8',
    '2001:db8::1',
    '[2001:db8::1]:5060',
    '2001:db8::/32',
    '2001::/16',
    '127.0.0.1:5070',
    '[::1]:5070',
    '128.0.0.0/8',
  ])('should take %s', (address) => {
    expect(isInboundAddress(address)).toBe(true);
  });

  it.each([
    ...hostile,
    'bell.uz',
    'localhost',
    '203.0.113.0/33',
    '203.0.113.0/7',
    '203.0.113.0/0',
    '203.0.113.0/',
    '203.0.113.0/-1',
    '203.0.113.0/024',
    '203.0.113.0/24/24',
    '203.0.113.0/255.255.255.0',
    '203.0.113.0:5060/24',
    '203.0.113.5:0',
    '203.0.113.5:70000',
    '203.0.113.5,203.0.113.6',
    '203.0.113',
    '0.0.0.0',
    '0.0.0.0/8',
    '::',
    '::/16',
    '2001:db8::/15',
    '2001:db8::/129',
    'fe80::1%eth0',
    // This machine itself, however it is written.
    '127.0.0.1',
    '127.0.0.1/32',
    '127.1.2.3',
    '127.0.0.0/8',
    '::1',
    '::1/128',
    '0:0:0:0:0:0:0:1',
    '0::1',
    '::1/64',
    '0:1::/16',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:203.0.113.5',
    '[::ffff:127.0.0.1]:5060',
    null,
    undefined,
    5,
    {},
    [],
  ])('should refuse %j', (address) => {
    expect(isInboundAddress(address)).toBe(false);
  });
});
