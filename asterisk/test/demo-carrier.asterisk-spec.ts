import { randomUUID } from 'node:crypto';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer, hangUp, Phone, type OutgoingCall } from '../../apps/api/test/sip/index.js';
import { aDemoCarrier, type RunningCarrier } from './an-asterisk.js';

let carrier: RunningCarrier;
let trunk: Phone;

beforeAll(async () => {
  carrier = await aDemoCarrier();
});
afterAll(() => carrier?.dispose());

const aTrunk = (password = carrier.password) =>
  Phone.start({ user: 'demo', username: 'demo', password, server: { address: '127.0.0.1', port: carrier.port } });

beforeEach(async () => {
  trunk = await aTrunk();
});
afterEach(async () => {
  await trunk.close();
  expect(trunk.failure).toBeUndefined();
});

const demo = (last: number) => `9980000000${String(last).padStart(2, '0')}`;
const secondsUntil = (call: OutgoingCall, what: string) => ((call.at(what) ?? NaN) - (call.at('received 100') ?? NaN)) / 1000;

describe("the demo carrier's refusals", () => {
  it.each([
    [demo(2), 486],
    [demo(4), 603],
    [demo(5), 404],
    [demo(6), 503],
    [demo(9), 403],
    // Any other number.
    [demo(0), 503],
    [demo(12), 503],
    ['998901234567', 503],
    ['+998901234567', 503],
    ['79001234567', 503],
    ['1', 503],
    ['info', 503],
    // Emergency numbers.
    ['101', 404],
    ['102', 404],
    ['103', 404],
    ['104', 404],
    ['112', 404],
  ])('should answer %s with %i at once, without ringing', async (number, status) => {
    const call = trunk.dial(number);
    expect((await call.finished).status).toBe(status);
    expect(call.provisional.filter((code) => code > 100)).toEqual([]);
  });

  it('should give no other reason than the SIP code', async () => {
    const call = trunk.dial(demo(4));
    expect((await call.finished).headers.map(({ name }) => name.toLowerCase())).not.toContain('reason');
  });
});

describe("the demo carrier's telephones", () => {
  it('01 should ring for a second, answer, and echo', async () => {
    const call = trunk.dial(demo(1));
    expect((await call.finished).status).toBe(200);
    expect(call.provisional).toContain(180);
    expect((call.at('received 200') ?? 0) - (call.at('received 180') ?? 0)).toBeGreaterThan(950);
    expect((call.at('received 200') ?? 0) - (call.at('received 180') ?? 0)).toBeLessThan(1500);
    await until(() => expect(call.media.hears(400)).toBe(true));
    await call.hangUp();
  });

  it('03 should ring until the caller gives up', async () => {
    const call = trunk.dial(demo(3));
    await until(() => expect(call.provisional).toContain(180));
    await call.hangUp();
    expect((await call.finished).status).toBe(487);
  });

  it('07 should hang up 3 s after its answer', async () => {
    const call = trunk.dial(demo(7));
    expect((await call.finished).status).toBe(200);
    await until(() => expect(call.endedBy).toBe('them'));
    expect((call.at('received BYE') ?? 0) - (call.at('received 200') ?? 0)).toBeGreaterThan(2900);
    expect((call.at('received BYE') ?? 0) - (call.at('received 200') ?? 0)).toBeLessThan(3500);
  });

  it('08 should speak before it answers', async () => {
    const call = trunk.dial(demo(8));
    expect((await call.finished).status).toBe(200);
    expect(call.provisional).toContain(183);
    expect(call.provisional).not.toContain(180);
    expect(secondsUntil(call, 'received 200')).toBeGreaterThan(1.5);
    await call.hangUp();
  });

  it('10 should answer and play music', async () => {
    const call = trunk.dial(demo(10));
    expect((await call.finished).status).toBe(200);
    await until(async () => expect(await carrier.cli('core show channels')).toMatch(/MusicOnHold/));
    await call.hangUp();
  });

  it('11 should call the trunk back 2 s after it was hung up', async () => {
    await trunk.register();
    trunk.whenCalled(answer, hangUp);
    const call = trunk.dial(demo(11));
    expect((await call.finished).status).toBe(200);
    await call.hangUp();
    const hungUpAt = call.at('sent BYE') ?? NaN;
    const back = await until(() => {
      const [first] = trunk.calls;
      expect(first).toBeDefined();
      return first;
    });
    const after = (back?.at('received INVITE') ?? NaN) - hungUpAt;
    expect(after).toBeGreaterThan(1900);
    expect(after).toBeLessThan(2600);
    await until(() => expect(back?.progress).toBe('ended'));
    await trunk.unregister();
  });
});

describe("the demo carrier's account", () => {
  it('should let the trunk register, and know where it is', async () => {
    await trunk.register();
    expect(await carrier.cli('pjsip show contacts')).toContain(`:${String(trunk.agent.port)}`);
    await trunk.unregister();
    await until(async () => expect(await carrier.cli('pjsip show contacts')).not.toContain(`:${String(trunk.agent.port)}`));
  });

  it('should refuse a wrong password, for the registration and for a call', async () => {
    const stranger = await aTrunk(randomUUID());
    expect((await stranger.tryRegister(60)).status).toBe(401);
    expect((await stranger.dial(demo(1)).finished).status).toBe(401);
    await stranger.close();
  });

  it('should keep its registration when it is restarted', async () => {
    await trunk.register();
    const contact = `:${String(trunk.agent.port)}`;
    expect(await carrier.cli('database show registrar')).toContain(contact);
    await trunk.unregister();
  });

  it('should listen on loopback only', async () => {
    expect(await carrier.cli('pjsip show transports')).toContain(`127.0.0.1:${String(carrier.port)}`);
    expect(await carrier.cli('http show status')).toMatch(/Server Disabled/i);
  });

  it('should have started without a complaint', async () => {
    const complaints = await carrier.complaints();
    expect(complaints.filter((line) => !/res_pjsip_registrar|res_pjsip\/pjsip_distributor|rtp/.test(line))).toEqual([]);
  });
});
