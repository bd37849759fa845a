/** What the other side of the wire sees, told by a scripted SIP peer. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import {
  answer,
  answersAfter,
  answersAtOnce,
  Carrier,
  header,
  Phone,
  ring,
  ringsThenAnswers,
  UserAgent,
} from '../../../apps/api/test/sip/index.js';
import type { ArrivedLeg, DialLegRequest } from '../src/telephony.gateway.js';
import type { PhoneSpec } from '../src/telephony.provisioning.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: Carrier;
let phone: Phone;
let given: GivenEngine;
const account = { username: 'login1', password: 'p1' };
/** Six digits: no sequence number, port or length in a header is as long, so that only the extension itself is found. */
const deskPhone: PhoneSpec = {
  phoneId: '207341-desk',
  extension: '207341',
  kind: 'desk',
  username: '207341-desk',
  password: 'phone-password',
  networks: ['127.0.0.0/8'],
};

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), Carrier.start({ accounts: [account] })]);
  given = await aConnectedEngine(asterisk);
  const { provisioning } = given.engine;
  await provisioning.applyTrunk(
    demoTrunk({ port: carrier.port, password: account.password }, { name: 'BellUZ', username: account.username }),
  );
  await provisioning.applyTrunk(
    demoTrunk(
      { port: carrier.port, password: '' },
      { name: 'ByAddress', authMode: 'IP', server: '127.0.0.2', username: null, password: null, port: 5099 },
    ),
  );
  await provisioning.applyPhone(deskPhone);
  await provisioning.applyDialplan('outbound', [
    'exten => _X.,1,Stasis(trunkline,outbound,${EXTEN},${UUID()})',
    ' same => n,Hangup(21)',
  ]);
  await provisioning.applyDialplan('inbound', [
    'exten => _[a-z0-9].,1,Stasis(trunkline,inbound,${EXTEN})',
    ' same => n,Hangup(21)',
  ]);
  phone = await Phone.start({
    username: deskPhone.phoneId,
    password: 'phone-password',
    server: { address: '127.0.0.1', port: asterisk.options.ports.sip },
  });
  await until(() => expect(carrier.registrar.bindingOf(account.username)).toBeDefined());
});

afterAll(async () => {
  await phone?.close();
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.close()]);
});

let number = 998_900_000_000;
const aNumber = () => String((number += 1));
const request = (dialString: string, overrides: Partial<DialLegRequest> = {}): DialLegRequest => ({
  legId: randomUUID(),
  callId: randomUUID(),
  dialString,
  timeoutSeconds: 20,
  maxSeconds: 60,
  ...overrides,
});
const toTrunk = (to: string, overrides: Partial<DialLegRequest> = {}) => request(`PJSIP/${to}@BellUZ`, overrides);
const types = (legId: string) => given.of(legId).map(({ type }) => type);
const arrived = (after: number): ArrivedLeg => {
  const event = given.events.slice(after).find(({ type }) => type === 'arrived');
  if (event?.type !== 'arrived') throw new Error('Nobody arrived');
  return event.leg;
};
const hangUpAll = async () => {
  for (const { legId } of await given.engine.gateway.liveLegs()) await given.engine.gateway.hangUpLeg(legId);
  await until(() => expect(given.engine.gateway.legCount).toBe(0));
};

describe('what the provider sees', () => {
  it.each([
    ['the caller ID of the call', { callerId: '998711234567' }, '998711234567'],
    ['the login where the call has no caller ID', {}, 'login1'],
  ])('should be %s', async (_name, overrides, expected) => {
    const to = aNumber();
    carrier.on(to, ...answersAtOnce);
    const leg = toTrunk(to, overrides);
    await given.engine.gateway.dialLeg(leg);
    await until(() => expect(types(leg.legId)).toContain('answered'));
    expect(Carrier.identityOf(carrier.callTo(to))).toEqual({ from: expected, asserted: '' });
    await hangUpAll();
  });

  it('should be the new login from the moment that it was changed, though logins are remembered', async () => {
    const trunk = (username: string) =>
      demoTrunk({ port: carrier.port, password: account.password }, { name: 'BellUZ', username });
    const seen: string[] = [];
    for (const login of [account.username, 'login2', account.username]) {
      await given.engine.provisioning.applyTrunk(trunk(login));
      const to = aNumber();
      carrier.on(to, ...answersAtOnce);
      const leg = toTrunk(to);
      await given.engine.gateway.dialLeg(leg);
      await until(() => expect(carrier.callTo(to)).toBeDefined());
      seen.push(Carrier.identityOf(carrier.callTo(to)).from);
      await hangUpAll();
    }
    expect(seen).toEqual(['login1', 'login2', 'login1']);
    await until(() => expect(carrier.registrar.bindingOf(account.username)).toBeDefined());
  });

  it('should be the caller ID of the call also where an agent is in the conversation, and never the agent', async () => {
    await phone.register();
    phone.whenCalled(answer);
    const { gateway } = given.engine;
    const [to, conversationId] = [aNumber(), randomUUID()];
    carrier.on(to, ...ringsThenAnswers(50));
    await gateway.createConversation(conversationId);
    const agent = request(`PJSIP/${deskPhone.phoneId}`, {
      conversationId,
      callerId: to,
      callerName: 'Mijoz "<x>"',
      autoAnswer: true,
    });
    await gateway.dialLeg(agent);
    await until(() => expect(types(agent.legId)).toContain('answered'));
    const rung = phone.calls.at(-1);
    expect(header(rung!.invite, 'Alert-Info')).toContain('info=alert-autoanswer');
    expect(header(rung!.invite, 'X-Trunkline-Call')).toBe(agent.callId);
    expect(rung!.callerId).toBe(to);

    const customer = toTrunk(to, { conversationId, callerId: '998711234567', originatorLegId: agent.legId });
    await gateway.dialLeg(customer);
    await until(() => expect(types(customer.legId)).toEqual(['ringing', 'answered']));
    expect(Carrier.identityOf(carrier.callTo(to))).toEqual({ from: '998711234567', asserted: '' });
    await until(() => expect(carrier.callTo(to).media.hears(400)).toBe(true));
    // By itself, not within a tag, a nonce or a branch, which are drawn at random.
    const byItself = new RegExp(`(?<![0-9a-z])${deskPhone.extension}(?![0-9a-z])`, 'i');
    expect(carrier.sightings(deskPhone.extension).filter((line) => byItself.test(line))).toEqual([]);
    expect(header(carrier.callTo(to).invite, 'X-Trunkline-Call')).toBe('');
    expect((await gateway.liveLegs()).map(({ legId, conversationId: at }) => [legId, at]).sort()).toEqual(
      [
        [agent.legId, conversationId],
        [customer.legId, conversationId],
      ].sort(),
    );
    await hangUpAll();
    await gateway.endConversation(conversationId);
  });

  it('should be one leg however often it is dialled at once', async () => {
    const to = aNumber();
    carrier.on(to, ...answersAfter(200));
    const leg = toTrunk(to);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => given.engine.gateway.dialLeg(leg)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await until(() => expect(types(leg.legId)).toContain('answered'));
    expect(carrier.callsTo(to)).toHaveLength(1);
    await hangUpAll();
  });

  it('should not obey a provider that transfers our call', async () => {
    const [to, elsewhere] = [aNumber(), aNumber()];
    carrier.on(to, ...answersAtOnce);
    const leg = toTrunk(to);
    await given.engine.gateway.dialLeg(leg);
    await until(() => expect(types(leg.legId)).toContain('answered'));
    const answerToRefer = await carrier.callTo(to).refer(`sip:${elsewhere}@127.0.0.1`);
    expect(answerToRefer.status).toBeGreaterThanOrEqual(400);
    expect(carrier.callsTo(elsewhere)).toEqual([]);
    await hangUpAll();
  });
});

describe('a phone of ours', () => {
  it('should be told when it comes and goes', async () => {
    await phone.unregister();
    await until(() => expect(given.events.at(-1)).toMatchObject({ type: 'phoneReachability', isOnline: false }));
    const before = given.events.length;
    await phone.register();
    await until(() =>
      expect(given.events.slice(before)).toMatchObject([
        { type: 'phoneReachability', phoneId: deskPhone.phoneId, isOnline: true },
      ]),
    );
    expect(await given.engine.provisioning.onlinePhones()).toEqual(new Set([deskPhone.phoneId]));
    await phone.register();
    await phone.unregister();
    await until(() =>
      expect(given.events.slice(before)).toMatchObject([
        { isOnline: true },
        { type: 'phoneReachability', phoneId: deskPhone.phoneId, isOnline: false },
      ]),
    );
    await expect(given.engine.gateway.dialLeg(request(`PJSIP/${deskPhone.phoneId}`))).rejects.toMatchObject({ status: 500 });
  });

  it('should be gone at once when it is removed, and not come back with its old password', async () => {
    await phone.register();
    await until(() => expect(given.events.at(-1)).toMatchObject({ type: 'phoneReachability', isOnline: true }));
    await given.engine.provisioning.removePhone(deskPhone.phoneId);
    await until(() =>
      expect(given.events.at(-1)).toMatchObject({ type: 'phoneReachability', phoneId: deskPhone.phoneId, isOnline: false }),
    );
    expect((await phone.tryRegister(600)).status).toBe(401);
    await given.engine.provisioning.applyPhone({ ...deskPhone, password: 'another' });
    expect(await given.engine.provisioning.onlinePhones()).toEqual(new Set());
    expect((await phone.tryRegister(600)).status).toBe(401);
    await given.engine.provisioning.applyPhone(deskPhone);
    await phone.register();
  });

  it('should be let in from its networks only', async () => {
    await given.engine.provisioning.applyPhone({ ...deskPhone, networks: ['10.0.0.0/8'] });
    expect((await phone.tryRegister(600)).status).not.toBe(200);
    await given.engine.provisioning.applyPhone(deskPhone);
    await phone.register();
  });

  it('should arrive with what it dialled, whatever it says of itself', async () => {
    const before = given.events.length;
    const call = phone.dial('998901112233', {
      from: `"Boss" <sip:${deskPhone.phoneId}@127.0.0.1>`,
      headers: [
        { name: 'P-Asserted-Identity', value: '<sip:998700000000@127.0.0.1>' },
        { name: 'Remote-Party-ID', value: '<sip:998700000001@127.0.0.1>' },
      ],
    });
    const leg = await until(() => arrived(before));
    expect(leg).toMatchObject({
      origin: 'phone',
      originId: deskPhone.phoneId,
      dialled: '998901112233',
      callerId: deskPhone.extension,
      callId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    await given.engine.gateway.claimLeg(leg.legId, leg.callId ?? '', 60);
    await given.engine.gateway.ringLeg(leg.legId);
    await until(() => expect(call.provisional).toContain(180));
    await given.engine.gateway.answerLeg(leg.legId);
    await until(() => expect(types(leg.legId)).toEqual(['answered']));
    expect(await given.engine.gateway.liveLegs()).toMatchObject([{ legId: leg.legId, callId: leg.callId, state: 'ANSWERED' }]);
    await call.hangUp();
    await until(() => expect(given.of(leg.legId).at(-1)).toMatchObject({ type: 'ended', cause: 16, endedBy: 'THEM' }));
    expect(given.engine.gateway.legCount).toBe(0);
  });

  it('should be ended by the engine after the time that it was claimed for', async () => {
    const before = given.events.length;
    phone.dial('998901112244');
    const leg = await until(() => arrived(before));
    await given.engine.gateway.claimLeg(leg.legId, leg.callId ?? '', 2);
    await given.engine.gateway.answerLeg(leg.legId);
    await until(() => expect(given.of(leg.legId).at(-1)).toMatchObject({ type: 'ended', endedBy: 'US' }));
  });

  it('should not be transferred past us', async () => {
    const before = given.events.length;
    const call = phone.dial('998901112255');
    const leg = await until(() => arrived(before));
    await given.engine.gateway.answerLeg(leg.legId);
    await until(() => expect(types(leg.legId)).toEqual(['answered']));
    void call.refer('sip:998907777777@127.0.0.1');
    await until(() => expect(call.history.some(({ what }) => what.includes('REFER'))).toBe(true));
    await call.hangUp();
    await until(() => expect(given.of(leg.legId).at(-1)).toMatchObject({ type: 'ended' }));
    expect(given.events.slice(before).filter(({ type }) => type === 'arrived')).toHaveLength(1);
    expect(carrier.callsTo('998907777777')).toEqual([]);
  });
});

describe('a call from outside', () => {
  it('should arrive over the trunk that is registered, and its end be told', async () => {
    const before = given.events.length;
    const call = carrier.callSubscriber(account.username, '998935555555');
    const leg = await until(() => arrived(before));
    expect(leg).toMatchObject({ origin: 'trunk', originId: 'BellUZ', callerId: '998935555555' });
    await call.hangUp();
    await until(() => expect(given.of(leg.legId)).toMatchObject([{ type: 'ended', endedBy: 'THEM' }]));
  });

  it('should make no channel when it comes from a stranger who names a trunk or a phone', async () => {
    const stranger = await UserAgent.start({ name: 'BellUZ' });
    const before = given.events.length;
    for (const name of ['BellUZ', 'ByAddress', 'login1', 'anonymous', deskPhone.phoneId, 'nobody']) {
      const call = stranger.invite({
        uri: `sip:998901234567@127.0.0.1:${asterisk.options.ports.sip}`,
        from: `<sip:${name}@127.0.0.1>`,
      });
      expect((await call.finished).status).toBe(401);
    }
    await stranger.close();
    expect(given.events.slice(before)).toEqual([]);
    expect(await asterisk.cli('core show channels count')).toContain('0 active channels');
  });
});

describe('many legs', () => {
  it('should leave nothing behind', async () => {
    carrier.otherwise(ring, answer);
    for (let round = 0; round < 5; round++) {
      const legs = Array.from({ length: 10 }, () => toTrunk(aNumber()));
      await Promise.all(legs.map((leg) => given.engine.gateway.dialLeg(leg)));
      await until(() => legs.forEach(({ legId }) => expect(types(legId)).toEqual(['ringing', 'answered'])), {
        timeoutMs: 10_000,
      });
      await Promise.all(legs.map(({ legId }) => given.engine.gateway.hangUpLeg(legId)));
      await until(() => legs.forEach(({ legId }) => expect(types(legId)).toEqual(['ringing', 'answered', 'ended'])), {
        timeoutMs: 10_000,
      });
    }
    expect(given.engine.gateway.legCount).toBe(0);
    expect(await given.engine.gateway.liveLegs()).toEqual([]);
  });
});
