import { describe, expect, it } from 'vitest';
import { TelephonyError } from '../telephony.gateway.js';
import type { TrunkSpec } from '../telephony.provisioning.js';
import { plainTrunkSpec } from '../../testing/plain-trunk-spec.js';
import type { PjsipObject } from './pjsip-object.js';
import { trunkToObjects } from './trunk-to-objects.js';

const trunk: TrunkSpec = {
  name: 'BellUZ',
  server: 'bell.uz',
  port: 5060,
  transport: 'UDP',
  authMode: 'REGISTRATION',
  username: '998711234567',
  password: 'secret',
  callerId: '998711234567',
  codecs: ['alaw', 'ulaw'],
  ...plainTrunkSpec,
  isEnabled: true,
};

const fieldsOf = (objects: readonly PjsipObject[], type: string) => objects.find((object) => object.type === type)?.fields ?? {};
const refusal = (make: () => unknown): unknown => {
  try {
    return make();
  } catch (error) {
    return error;
  }
};

describe('trunkToObjects', () => {
  it('should make the objects of a registering trunk, in order', () => {
    const objects = trunkToObjects(trunk);
    expect(objects.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'auth BellUZ',
      'aor BellUZ',
      'endpoint BellUZ',
      'registration BellUZ',
    ]);
    expect(fieldsOf(objects, 'endpoint')).toMatchObject({
      context: 'inbound',
      identify_by: 'ip',
      allow_transfer: 'no',
      allow_subscribe: 'no',
      trust_id_inbound: 'no',
      trust_id_outbound: 'no',
      send_pai: 'no',
      send_rpid: 'no',
      rtp_timeout: '60',
      rtp_timeout_hold: '600',
      transport: 'transport-udp',
      allow: 'alaw,ulaw',
    });
    expect(fieldsOf(objects, 'registration')).toMatchObject({
      server_uri: 'sip:bell.uz:5060',
      client_uri: 'sip:998711234567@bell.uz:5060',
      contact_user: '998711234567',
      line: 'yes',
      endpoint: 'BellUZ',
      max_random_initial_delay: '0',
      auth_rejection_permanent: 'no',
    });
  });

  it('should identify a trunk without a login by its address with its port', () => {
    const objects = trunkToObjects({ ...trunk, authMode: 'IP', server: '10.1.2.3', username: null, password: null });
    expect(objects.map(({ type }) => type)).toEqual(['aor', 'endpoint', 'identify']);
    expect(fieldsOf(objects, 'identify')).toEqual({ endpoint: 'BellUZ', match: '10.1.2.3:5060' });
    expect(fieldsOf(objects, 'endpoint')).toMatchObject({ outbound_auth: '' });
  });

  it.each<[string, Partial<TrunkSpec>, readonly string[]]>([
    ['UDP, where the port tells it from others behind its address', { transport: 'UDP' }, ['10.1.2.3:5060']],
    ['TCP, where its calls come from any port', { transport: 'TCP' }, ['10.1.2.3']],
    ['TCP on this machine, where the browsers are too', { transport: 'TCP', server: '127.0.0.5' }, ['127.0.0.5:5060']],
    [
      'UDP, and by each address that it also calls from, once',
      { inboundAddresses: ['10.1.2.3:5060', '203.0.113.9', '198.51.100.7/24', '2001:DB8::0/32', '203.0.113.9/32'] },
      ['10.1.2.3:5060', '203.0.113.9', '198.51.100.0/24', '2001:db8::/32'],
    ],
  ])('should know an IP trunk over %s', (_name, change, matches) => {
    const objects = trunkToObjects({ ...trunk, authMode: 'IP', server: '10.1.2.3', ...change });
    const identifies = objects.filter(({ type }) => type === 'identify');
    expect(identifies.map(({ fields }) => fields['match'])).toEqual(matches);
    expect(identifies.map(({ id }) => id)).toEqual(
      ['BellUZ', 'trunkline-from-BellUZ-2', 'trunkline-from-BellUZ-3', 'trunkline-from-BellUZ-4'].slice(0, matches.length),
    );
  });

  it('should know an IP trunk by every address of its name', () => {
    const servers = [
      { host: '203.0.113.1', port: 5060 },
      { host: '203.0.113.2', port: 5060 },
    ];
    const objects = trunkToObjects({ ...trunk, authMode: 'IP' }, servers);
    expect(objects.filter(({ type }) => type === 'identify').map(({ fields }) => fields['match'])).toEqual([
      '203.0.113.1:5060',
      '203.0.113.2:5060',
    ]);
  });

  it('should ask a qualified trunk beside the contact that is dialled', () => {
    const objects = trunkToObjects({ ...trunk, isQualified: true });
    expect(objects.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'auth BellUZ',
      'aor BellUZ',
      'aor trunkline-ping-BellUZ',
      'endpoint BellUZ',
      'registration BellUZ',
    ]);
    expect(objects[1]?.fields).toEqual({ contact: 'sip:bell.uz:5060', qualify_frequency: '0' });
    expect(objects[2]?.fields).toMatchObject({ contact: 'sip:bell.uz:5060', qualify_frequency: '30' });
    expect(fieldsOf(objects, 'endpoint')).toMatchObject({ aors: 'BellUZ,trunkline-ping-BellUZ' });
  });

  it.each<[Partial<TrunkSpec>, string, Record<string, string>]>([
    [{ outboundProxy: 'proxy.uz:5080' }, 'endpoint', { outbound_proxy: 'sip:proxy.uz:5080;lr' }],
    [{ outboundProxy: 'proxy.uz' }, 'registration', { outbound_proxy: 'sip:proxy.uz;lr' }],
    [
      { outboundProxy: '[2001:db8::1]:5080', transport: 'TCP' },
      'endpoint',
      { outbound_proxy: 'sip:[2001:db8::1]:5080;lr;transport=tcp' },
    ],
    [{ outboundProxy: null }, 'endpoint', { outbound_proxy: '' }],
    [{ authUsername: 'auth1' }, 'auth', { username: 'auth1' }],
    [{ authUsername: 'auth1' }, 'registration', { client_uri: 'sip:998711234567@bell.uz:5060' }],
    [{ fromUser: 'from1' }, 'endpoint', { from_user: 'from1', send_pai: 'no' }],
    [{ fromUser: null }, 'endpoint', { from_user: '' }],
    [{ fromDomain: 'bell.uz' }, 'endpoint', { from_domain: 'bell.uz' }],
    [{ callerIdHeader: 'PAI' }, 'endpoint', { from_user: '998711234567', send_pai: 'yes', send_rpid: 'no' }],
    [{ callerIdHeader: 'RPID', fromUser: 'from1' }, 'endpoint', { from_user: 'from1', send_pai: 'no', send_rpid: 'yes' }],
    [{ dtmfMode: 'INBAND' }, 'endpoint', { dtmf_mode: 'inband' }],
    [{ expirySeconds: 120 }, 'registration', { expiration: '120' }],
    [{ mediaEncryption: 'OFF' }, 'endpoint', { media_encryption: 'no', media_encryption_optimistic: 'no' }],
    [
      { mediaEncryption: 'OPTIONAL', transport: 'TLS' },
      'endpoint',
      { media_encryption: 'sdes', media_encryption_optimistic: 'yes' },
    ],
    [
      { mediaEncryption: 'REQUIRED', transport: 'TLS' },
      'endpoint',
      { media_encryption: 'sdes', media_encryption_optimistic: 'no' },
    ],
  ])('should put %j into its %s', (change, type, fields) => {
    expect(fieldsOf(trunkToObjects({ ...trunk, ...change }), type)).toMatchObject(fields);
  });

  it.each([
    ['TCP', 'sip:bell.uz:5060;transport=tcp', 'transport-tcp'],
    ['TLS', 'sip:bell.uz:5060;transport=tls', 'transport-tls'],
  ] as const)('should go over %s', (transport, uri, name) => {
    const objects = trunkToObjects({ ...trunk, transport });
    expect(fieldsOf(objects, 'aor')).toMatchObject({ contact: uri });
    expect(fieldsOf(objects, 'registration')).toMatchObject({ server_uri: uri, transport: name });
  });

  it('should write an IPv6 address in brackets', () => {
    expect(fieldsOf(trunkToObjects({ ...trunk, server: '2001:db8::1' }), 'aor')).toMatchObject({
      contact: 'sip:[2001:db8::1]:5060',
    });
  });

  it('should make nothing of a trunk that is off', () => {
    expect(trunkToObjects({ ...trunk, isEnabled: false })).toEqual([]);
  });

  const hostile: [string, Partial<TrunkSpec>][] = [
    ['a line end in the name', { name: 'a\n[b]' }],
    ['a slash in the name', { name: 'a/b' }],
    ['an empty name', { name: '' }],
    ['a long name', { name: 'a'.repeat(41) }],
    ['a dot in the name', { name: '../auth' }],
    ['a line end in the server', { server: 'bell.uz\r\nContact: x' }],
    ['a semicolon in the server', { server: 'bell.uz;lr' }],
    ['an at in the server', { server: 'x@bell.uz' }],
    ['a space in the server', { server: 'bell uz' }],
    ['a mistyped address', { server: '10.0.0.256' }],
    ['a hyphen first', { server: '-bell.uz' }],
    ['an empty server', { server: '' }],
    ['two dots', { server: 'bell..uz' }],
    ['brackets in the server', { server: '[::1]' }],
    ['an empty label', { server: 'bell.uz.' }],
    ['port 0', { port: 0 }],
    ['port 70000', { port: 70000 }],
    ['half a port', { port: 5060.5 }],
    ['no port', { port: Number.NaN }],
    ['a line end in the login', { username: 'a\nb' }],
    ['an at in the login', { username: 'a@b' }],
    ['angle brackets in the login', { username: '<sip:a>' }],
    ['a quote in the login', { username: 'a"b' }],
    ['a semicolon in the login', { username: 'a;b' }],
    ['NUL in the login', { username: 'a\0' }],
    ['no login', { username: null }],
    ['an empty login', { username: '' }],
    ['a line end in the password', { password: 'a\r\nb' }],
    ['NUL in the password', { password: 'a\0' }],
    ['U+2028 in the password', { password: 'a\u2028b' }],
    ['a long password', { password: 'a'.repeat(257) }],
    ['an unknown shape of codec', { codecs: ['alaw', '!all'] }],
    ['a line end in a codec', { codecs: ['alaw\nx'] }],
    ['no codec', { codecs: [] }],
    ['keys that could be read on the way', { mediaEncryption: 'REQUIRED', transport: 'TCP' }],
    ['a parameter in the proxy', { outboundProxy: 'proxy.uz;lr' }],
    ['two hosts in the proxy', { outboundProxy: 'proxy.uz,evil.uz' }],
    ['a user in the proxy', { outboundProxy: 'x@proxy.uz' }],
    ['a line end in the proxy', { outboundProxy: 'proxy.uz\nx=y' }],
    ['a port that is none in the proxy', { outboundProxy: 'proxy.uz:99999' }],
    ['an empty proxy', { outboundProxy: '' }],
    ['an at in authUsername', { authUsername: 'a@b' }],
    ['a line end in authUsername', { authUsername: 'a\nb' }],
    ['a semicolon in fromUser', { fromUser: 'a;b' }],
    ['a space in fromDomain', { fromDomain: 'bell uz' }],
    ['a port in fromDomain', { fromDomain: 'bell.uz:5060' }],
    ['no expiry', { expirySeconds: 0 }],
    ['half an expiry', { expirySeconds: 60.5 }],
    ['loopback as an inbound address', { inboundAddresses: ['127.0.0.1'] }],
    ['a part of loopback as an inbound network', { inboundAddresses: ['127.4.0.0/16'] }],
    ['loopback in an inbound network', { inboundAddresses: ['64.0.0.0/2'] }],
    ["IPv6's loopback in an inbound network", { inboundAddresses: ['::/64'] }],
    ["loopback in IPv6's clothes", { inboundAddresses: ['::ffff:127.0.0.1'] }],
    ['a name as an inbound address', { inboundAddresses: ['bell.uz'] }],
    ['everybody', { inboundAddresses: ['0.0.0.0/0'] }],
    ['a port of a network', { inboundAddresses: ['10.0.0.0:5060/8'] }],
    ['a line end in an inbound address', { inboundAddresses: ['10.0.0.1\nx=y'] }],
    ['two addresses in one', { inboundAddresses: ['10.0.0.1,10.0.0.2'] }],
  ];
  it.each(hostile)('should refuse %s', (_name, change) => {
    const error = refusal(() => trunkToObjects({ ...trunk, ...change }));
    expect(error).toBeInstanceOf(TelephonyError);
    expect(error).toMatchObject({ status: 400 });
    if (typeof change.password === 'string') expect(String(error)).not.toContain(change.password);
  });

  it.each([
    { password: `p a"s;s:w,ö<rd>` },
    { username: '+998.71_1-2~3' },
    { server: 'xn--80ak6aa92e.com' },
    { server: 'localhost' },
  ])('should take %j', (change) => {
    expect(trunkToObjects({ ...trunk, ...change })).toHaveLength(4);
  });
});
