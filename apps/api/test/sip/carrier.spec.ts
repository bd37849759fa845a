import { until } from '@app/common/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../../asterisk/certificate.mjs';
import {
  answersAfter,
  answersAfterCancel,
  answersAndHangsUpAfter,
  answersAtOnce,
  askCredentials,
  Carrier,
  earlyMedia,
  header,
  pause,
  Phone,
  refuses,
  ringsForEver,
  ringsThenAnswers,
  saysNothing,
  triesForEver,
  trying,
  type OutgoingCall,
} from './index.js';

const account = { username: 'bell', password: 'secret' };
const number = '998901234567';
let carrier: Carrier;
let phone: Phone;

beforeEach(async () => {
  carrier = await Carrier.start({ accounts: [account] });
  phone = await Phone.start({ ...account, server: { address: '127.0.0.1', port: carrier.port } });
});
afterEach(async () => {
  await Promise.all([carrier.close(), phone.close()]);
  expect([carrier.failure, phone.failure]).toEqual([undefined, undefined]);
});

const answered = async (call: OutgoingCall): Promise<void> => {
  expect((await call.finished).status).toBe(200);
};

describe('the registrar', () => {
  it('should accept the right password and remember where its owner is', async () => {
    await phone.register();
    expect(carrier.registrar.bindingOf('bell')?.contact).toContain(`:${phone.agent.port}`);
    expect(carrier.registrar.attemptsOf('bell').map(({ status }) => status)).toEqual([401, 200]);
    await phone.unregister();
    expect(carrier.registrar.isRegistered('bell')).toBe(false);
    expect(carrier.registrar.attemptsOf('bell').at(-1)).toMatchObject({ expires: 0, status: 200 });
  });

  it('should refuse a wrong password and an unknown login', async () => {
    carrier.registrar.setAccount({ ...account, password: 'changed' });
    expect((await phone.tryRegister(60)).status).toBe(403);
    carrier.registrar.removeAccount('bell');
    expect((await phone.tryRegister(60)).status).toBe(404);
  });

  it.each([401, 403, 404, 503])('should refuse with %i when told to', async (status) => {
    carrier.registrar.mood = { kind: 'refuse', status };
    expect((await phone.tryRegister(60)).status).toBe(status);
  });

  it('should be silent when told to, and see the request again', async () => {
    carrier.registrar.mood = { kind: 'silent' };
    void phone.tryRegister(60);
    await until(() => expect(carrier.journal.all('received REGISTER').length).toBeGreaterThan(1));
    expect(carrier.registrar.seen).toHaveLength(1);
  });
});

describe('a call to the carrier', () => {
  it('should ring, be answered, carry sound both ways and be hung up by the caller', async () => {
    carrier.on(number, ...ringsThenAnswers(50));
    const call = phone.dial(number);
    await answered(call);
    const seen = carrier.callTo(number);
    await until(() => expect([call.media.hears(700), seen.media.hears(400)]).toEqual([true, true]));
    await call.hangUp();
    expect([call.endedBy, seen.endedBy]).toEqual(['us', 'them']);
    expect(seen.history.map(({ what }) => what)).toEqual([
      'received INVITE',
      'sent 100',
      'sent 180',
      'sent 200',
      'received ACK',
      'received BYE',
      'sent 200 BYE',
    ]);
    expect((seen.at('sent 200') ?? 0) - (seen.at('sent 180') ?? 0)).toBeGreaterThanOrEqual(48);
  });

  it('should let the caller hear early media, then go on', async () => {
    carrier.on(number, trying, earlyMedia, pause(700), (call) => call.answer());
    const call = phone.dial(number);
    await until(() => expect(call.media.hears(700)).toBe(true));
    expect(call.progress).toBe('early');
    await answered(call);
    expect(call.provisional).toEqual([100, 183]);
  });

  it('should be hung up by the carrier', async () => {
    carrier.on(number, ...answersAndHangsUpAfter(20));
    const call = phone.dial(number);
    await answered(call);
    await until(() => expect(call).toMatchObject({ progress: 'ended', endedBy: 'them' }));
    expect(call.at('received BYE')).toBeDefined();
  });

  it.each([
    [486, 'Abonent band'],
    [503, undefined],
    [603, 'Decline'],
  ])('should be refused with %i %s', async (status, reason) => {
    carrier.on(number, ...refuses(status, reason));
    const call = phone.dial(number);
    expect(await call.finished).toMatchObject({ status, ...(reason === undefined ? {} : { reason }) });
    await until(() => expect(carrier.callTo(number).at('received ACK')).toBeDefined());
  });

  it('should be refused where nothing is scripted', async () => {
    expect((await phone.dial('998900000000').finished).status).toBe(500);
  });

  it.each([
    ['180', ringsForEver],
    ['nothing but 100', triesForEver],
  ])('should be cancelled by the caller after %s', async (_, steps) => {
    carrier.on(number, ...steps);
    const call = phone.dial(number);
    await until(() => expect(call.provisional).toContain(100));
    await call.hangUp();
    expect(call.final?.status).toBe(487);
    expect(carrier.callTo(number).isCancelled).toBe(true);
  });

  it('should send its INVITE again to a carrier that says nothing, which counts it once', async () => {
    carrier.on(number, ...saysNothing);
    phone.dial(number);
    await until(() => expect(carrier.journal.all('received INVITE').length).toBe(2));
    expect(carrier.callTo(number).history.filter(({ direction }) => direction === 'sent')).toEqual([]);
  });

  it('should end with a BYE where the answer overtakes the CANCEL', async () => {
    carrier.on(number, ...answersAfterCancel);
    const call = phone.dial(number);
    await until(() => expect(call.provisional).toContain(180));
    await call.hangUp();
    expect(call.final?.status).toBe(200);
    await until(() => expect(carrier.callTo(number).at('received BYE')).toBeDefined());
  });

  it('should be asked for credentials, and refused if they are asked for again', async () => {
    carrier.on(number, askCredentials(407));
    expect((await phone.dial(number).finished).status).toBe(407);
    const call = carrier.callTo(number);
    expect(header(call.invite, 'Proxy-Authorization')).toContain('username="bell"');
  });

  it('should be put on hold and referred by the carrier', async () => {
    carrier.on(number, ...answersAfter(0));
    const call = phone.dial(number);
    await answered(call);
    const seen = carrier.callTo(number);
    await seen.reinvite('sendonly');
    expect(call.at('received INVITE')).toBeDefined();
    expect((await seen.refer('sip:998907777777@127.0.0.1')).status).toBe(200);
    expect(call.at('received REFER')).toBeDefined();
  });

  it('should get no answer to its BYE once the carrier has vanished', async () => {
    carrier.on(number, ...answersAfter(0), (call) => call.vanish());
    const call = phone.dial(number);
    await answered(call);
    void call.hangUp();
    await until(() => expect(carrier.callTo(number).at('received BYE')).toBeDefined());
    expect(call.at('received 200 BYE')).toBeUndefined();
  });

  it('should carry whatever headers and From a test writes', async () => {
    carrier.on(number, ...answersAfter(0));
    await answered(
      phone.dial(number, { from: '"Boss" <sip:1@evil>', headers: [{ name: 'P-Asserted-Identity', value: '<sip:777@evil>' }] }),
    );
    expect(Carrier.identityOf(carrier.callTo(number))).toEqual({ from: '1', asserted: '777' });
    expect(carrier.sightings('evil')).toHaveLength(2);
  });
});

describe.each(['TCP', 'TLS'] as const)('over %s', (transport) => {
  it('should register, call, be called and hang up, on connections that are kept', async () => {
    const { key, certificate } = selfSigned('carrier');
    const options = { transport, tls: { key, certificate } };
    const streams = await Carrier.start({ accounts: [account], ...options });
    const caller = await Phone.start({ ...account, ...options, server: { address: '127.0.0.1', port: streams.port } });
    streams.on(number, ...ringsThenAnswers(50));
    caller.whenCalled(...answersAtOnce);
    await caller.register();
    const call = caller.dial(number);
    await answered(call);
    await until(() => expect([call.media.hears(700), streams.callTo(number).media.hears(400)]).toEqual([true, true]));
    await streams.callTo(number).hangUp();
    expect(call.endedBy).toBe('them');
    const back = streams.callSubscriber('bell', '998901112233');
    await answered(back);
    await back.hangUp();
    expect(caller.calls.at(-1)?.endedBy).toBe('them');
    await Promise.all([streams.close(), caller.close()]);
  });
});

describe('a call from the carrier', () => {
  it('should reach a registered phone, which sees whether it shall answer by itself', async () => {
    phone.whenCalled(...answersAfter(0));
    await phone.register();
    const call = carrier.callSubscriber('bell', '998901112233', [
      { name: 'Alert-Info', value: '<http://127.0.0.1>;info=alert-autoanswer' },
    ]);
    await answered(call);
    expect(phone.calls[0]).toMatchObject({ callerId: '998901112233', asksAutoAnswer: true });
    await phone.calls[0]?.hangUp();
    expect(call.endedBy).toBe('them');
  });

  it('should find nobody who is not registered', () => {
    expect(() => carrier.callSubscriber('bell', '998901112233')).toThrow('bell is not registered');
  });
});
