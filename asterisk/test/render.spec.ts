import { describe, expect, it } from 'vitest';
import { configurationValues } from '../launcher.mjs';
import { checked, ConfigValueError, render } from '../render.mjs';

type Kind = Parameters<typeof checked>[2];

describe('checked', () => {
  it.each<[Kind, unknown]>([
    ['port', 1],
    ['port', 65535],
    ['port', '5060'],
    ['name', 'backend'],
    ['name', 'bell-uz_2'],
    ['secret', 'aB3-_./+=$%'],
    ['secret', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['path', '/srv/trunkline/data'],
    ['path', '/home/o‘g‘il/trunk line (2)'],
    ['host', '203.0.113.5'],
    ['host', '2001:db8::1'],
    ['host', 'sip.bell.uz'],
    ['network', '10.0.0.0/8'],
    ['network', 'fc00::/7'],
    ['network', '192.0.2.1'],
  ])('should let a %s through: %j', (kind, value) => {
    expect(checked('IT', value, kind)).toBe(String(value));
  });

  it.each<[Kind, unknown]>([
    ['port', 0],
    ['port', 65536],
    ['port', -1],
    ['port', 5060.5],
    ['port', NaN],
    ['port', '5060\n[evil]'],
    ['port', undefined],
    ['name', ''],
    ['name', 'a b'],
    ['name', 'a]\n[b'],
    ['name', 'a;b'],
    ['name', 'a'.repeat(65)],
    ['secret', ''],
    ['secret', 'two words'],
    ['secret', 'a;b'],
    ['secret', 'a\\b'],
    ['secret', 'a"b'],
    ['secret', 'line\r\nwrite = all'],
    ['secret', 'line\nwrite = all'],
    ['secret', 'nul\0'],
    ['secret', 'parol-ў'],
    ['secret', '>begins'],
    ['secret', 'x'.repeat(129)],
    ['secret', undefined],
    ['path', 'relative/path'],
    ['path', ''],
    ['path', '/a;b'],
    ['path', '/a,b'],
    ['path', '/a\nb'],
    ['path', '/a${b}'],
    ['path', '/a\\b'],
    ['path', '/ends '],
    ['host', 'bell.uz:5060'],
    ['host', 'a b'],
    ['host', '-bell.uz'],
    ['host', 'bell.uz\nallow=all'],
    ['network', '10.0.0.0/33'],
    ['network', '10.0.0/8'],
    ['network', '10.0.0.0/8/8'],
    ['network', 'everywhere'],
  ])('should refuse a %s: %j', (kind, value) => {
    expect(() => checked('IT', value, kind)).toThrow(ConfigValueError);
  });

  it('should not repeat a secret in its message', () => {
    expect(() => checked('ASTERISK_ARI_PASSWORD', 'hunter2;', 'secret')).toThrow(/^ASTERISK_ARI_PASSWORD must be (?!.*hunter2)/);
  });
});

describe('render', () => {
  it.each<[string, string, Record<string, string | boolean>, string]>([
    ['a value', 'port = {{port}}', { port: '5060' }, 'port = 5060'],
    ['a value that looks like a template', 'a = {{a}}', { a: '{{b}}', b: 'x' }, 'a = {{b}}'],
    ['a value that looks like a replacement', 'a = {{a}}', { a: '$&$1' }, 'a = $&$1'],
    ['a section that is on', 'a\n{{#on}}\nb\n{{/on}}\nc', { on: true }, 'a\nb\nc'],
    ['a section that is off', 'a\n{{#on}}\nb = {{missing}}\n{{/on}}\nc', { on: false }, 'a\nc'],
    ['a section nobody asked for', 'a\n{{#on}}\nb\n{{/on}}\nc', {}, 'a\nc'],
    ["the dialplan's own braces", 'Set(X=${EXTEN})', {}, 'Set(X=${EXTEN})'],
  ])('should fill %s', (_what, template, values, expected) => {
    expect(render(template, values)).toBe(expected);
  });

  it('should refuse a template that names what is not given', () => {
    expect(() => render('a = {{a}}', {})).toThrow('The template names a');
  });
});

describe('configurationValues', () => {
  const login = { username: 'backend', password: 'secret' };
  const good = {
    program: { command: '/a', args: [], env: {}, version: '22', modulesDir: '/modules', dataDir: '/share' },
    runDir: '/data/asterisk',
    ports: { sip: 5060, sipTls: 5061, http: 8088, ami: 5038, rtpStart: 10000, rtpEnd: 10999 },
    secrets: { ari: login, ami: login },
  };

  it.each([
    ['a run folder with a line break', { runDir: '/data\n[options]' }, 'folder of Asterisk'],
    ['a port that is none', { ports: { ...good.ports, sip: 70000 } }, 'SIP_PORT'],
    [
      'an ARI user called general',
      { secrets: { ...good.secrets, ari: { ...login, username: 'general' } } },
      'ASTERISK_ARI_USERNAME',
    ],
    [
      'an AMI user called General',
      { secrets: { ...good.secrets, ami: { ...login, username: 'General' } } },
      'ASTERISK_AMI_USERNAME',
    ],
    [
      'an AMI password with a comment in it',
      { secrets: { ...good.secrets, ami: { ...login, password: 'a;b' } } },
      'ASTERISK_AMI_PASSWORD',
    ],
    ['HEP without a password', { ports: { ...good.ports, hep: 9060 } }, 'HEP password'],
    ['an external address with a line break', { nat: { externalAddress: '1.2.3.4\nbind=x' } }, 'EXTERNAL_ADDRESS'],
    ['a local network that is none', { nat: { externalAddress: '192.0.2.1', localNets: ['10/8'] } }, 'LOCAL_NETS'],
    ['a database without a password', { database: { url: 'postgres://u@127.0.0.1/x' } }, "DATABASE_URL's password"],
    ['a socket in no folder', { database: { url: 'postgres://u@localhost/x?host=/a%0Ab' } }, "DATABASE_URL's folder"],
    ['a database user with a line break', { database: { url: 'postgres://a%0Ab:p@127.0.0.1/x' } }, "DATABASE_URL's user"],
  ])('should refuse %s', (_what, change, named) => {
    expect(() => configurationValues({ ...good, ...change })).toThrow(named);
  });

  it('should leave out what was not asked for', () => {
    expect(configurationValues(good)).toMatchObject({ hep: false, nat: false, database: false, celEnabled: 'no' });
  });

  it('should read the database from its address', () => {
    const values = configurationValues({ ...good, database: { url: 'postgres://u:p%40ss@127.0.0.1:5555/trunkline' } });
    expect(values).toMatchObject({
      dbHost: '127.0.0.1',
      dbPort: '5555',
      dbUser: 'u',
      dbPassword: 'p@ss',
      dbName: 'trunkline',
      dbTable: 'cel',
    });
  });

  it('should read the folder of its socket from it, where nobody may ask for a password', () => {
    const url = 'postgres://trunkline@localhost/trunkline?host=/var/run/postgresql';
    const values = configurationValues({ ...good, database: { url } });
    expect(values).toMatchObject({ dbHost: '/var/run/postgresql', dbPort: '5432', dbUser: 'trunkline', dbPassword: '' });
  });
});
