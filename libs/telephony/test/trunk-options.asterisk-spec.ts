/** Every option of a trunk, as the provider sees it on the wire; and every change of one, on the trunk that lives. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { answersAtOnce, Carrier, header, headers } from '../../../apps/api/test/sip/index.js';
import type { DialLegRequest } from '../src/telephony.gateway.js';
import type { TrunkSpec } from '../src/telephony.provisioning.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: Carrier;
/** Another provider, and the proxy before the first one. */
let other: Carrier;
let given: GivenEngine;

beforeAll(async () => {
  const accounts = ['login1', 'login2', 'auth1'].map((username) => ({ username, password: 'secret' }));
  [asterisk, carrier, other] = await Promise.all([anAsterisk(), Carrier.start({ accounts }), Carrier.start({ accounts })]);
  given = await aConnectedEngine(asterisk);
  for (const each of [carrier, other]) each.otherwise(...answersAtOnce);
});

afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.close(), other?.close()]);
});

afterEach(async () => {
  const { gateway } = given.engine;
  for (const { legId } of await gateway.liveLegs()) await gateway.hangUpLeg(legId);
  await until(() => expect(gateway.legCount).toBe(0));
});

const trunk = (change: Partial<TrunkSpec> = {}): TrunkSpec =>
  demoTrunk({ port: carrier.port, password: 'secret' }, { name: 'Bell', username: 'login1', ...change });

const apply = (spec: TrunkSpec) => given.engine.provisioning.applyTrunk(spec);
const isRegistered = async (name = 'Bell') => {
  const reports = await given.engine.provisioning.registrations();
  expect(reports.find(({ trunkName }) => trunkName === name)?.state).toBe('REGISTERED');
};

let number = 998_900_000_000;
async function invited(at: Carrier, overrides: Partial<DialLegRequest> = {}) {
  const to = String((number += 1));
  const request = {
    legId: randomUUID(),
    callId: randomUUID(),
    dialString: `PJSIP/${to}@Bell`,
    timeoutSeconds: 10,
    maxSeconds: 60,
  };
  await given.engine.gateway.dialLeg({ ...request, callerId: '998711234567', callerName: 'Ali', ...overrides });
  const call = await until(() => at.callTo(to));
  await until(() => expect(given.of(request.legId).map(({ type }) => type)).toContain('answered'));
  return { legId: request.legId, call, invite: call.invite };
}

/** REGISTERs that ask for a registration, since then. */
const registersSince = (at: Carrier, index: number) =>
  at.journal.entries
    .slice(index)
    .filter(
      ({ what, message }) =>
        what === 'received REGISTER' && !/expires=0|^0$/.test(header(message, 'Contact') + header(message, 'Expires')),
    )
    .map(({ message }) => message);

describe('a change of the registration', () => {
  const cases: [string, () => Partial<TrunkSpec>, () => Carrier, (register: Parameters<typeof header>[0]) => void][] = [
    ['server port', () => ({ port: other.port }), () => other, (register) => expect(header(register, 'Route')).toBe('')],
    [
      'username',
      () => ({ username: 'login2' }),
      () => carrier,
      (register) => expect(header(register, 'To')).toContain('login2@'),
    ],
    [
      'authUsername',
      () => ({ authUsername: 'auth1' }),
      () => carrier,
      (register) => {
        expect(header(register, 'To')).toContain('login1@');
        expect(header(register, 'Authorization')).toContain('username="auth1"');
      },
    ],
    [
      'expirySeconds',
      () => ({ expirySeconds: 120 }),
      () => carrier,
      (register) => expect(header(register, 'Expires')).toBe('120'),
    ],
    [
      'outboundProxy',
      () => ({ outboundProxy: `127.0.0.1:${other.port}` }),
      () => other,
      (register) => {
        expect(register).toMatchObject({ uri: `sip:127.0.0.1:${carrier.port}` });
        expect(headers(register, 'Route')).toEqual([`<sip:127.0.0.1:${other.port};lr>`]);
      },
    ],
  ];

  it.each(cases)('should reach the live registration by itself: %s, and back', async (_name, change, at, check) => {
    await apply(trunk());
    await until(() => isRegistered());
    let mark = at().journal.entries.length;
    await apply(trunk(change()));
    await until(() => check(registersSince(at(), mark).at(-1)!));
    await until(() => isRegistered());
    mark = carrier.journal.entries.length;
    await apply(trunk());
    await until(() => {
      const register = registersSince(carrier, mark).at(-1)!;
      expect(register).toMatchObject({ uri: `sip:127.0.0.1:${carrier.port}` });
      expect(header(register, 'To')).toContain('login1@');
      expect(header(register, 'Authorization')).toContain('username="login1"');
      expect(header(register, 'Expires')).toBe('300');
      expect(headers(register, 'Route')).toEqual([]);
    });
    await until(() => isRegistered());
    expect(await apply(trunk())).toEqual([]);
  });
});

describe('a call over the trunk', () => {
  const plain = {
    from: expect.stringMatching(/^"Ali" <sip:998711234567@/),
    asserted: '',
    remoteParty: '',
    route: '',
    codecs: '8 0 101',
  };
  const account = expect.stringMatching(/^<sip:login1@/);
  const identity = expect.stringMatching(/^"Ali" <sip:998711234567@/);
  const cases: [string, Partial<TrunkSpec>, Partial<typeof plain>][] = [
    ['fromUser', { fromUser: 'from1' }, { from: expect.stringMatching(/^<sip:from1@/) }],
    ['fromDomain', { fromDomain: 'bell.uz' }, { from: expect.stringMatching(/^"Ali" <sip:998711234567@bell.uz>/) }],
    ['callerIdHeader PAI', { callerIdHeader: 'PAI' }, { from: account, asserted: identity }],
    [
      'callerIdHeader PAI with fromUser',
      { callerIdHeader: 'PAI', fromUser: 'from1' },
      { from: expect.stringMatching(/^<sip:from1@/), asserted: identity },
    ],
    ['callerIdHeader RPID', { callerIdHeader: 'RPID' }, { from: account, remoteParty: identity }],
    ['codecs, in their order', { codecs: ['ulaw', 'g722', 'alaw'] }, { codecs: '0 9 8 101' }],
    ['one codec', { codecs: ['alaw'] }, { codecs: '8 101' }],
    ['dtmfMode INBAND', { dtmfMode: 'INBAND' }, { codecs: '8 0' }],
    ['dtmfMode INFO', { dtmfMode: 'INFO' }, { codecs: '8 0' }],
    ['dtmfMode AUTO', { dtmfMode: 'AUTO' }, {}],
  ];
  const shown = (invite: Parameters<typeof header>[0]) => ({
    from: header(invite, 'From'),
    asserted: header(invite, 'P-Asserted-Identity'),
    remoteParty: header(invite, 'Remote-Party-ID'),
    route: header(invite, 'Route'),
    codecs: /^m=audio \d+ \S+ (.*)/m.exec(invite.body)?.[1]?.trim(),
  });

  it.each(cases)('should follow a change of %s at once, and back', async (_name, change, expected) => {
    await apply(trunk());
    expect(shown((await invited(carrier)).invite)).toEqual(plain);
    await apply(trunk(change));
    expect(await apply(trunk(change))).toEqual([]);
    const { invite, call } = await invited(carrier);
    expect(shown(invite)).toEqual({ ...plain, ...expected });
    await apply(trunk());
    expect(shown((await invited(carrier)).invite)).toEqual(plain);
    // An identity that is told again within the call would be a second INVITE, which some providers refuse.
    expect(call.history.filter(({ what }) => what === 'received INVITE')).toHaveLength(1);
  });

  it('should be offered in the order of the trunk whatever the other party speaks', async () => {
    await apply(trunk({ codecs: ['ulaw'] }));
    const first = await invited(carrier);
    await apply(trunk({ codecs: ['alaw', 'ulaw'] }));
    const second = await invited(carrier, { originatorLegId: first.legId });
    expect(shown(second.invite).codecs).toBe('8 0 101');
  });

  it('should go by the proxy, and its BYE too', async () => {
    await apply(trunk({ outboundProxy: `127.0.0.1:${other.port}` }));
    const { invite, legId, call } = await invited(other);
    expect(invite.uri).toContain(`@127.0.0.1:${carrier.port}`);
    expect(headers(invite, 'Route')).toEqual([`<sip:127.0.0.1:${other.port};lr>`]);
    await given.engine.gateway.hangUpLeg(legId);
    await until(() => expect(call.at('received BYE')).toBeDefined());
  });

  it('should sign in with authUsername', async () => {
    const to = String((number += 1));
    carrier.on(to, (call) => call.askCredentials(407));
    await apply(trunk({ authUsername: 'auth1' }));
    await given.engine.gateway.dialLeg({
      legId: randomUUID(),
      callId: randomUUID(),
      dialString: `PJSIP/${to}@Bell`,
      timeoutSeconds: 10,
      maxSeconds: 60,
    });
    await until(() => expect(header(carrier.callTo(to).invite, 'Proxy-Authorization')).toContain('username="auth1"'));
  });
});

describe('a call in progress', () => {
  it('should go on and be heard whatever is changed, and end by a BYE', { timeout: 90_000 }, async () => {
    const { gateway } = given.engine;
    const conversationId = randomUUID();
    await apply(trunk());
    await gateway.createConversation(conversationId);
    const legs = [await invited(carrier, { conversationId }), await invited(carrier, { conversationId })];
    const isHeard = () =>
      until(() =>
        expect(
          legs.map(({ call }) => call.media.hears(700)),
          carrier.journal.ladder(legs[0]?.call.callId),
        ).toEqual([true, true]),
      );
    await isHeard();
    const changes: [string, Partial<TrunkSpec>][] = [
      ['port', { port: other.port }],
      ['server', { server: '127.0.0.2' }],
      ['username', { username: 'login2' }],
      ['password', { password: 'another' }],
      ['authUsername', { authUsername: 'auth1' }],
      ['outboundProxy', { outboundProxy: `127.0.0.1:${other.port}` }],
      ['fromUser', { fromUser: 'from1' }],
      ['fromDomain', { fromDomain: 'bell.uz' }],
      ['callerIdHeader', { callerIdHeader: 'PAI' }],
      ['codecs', { codecs: ['ulaw'] }],
      ['dtmfMode', { dtmfMode: 'INFO' }],
      ['expirySeconds', { expirySeconds: 120 }],
      ['isQualified', { isQualified: true }],
      ['inboundAddresses', { inboundAddresses: ['198.51.100.1', '198.51.100.2'] }],
      ['transport', { transport: 'TCP' }],
      ['authMode', { authMode: 'IP' }],
      ['isEnabled', { isEnabled: false }],
    ];
    for (const [field, change] of changes) {
      await apply(trunk(change));
      const before = legs.map(({ call }) => call.media.received);
      await until(() =>
        legs.forEach(({ call }, index) => expect(call.media.received, field).toBeGreaterThan((before[index] ?? 0) + 25)),
      );
      await isHeard();
      expect(legs.map(({ call }) => call.progress)).toEqual(['answered', 'answered']);
    }
    for (const { legId, call } of legs) {
      expect(given.of(legId).map(({ type }) => type)).not.toContain('ended');
      await gateway.hangUpLeg(legId);
      await until(() => expect(call.at('received BYE')).toBeDefined());
    }
    await gateway.endConversation(conversationId);
  });
});
