import { describe, expect, it } from 'vitest';
import { readSettings, settings, SettingsError } from './settings.js';

const problemsOf = (source: Record<string, string>): readonly string[] => {
  try {
    readSettings(source);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
};

describe('readSettings', () => {
  it('should need nothing at all', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each([
    ['API_PORT', 4000],
    ['DASHBOARD_PORT', 3000],
    ['PUBLIC_URL', undefined],
    ['DATA_DIR', '.data'],
    ['DATABASE_URL', undefined],
    ['ASTERISK_ARI_USERNAME', 'backend'],
    ['ASTERISK_AMI_PORT', 5038],
    ['HEP_HOST', '127.0.0.1'],
    ['SIP_PORT', 5060],
    ['SIP_TLS_PORT', 5061],
    ['ASTERISK_HTTP_PORT', 8088],
    ['RTP_START', 10000],
    ['RTP_END', 10999],
    ['ADMIN_USERNAME', 'admin'],
    ['ALLOWED_PREFIXES', ['998']],
    ['MAX_CALLS', 30],
    ['MAX_CALLS_PER_USER', 1],
    ['MAX_ORIGINATES_PER_USER_PER_MINUTE', 60],
    ['MAX_CALL_SECONDS', 7200],
    ['RECORDING_RETENTION_DAYS', 90],
    ['RECORDING_MIN_FREE_MB', 500],
    ['LOG_LEVEL', 'info'],
    ['LOG_NUMBERS', false],
    ['DEMO', true],
    ['PG_PORT', undefined],
  ] as const)('should give %s its default', (name, value) => {
    expect(readSettings({})[name]).toEqual(value);
    expect(readSettings({ [name]: '' })[name]).toEqual(value);
  });

  it.each([
    ['API_PORT', '1', 1],
    ['API_PORT', '65535', 65535],
    ['DEMO', '0', false],
    ['DEMO', 'false', false],
    ['DEMO', 'true', true],
    ['MAX_CALLS', '1000000', 1_000_000],
    ['ALLOWED_PREFIXES', '998, 7', ['998', '7']],
    ['LOCAL_NETS', '10.0.0.0/8,fd00::/8,192.168.1.7', ['10.0.0.0/8', 'fd00::/8', '192.168.1.7']],
    ['STUN_URLS', 'stun:a.example:3478,stun:b.example', ['stun:a.example:3478', 'stun:b.example']],
    ['PUBLIC_URL', 'https://calls.example.uz/', 'https://calls.example.uz'],
    ['DATABASE_URL', 'postgres://u:p@db.example:5432/calls', 'postgres://u:p@db.example:5432/calls'],
    ['DATABASE_URL', 'postgresql://u:p@db.example/calls', 'postgresql://u:p@db.example/calls'],
    ['REDIS_URL', 'rediss://r.example:6380', 'rediss://r.example:6380'],
    ['DATA_DIR', '/srv/trunk line', '/srv/trunk line'],
    ['HEP_HOST', '0.0.0.0', '0.0.0.0'],
  ] as const)('should read %s=%s', (name, text, value) => {
    expect(readSettings({ [name]: text })[name]).toEqual(value);
  });

  it.each([
    ['API_PORT', '0', 'a port from 1 to 65535'],
    ['API_PORT', '65536', 'a port from 1 to 65535'],
    ['API_PORT', '70000', 'a port from 1 to 65535'],
    ['API_PORT', '4000x', 'a port from 1 to 65535'],
    ['API_PORT', '-1', 'a port from 1 to 65535'],
    ['API_PORT', '4e3', 'a port from 1 to 65535'],
    ['API_PORT', ' 4000', 'a port from 1 to 65535'],
    ['MAX_CALLS', '0', 'a whole number from 1 to 1000000'],
    ['MAX_CALLS', '1000001', 'a whole number from 1 to 1000000'],
    ['MAX_CALLS', '2.5', 'a whole number from 1 to 1000000'],
    ['DEMO', 'yes', '0 or 1'],
    ['ALLOWED_PREFIXES', '998,+7', 'prefixes of 1 to 15 digits'],
    ['ALLOWED_PREFIXES', '9989989989989989', 'prefixes of 1 to 15 digits'],
    ['LOCAL_NETS', '10.0.0.0/33', 'networks such as'],
    ['LOCAL_NETS', 'fd00::/129', 'networks such as'],
    ['LOCAL_NETS', '10.0.0/8', 'networks such as'],
    ['LOCAL_NETS', '10.0.0.0/8/8', 'networks such as'],
    ['AGENT_NETWORKS', 'office', 'networks such as'],
    ['STUN_URLS', 'stun:a stun:b', 'addresses separated by commas'],
    ['PUBLIC_URL', 'calls.example.uz', 'an address that begins with http:// or https://'],
    ['PUBLIC_URL', 'ftp://calls.example.uz', 'an address that begins with http:// or https://'],
    ['DATABASE_URL', 'mysql://db', 'an address that begins with postgres:// or postgresql://'],
    ['REDIS_URL', 'http://r', 'an address that begins with redis:// or rediss://'],
    ['ASTERISK_ARI_USERNAME', 'a\nb', 'one line of text'],
    ['DATA_DIR', '/srv/\0', 'a path on one line'],
    ['HEP_HOST', 'api', 'an IPv4 address of this machine'],
    ['HEP_HOST', '::1', 'an IPv4 address of this machine'],
  ])('should refuse %s=%j', (name, text, expected) => {
    const problems = problemsOf({ [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name} must be ${expected}`);
  });

  it.each(['JWT_SECRET', 'ADMIN_PASSWORD', 'DATABASE_URL', 'TURN_SECRET'])(
    'should not show the value of %s, which is a secret',
    (name) => {
      const secret = 'hunter2\nhunter2';
      expect(problemsOf({ [name]: secret }).join()).not.toContain('hunter2');
    },
  );

  it('should name every wrong one at once', () => {
    const problems = problemsOf({ API_PORT: 'x', SIP_PORT: '0', DEMO: 'maybe' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['API_PORT', 'SIP_PORT', 'DEMO']);
  });

  it.each([
    [{ RTP_START: '20000', RTP_END: '20002' }, 'RTP_END'],
    [{ RTP_START: '20000', RTP_END: '10000' }, 'RTP_END'],
    [{ TLS_CERT: '/cert.pem' }, 'TLS_CERT and TLS_KEY'],
    [{ TLS_KEY: '/key.pem' }, 'TLS_CERT and TLS_KEY'],
  ])('should refuse %j, which does not fit together', (source, named) => {
    expect(problemsOf(source as Record<string, string>).join()).toContain(named);
  });

  it.each(Object.entries(settings))('should say what %s is', (_name, setting) => {
    expect(setting.about.length).toBeGreaterThan(5);
  });
});
