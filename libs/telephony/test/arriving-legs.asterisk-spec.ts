/** Legs that come to us: from a phone of ours, from a provider, and from strangers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { Carrier, Phone, UserAgent } from '../../../apps/api/test/sip/index.js';
import type { GivenEngine, RunningAsterisk } from './given-engine.js';
import { account, deskPhone, GivenLegs, request } from './given-legs.js';

let legs: GivenLegs;
let asterisk: RunningAsterisk;
let carrier: Carrier;
let phone: Phone;
let given: GivenEngine;

beforeAll(async () => {
  carrier = await Carrier.start({ accounts: [account] });
  legs = await GivenLegs.start(carrier);
  phone = await Phone.start(legs.deskLogin);
  await until(() => expect(carrier.registrar.bindingOf(account.username)).toBeDefined());
  ({ asterisk, given } = legs);
  await phone.register();
  await until(() => expect(given.events.at(-1)).toMatchObject({ type: 'phoneReachability', isOnline: true }));
});
afterAll(async () => {
  await phone?.close();
  await legs?.stop();
  await carrier?.close();
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
    const leg = await until(() => legs.arrived(before));
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
    await until(() => expect(legs.types(leg.legId)).toEqual(['answered']));
    expect(await given.engine.gateway.liveLegs()).toMatchObject([{ legId: leg.legId, callId: leg.callId, state: 'ANSWERED' }]);
    await call.hangUp();
    await until(() => expect(given.of(leg.legId).at(-1)).toMatchObject({ type: 'ended', cause: 16, endedBy: 'THEM' }));
    expect(given.engine.gateway.legCount).toBe(0);
  });

  it('should be ended by the engine after the time that it was claimed for', async () => {
    const before = given.events.length;
    phone.dial('998901112244');
    const leg = await until(() => legs.arrived(before));
    await given.engine.gateway.claimLeg(leg.legId, leg.callId ?? '', 2);
    await given.engine.gateway.answerLeg(leg.legId);
    await until(() => expect(given.of(leg.legId).at(-1)).toMatchObject({ type: 'ended', endedBy: 'US' }));
  });

  it('should not be transferred past us', async () => {
    const before = given.events.length;
    const call = phone.dial('998901112255');
    const leg = await until(() => legs.arrived(before));
    await given.engine.gateway.answerLeg(leg.legId);
    await until(() => expect(legs.types(leg.legId)).toEqual(['answered']));
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
    const leg = await until(() => legs.arrived(before));
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
