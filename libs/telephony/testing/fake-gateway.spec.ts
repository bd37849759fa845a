import { describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import type { TelephonyEvent } from '../src/telephony.gateway.js';
import { FakeGateway } from './fake-gateway.js';
import { plainTrunkSpec } from './plain-trunk-spec.js';
import { FakeProvisioning } from './fake-provisioning.js';

const request = { legId: 'leg-1', callId: 'call-1', dialString: 'PJSIP/1@Demo', timeoutSeconds: 30, maxSeconds: 7200 };

const given = () => {
  const gateway = new FakeGateway();
  const events: TelephonyEvent[] = [];
  gateway.subscribe((event) => events.push(event));
  gateway.connect();
  return { gateway, events, types: () => events.map((event) => event.type) };
};

describe('FakeGateway', () => {
  it('should refuse commands while disconnected', async () => {
    await expect(new FakeGateway().dialLeg(request)).rejects.toMatchObject({ status: 503, operation: 'dialLeg' });
  });

  it('should refuse a leg id that lives, and take it again once it ended', async () => {
    const { gateway } = given();
    await gateway.dialLeg(request);
    await expect(gateway.dialLeg(request)).rejects.toMatchObject({ status: 409 });
    gateway.end('leg-1');
    await expect(gateway.dialLeg(request)).resolves.toBeUndefined();
  });

  it('should tell each state once, and nothing after the end', async () => {
    const { gateway, types } = given();
    await gateway.dialLeg(request);
    gateway.ring('leg-1');
    gateway.ring('leg-1');
    gateway.answer('leg-1');
    gateway.answer('leg-1');
    gateway.ring('leg-1');
    gateway.end('leg-1', { cause: 16 });
    expect(() => gateway.answer('leg-1')).toThrow('There is no leg');
    expect(types()).toEqual(['connected', 'ringing', 'answered', 'ended']);
  });

  it('should say that we ended a leg that we hung up, and not mind one that is gone', async () => {
    const { gateway, events } = given();
    await gateway.dialLeg(request);
    await gateway.hangUpLeg('leg-1', 17);
    await until(() => expect(events.at(-1)).toMatchObject({ type: 'ended', cause: 17, endedBy: 'US' }));
    await expect(gateway.hangUpLeg('leg-1')).resolves.toBeUndefined();
  });

  it('should tell silence only of a leg that heard nothing yet, and the words of a refusal', async () => {
    const { gateway, events, types } = given();
    await gateway.dialLeg(request);
    gateway.silent('leg-1');
    gateway.ring('leg-1');
    gateway.silent('leg-1');
    gateway.end('leg-1', { cause: 17, sipCode: 486, sipReason: 'Abonent band' });
    expect(types()).toEqual(['connected', 'silent', 'ringing', 'ended']);
    expect(events.at(-1)).toMatchObject({ sipCode: 486, sipReason: 'Abonent band', endedBy: 'THEM' });
  });

  it('should answer by itself when asked to', async () => {
    const { gateway, types } = given();
    gateway.autoAnswer = true;
    await gateway.dialLeg(request);
    await until(() => expect(types()).toEqual(['connected', 'ringing', 'answered']));
  });

  it('should fail the next command as the test asks, once', async () => {
    const { gateway } = given();
    gateway.failNext('dialLeg', 500);
    await expect(gateway.dialLeg(request)).rejects.toMatchObject({ status: 500 });
    expect(await gateway.liveLegs()).toEqual([]);
    await expect(gateway.dialLeg(request)).resolves.toBeUndefined();
  });

  it('should have dialled all the same when the reply was lost', async () => {
    const { gateway } = given();
    gateway.failNext('dialLeg', 504);
    await expect(gateway.dialLeg(request)).rejects.toMatchObject({ status: 504 });
    expect(await gateway.liveLegs()).toMatchObject([{ legId: 'leg-1', callId: 'call-1', state: 'DIALING' }]);
  });

  it('should keep its legs while nobody listens', async () => {
    const { gateway, types } = given();
    await gateway.dialLeg(request);
    gateway.disconnect();
    gateway.endSilently('leg-1');
    gateway.connect();
    expect(await gateway.liveLegs()).toEqual([]);
    expect(types()).toEqual(['connected', 'disconnected', 'connected']);
  });
});

describe('FakeProvisioning', () => {
  const trunk = {
    name: 'Demo',
    server: '127.0.0.1',
    port: 5060,
    transport: 'UDP',
    authMode: 'REGISTRATION',
    username: 'u',
    password: 'p',
    callerId: null,
    codecs: ['alaw'],
    ...plainTrunkSpec,
    isEnabled: true,
  } as const;

  it('should find and repair every kind of difference', async () => {
    const provisioning = new FakeProvisioning();
    const reconcile = async (trunks: (typeof trunk | (Omit<typeof trunk, 'port'> & { port: number }))[]) =>
      (await provisioning.reconcile({ trunks, phones: [] })).map(({ subject, kind }) => `${subject} ${kind}`);
    expect(await reconcile([trunk])).toEqual(['trunk Demo MISSING']);
    expect(await reconcile([trunk])).toEqual([]);
    expect(await reconcile([{ ...trunk, port: 5062 }])).toEqual(['trunk Demo CHANGED']);
    expect(await reconcile([])).toEqual(['trunk Demo LEFT_OVER']);
  });

  it('should answer with the registrations and phones of the gateway', async () => {
    const { gateway } = given();
    const provisioning = new FakeProvisioning(gateway);
    await provisioning.applyTrunk(trunk);
    gateway.registration({ trunkName: 'Demo', state: 'REGISTERED', at: new Date() });
    gateway.reachability({ trunkName: 'Demo', state: 'REACHABLE', at: new Date(), roundTripMs: 4 });
    gateway.phone('201', true);
    expect(await provisioning.registrations()).toMatchObject([{ trunkName: 'Demo', state: 'REGISTERED' }]);
    expect(await provisioning.reachabilities()).toMatchObject([{ trunkName: 'Demo', state: 'REACHABLE', roundTripMs: 4 }]);
    expect(await provisioning.onlinePhones()).toEqual(new Set(['201']));
  });

  it('should run the dialplan that was applied', async () => {
    const provisioning = new FakeProvisioning();
    const lines = ['exten => _998X.,1,NoOp(hi)', ' same => n(end),Hangup()'];
    await provisioning.applyDialplan('outbound', lines);
    expect(await provisioning.runningDialplan('outbound')).toEqual(['_998X.,1,NoOp(hi)', '_998X.,2(end),Hangup()']);
    await expect(provisioning.applyDialplan('outbound', ['[evil]'])).rejects.toThrow('Not a dialplan line');
  });
});
