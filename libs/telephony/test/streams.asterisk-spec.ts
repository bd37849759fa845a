/** Trunks over TCP and TLS: registered, called over, believed only with a certificate of their own name; and phones, which have none. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { answersAtOnce, Authority, Carrier, Phone, refuses, type CarrierOptions } from '../../../apps/api/test/sip/index.js';
import type { TrunkSpec } from '../src/telephony.provisioning.js';
import { aConnectedEngine, anAsterisk, demoTrunk, type GivenEngine, type RunningAsterisk } from './given-engine.js';

const account = { username: 'login1', password: 'secret' };
const authority = new Authority();
let asterisk: RunningAsterisk;
let given: GivenEngine;
let caFile: Awaited<ReturnType<Authority['file']>>;
let carriers: Carrier[] = [];

beforeAll(async () => {
  caFile = await authority.file();
  asterisk = await anAsterisk({ caFile: caFile.path });
  given = await aConnectedEngine(asterisk, true);
});

afterAll(async () => {
  await given?.stop();
  await asterisk?.dispose();
  await caFile?.remove();
});

afterEach(async () => {
  const { gateway, provisioning } = given.engine;
  for (const { legId } of await gateway.liveLegs()) await gateway.hangUpLeg(legId);
  await until(() => expect(gateway.legCount).toBe(0));
  await provisioning.removeTrunk('Bell');
  await Promise.all(carriers.map((carrier) => carrier.close()));
  carriers = [];
});

async function aCarrier(options: CarrierOptions): Promise<Carrier> {
  const carrier = await Carrier.start({ accounts: [account], tls: authority.identity(), ...options });
  carrier.otherwise(...answersAtOnce);
  carriers.push(carrier);
  return carrier;
}
const apply = (carrier: Carrier, change: Partial<TrunkSpec>) =>
  given.engine.provisioning.applyTrunk(
    demoTrunk({ port: carrier.port, password: account.password }, { name: 'Bell', username: account.username, ...change }),
  );
const reportIs = (state: string) =>
  until(
    async () =>
      expect((await given.engine.provisioning.registrations()).find((each) => each.trunkName === 'Bell')?.state).toBe(state),
    { timeoutMs: 10_000 },
  );

let number = 998_900_000_000;
async function dialled(conversationId?: string) {
  const to = String((number += 1));
  const legId = randomUUID();
  await given.engine.gateway.dialLeg({
    ...{ legId, callId: randomUUID(), dialString: `PJSIP/${to}@Bell`, timeoutSeconds: 10, maxSeconds: 60 },
    ...(conversationId !== undefined && { conversationId }),
  });
  return { legId, to, types: () => given.of(legId).map(({ type }) => type), last: () => given.of(legId).at(-1) };
}

/** Two calls over the trunk that hear each other. */
async function heardCalls(carrier: Carrier) {
  const { gateway } = given.engine;
  const conversationId = randomUUID();
  await gateway.createConversation(conversationId);
  const legs = [await dialled(conversationId), await dialled(conversationId)];
  for (const { types } of legs) await until(() => expect(types()).toContain('answered'));
  const calls = legs.map(({ to }) => carrier.callTo(to));
  await until(() => expect(calls.map(({ media }) => media.hears(700))).toEqual([true, true]));
  for (const [index, { legId }] of legs.entries()) {
    await gateway.hangUpLeg(legId);
    await until(() => expect(calls[index]?.at('received BYE')).toBeDefined());
  }
  await gateway.endConversation(conversationId);
  return calls;
}

describe.each(['TCP', 'TLS'] as const)('a trunk over %s', (transport) => {
  it('should register, carry calls with their sound both ways, be called, and let go', async () => {
    const carrier = await aCarrier({ transport });
    await apply(carrier, { transport });
    await reportIs('REGISTERED');
    const [call] = await heardCalls(carrier);
    expect(call?.invite.body).toMatch(/^m=audio \d+ RTP\/AVP /m);
    expect(call?.invite.body).not.toContain('a=crypto');

    const before = given.events.length;
    await given.engine.provisioning.applyDialplan('inbound', ['exten => _[a-z0-9].,1,Stasis(trunkline,inbound,${EXTEN})']);
    const inbound = carrier.callSubscriber(account.username, '998935555555');
    await until(() => expect(given.events.slice(before)).toMatchObject([{ type: 'arrived', leg: { originId: 'Bell' } }]));
    await inbound.hangUp();

    await given.engine.provisioning.removeTrunk('Bell');
    await until(() => expect(carrier.registrar.isRegistered(account.username)).toBe(false));
  });

  it('should be asked whether it is there', async () => {
    const carrier = await aCarrier({ transport });
    await apply(carrier, { transport, isQualified: true });
    await until(
      async () =>
        expect(await given.engine.provisioning.reachabilities()).toMatchObject([{ trunkName: 'Bell', state: 'REACHABLE' }]),
      { timeoutMs: 10_000 },
    );
  });

  it('should go by its proxy', async () => {
    const proxy = await aCarrier({ transport });
    await apply(proxy, { transport, port: 5998, outboundProxy: `127.0.0.1:${proxy.port}` });
    await reportIs('REGISTERED');
    const { to } = await dialled();
    await until(() => expect(proxy.callTo(to).invite.uri).toContain(':5998'));
  });

  it('should follow when its transport is changed', async () => {
    const [before, after] = [await aCarrier({}), await aCarrier({ transport })];
    await apply(before, {});
    await reportIs('REGISTERED');
    await apply(after, { transport });
    await until(() => expect(after.registrar.isRegistered(account.username)).toBe(true));
    await reportIs('REGISTERED');
    await apply(before, {});
    await until(() => expect(before.registrar.isRegistered(account.username)).toBe(true));
    await until(() => expect(after.registrar.isRegistered(account.username)).toBe(false));
  });
});

describe('a provider over TLS', () => {
  it.each([
    ['has a certificate for another name', () => authority.identity({ names: ['sip.example.com'] }), 'identity does not match'],
    ['has one that expired', () => authority.identity({ endsIn: -1 }), 'expired'],
    ['has one that nobody knows', () => new Authority().identity(), 'untrusted'],
  ])('should be told nothing when it %s', async (_name, tls, complaint) => {
    const carrier = await aCarrier({ transport: 'TLS', tls: tls() });
    await apply(carrier, { transport: 'TLS' });
    await reportIs('UNREACHABLE');
    expect(carrier.journal.entries).toEqual([]);
    await expect(
      dialled().then(({ last }) => until(() => expect(last()).toMatchObject({ type: 'ended' }))),
    ).resolves.not.toThrow();
    expect(carrier.journal.entries).toEqual([]);
    expect((await asterisk.complaints()).join('\n')).toContain(complaint);
  });
});

describe('the voice over TLS', () => {
  it('should be encrypted where the provider takes the key, and heard', async () => {
    for (const [mediaEncryption, profile] of [
      ['OPTIONAL', 'RTP/AVP'],
      ['REQUIRED', 'RTP/SAVP'],
    ] as const) {
      const carrier = await aCarrier({ transport: 'TLS', media: { takesSrtp: true } });
      await apply(carrier, { transport: 'TLS', mediaEncryption });
      const calls = await heardCalls(carrier);
      expect(calls.map(({ media }) => media.isEncrypted)).toEqual([true, true]);
      expect(calls[0]?.invite.body).toMatch(new RegExp(`^m=audio \\d+ ${profile} `, 'm'));
      expect(calls[0]?.invite.body).toContain('a=crypto:');
    }
  });

  it('should be plain with a provider that takes no key, unless it must not be', async () => {
    const carrier = await aCarrier({ transport: 'TLS' });
    await apply(carrier, { transport: 'TLS', mediaEncryption: 'OPTIONAL' });
    const calls = await heardCalls(carrier);
    expect(calls.map(({ media }) => media.isEncrypted)).toEqual([false, false]);

    // A provider that answers in plain to an offer of SRTP alone breaks RFC 3711: the call is up then, and nothing at all is sent.
    await apply(carrier, { transport: 'TLS', mediaEncryption: 'REQUIRED' });
    const { to, types } = await dialled();
    await until(() => expect(types()).toContain('answered'));
    const { invite, media } = carrier.callTo(to);
    expect(invite.body).toMatch(/^m=audio \d+ RTP\/SAVP /m);
    await until(() => expect(media.sent).toBeGreaterThan(50));
    expect(media.received).toBe(0);

    carrier.otherwise(...refuses(488));
    const refused = await dialled();
    await until(() => expect(refused.last()).toMatchObject({ type: 'ended', sipCode: 488 }));
  });

  it.each([
    ['OFF', undefined],
    ['OPTIONAL', undefined],
    ['REQUIRED', 488],
  ] as const)('should be taken in plain from the provider where it is %s, or refused (%s)', async (mediaEncryption, status) => {
    await given.engine.provisioning.applyDialplan('inbound', ['exten => _[a-z0-9].,1,Stasis(trunkline,inbound,${EXTEN})']);
    const carrier = await aCarrier({ transport: 'TLS' });
    await apply(carrier, { transport: 'TLS', mediaEncryption });
    await until(() => expect(carrier.registrar.isRegistered(account.username)).toBe(true));
    const before = given.events.length;
    const call = carrier.callSubscriber(account.username, '998935555555');
    if (status !== undefined) return void expect((await call.finished).status).toBe(status);
    await until(() => expect(given.events.slice(before).map(({ type }) => type)).toContain('arrived'));
    await call.hangUp();
  });
});

describe('a desk phone over TLS', () => {
  it('should register and be rung without any certificate of its own', async () => {
    await given.engine.provisioning.applyPhone({
      ...{ phoneId: '201-desk', extension: '201', kind: 'desk', username: '201-desk', password: 'phone-password' },
      networks: ['127.0.0.0/8'],
    });
    const phone = await Phone.start({
      ...{ username: '201-desk', password: 'phone-password', transport: 'TLS', tls: new Authority().identity() },
      server: { address: '127.0.0.1', port: asterisk.options.ports.sipTls },
    });
    phone.whenCalled(...answersAtOnce);
    await phone.register();
    const legId = randomUUID();
    await given.engine.gateway.dialLeg({
      ...{ legId, callId: randomUUID(), dialString: 'PJSIP/201-desk', timeoutSeconds: 10, maxSeconds: 60 },
    });
    await until(() => expect(given.of(legId).map(({ type }) => type)).toContain('answered'));
    await given.engine.gateway.hangUpLeg(legId);
    await until(() => expect(phone.calls[0]?.progress).toBe('ended'));
    await phone.close();
    await given.engine.provisioning.removePhone('201-desk');
  });
});
