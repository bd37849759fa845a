/** What the other side of the wire sees of the legs that we dial, told by a scripted SIP peer. */
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
} from '../../../apps/api/test/sip/index.js';
import { demoTrunk, type GivenEngine } from './given-engine.js';
import { account, aNumber, deskPhone, GivenLegs, request, toTrunk } from './given-legs.js';

let legs: GivenLegs;
let carrier: Carrier;
let phone: Phone;
let given: GivenEngine;

beforeAll(async () => {
  carrier = await Carrier.start({ accounts: [account] });
  legs = await GivenLegs.start(carrier);
  phone = await Phone.start(legs.deskLogin);
  await until(() => expect(carrier.registrar.bindingOf(account.username)).toBeDefined());
  ({ given } = legs);
});
afterAll(async () => {
  await phone?.close();
  await legs?.stop();
  await carrier?.close();
});

describe('what the provider sees', () => {
  it.each([
    ['the caller ID of the call', { callerId: '998711234567' }, '998711234567'],
    ['the login where the call has no caller ID', {}, 'login1'],
  ])('should be %s', async (_name, overrides, expected) => {
    const to = aNumber();
    carrier.on(to, ...answersAtOnce);
    const leg = toTrunk(to, overrides);
    await given.engine.gateway.dialLeg(leg);
    await until(() => expect(legs.types(leg.legId)).toContain('answered'));
    expect(Carrier.identityOf(carrier.callTo(to))).toEqual({ from: expected, asserted: '' });
    await legs.hangUpAll();
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
      await legs.hangUpAll();
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
    await until(() => expect(legs.types(agent.legId)).toContain('answered'));
    const rung = phone.calls.at(-1);
    expect(header(rung!.invite, 'Alert-Info')).toContain('info=alert-autoanswer');
    expect(header(rung!.invite, 'X-Trunkline-Call')).toBe(agent.callId);
    expect(rung!.callerId).toBe(to);

    const customer = toTrunk(to, { conversationId, callerId: '998711234567', originatorLegId: agent.legId });
    await gateway.dialLeg(customer);
    await until(() => expect(legs.types(customer.legId)).toEqual(['ringing', 'answered']));
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
    await legs.hangUpAll();
    await gateway.endConversation(conversationId);
  });

  it('should be one leg however often it is dialled at once', async () => {
    const to = aNumber();
    carrier.on(to, ...answersAfter(200));
    const leg = toTrunk(to);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => given.engine.gateway.dialLeg(leg)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await until(() => expect(legs.types(leg.legId)).toContain('answered'));
    expect(carrier.callsTo(to)).toHaveLength(1);
    await legs.hangUpAll();
  });

  it('should not obey a provider that transfers our call', async () => {
    const [to, elsewhere] = [aNumber(), aNumber()];
    carrier.on(to, ...answersAtOnce);
    const leg = toTrunk(to);
    await given.engine.gateway.dialLeg(leg);
    await until(() => expect(legs.types(leg.legId)).toContain('answered'));
    const answerToRefer = await carrier.callTo(to).refer(`sip:${elsewhere}@127.0.0.1`);
    expect(answerToRefer.status).toBeGreaterThanOrEqual(400);
    expect(carrier.callsTo(elsewhere)).toEqual([]);
    await legs.hangUpAll();
  });
});

describe('many legs', () => {
  it('should leave nothing behind', async () => {
    carrier.otherwise(ring, answer);
    for (let round = 0; round < 5; round++) {
      const dialled = Array.from({ length: 10 }, () => toTrunk(aNumber()));
      await Promise.all(dialled.map((leg) => given.engine.gateway.dialLeg(leg)));
      await until(() => dialled.forEach(({ legId }) => expect(legs.types(legId)).toEqual(['ringing', 'answered'])), {
        timeoutMs: 10_000,
      });
      await Promise.all(dialled.map(({ legId }) => given.engine.gateway.hangUpLeg(legId)));
      await until(() => dialled.forEach(({ legId }) => expect(legs.types(legId)).toEqual(['ringing', 'answered', 'ended'])), {
        timeoutMs: 10_000,
      });
    }
    expect(given.engine.gateway.legCount).toBe(0);
    expect(await given.engine.gateway.liveLegs()).toEqual([]);
  });
});
