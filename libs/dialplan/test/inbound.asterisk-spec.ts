/** Calls that come in over a trunk, against a real Asterisk: handed to the app, counted with those that go out, and led nowhere else. */
import { until } from '@app/common/testing';
import type { ArrivedLeg } from '@app/telephony';
import { plainTrunkSpec } from '@app/telephony/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, Carrier, type OutgoingCall } from '../../../apps/api/test/sip/index.js';
import { generateDialplan } from '../src/generate-dialplan.js';
import { generateInbound } from '../src/generate-inbound.js';
import { aRule, aTrunk } from '../testing/plan-builders.js';
import { GivenAsterisk } from './given-asterisk.js';

const NUMBER = '998712000000';
let given: GivenAsterisk;
let limited: Carrier;
let free: Carrier;
const trunks = [aTrunk({ name: 'Limited', maxChannels: 2 }), aTrunk({ name: 'Free', enabled: true, priority: 200 })];

beforeAll(async () => {
  [given, limited, free] = [await GivenAsterisk.start(), await Carrier.start(), await Carrier.start()];
  for (const [name, { port }] of [
    ['Limited', limited],
    ['Free', free],
  ] as const) {
    const account = { username: null, password: null, callerId: null };
    const place = { name, server: '127.0.0.1', port, transport: 'UDP', authMode: 'IP' } as const;
    const rest = { codecs: ['alaw'], ...plainTrunkSpec, isQualified: false, isEnabled: true };
    await given.engine.provisioning.applyTrunk({ ...place, ...account, ...rest });
  }
  await given.engine.provisioning.applyDialplan('inbound', generateInbound({ trunks }));
});
afterAll(async () => {
  await given?.stop();
  await Promise.all([limited?.close(), free?.close()]);
});

const arrived = (): ArrivedLeg[] => given.events.flatMap((event) => (event.type === 'arrived' ? [event.leg] : []));
const callIn = (carrier: Carrier, number = NUMBER): OutgoingCall =>
  carrier.agent.invite({ uri: `sip:${number}@127.0.0.1:${given.sipPort}`, from: `<sip:998901234567@127.0.0.1:${carrier.port}>` });
/** One more that the app has, and that stays until it is hung up. */
const callThatArrives = async (carrier: Carrier, number = NUMBER): Promise<OutgoingCall> => {
  const before = arrived().length;
  const call = callIn(carrier, number);
  await until(() => expect(arrived()).toHaveLength(before + 1));
  return call;
};

describe('the [inbound] text', () => {
  it('should run in Asterisk exactly as it was generated', async () => {
    const { provisioning } = given.engine;
    expect(await provisioning.runningDialplan('inbound')).toEqual(provisioning.comparableDialplan(generateInbound({ trunks })));
  });

  it('should hand the call to the app with its trunk and its number', async () => {
    const call = await callThatArrives(free, `+${NUMBER}`);
    expect(arrived().at(-1)).toMatchObject({
      origin: 'trunk',
      originId: 'Free',
      dialled: `+${NUMBER}`,
      callerId: '998901234567',
    });
    await given.engine.gateway.hangUpLeg(arrived().at(-1)?.legId ?? '', 20);
    expect((await call.finished).status).toBe(480);
  });

  it('should refuse a call too many as busy, and let the next in when one has ended', async () => {
    const calls = [await callThatArrives(limited), await callThatArrives(limited)];
    const tooMany = await callIn(limited).finished;
    expect([tooMany.status, tooMany.reason]).toEqual([486, 'Busy Here']);
    const others = [await callThatArrives(free), await callThatArrives(free), await callThatArrives(free)];
    await calls.pop()?.hangUp();
    calls.push(await callThatArrives(limited));
    expect((await callIn(limited).finished).status).toBe(486);
    await Promise.all([...calls, ...others].map((call) => call.hangUp()));
    await until(async () => expect(await given.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
  });

  it('should hold the limit of a trunk whichever way its calls go, and say 503 without the app', async () => {
    await given.leaveAlone();
    expect((await callIn(limited).finished).status).toBe(503);
    const source = {
      rules: [aRule({ trunks: trunks.slice(0, 1), record: false })],
      trunks,
      destinations: ['998'],
      maxCallSeconds: 60,
    };
    const aside = ['exten => 900,1,Answer()', ' same => n,Wait(60)'];
    await given.engine.provisioning.applyDialplan('outbound', [...generateDialplan(source), ...aside]);
    limited.otherwise(...answersAtOnce);
    for (const number of ['998901111111', '998902222222']) {
      await given.originate(`Local/${number}@outbound/n`, '900');
      await until(() => expect(limited.callTo(number).progress).toBe('answered'));
    }
    expect((await callIn(limited).finished).status).toBe(486);
    expect((await callIn(free).finished).status).toBe(503);
    await given.originate('Local/998903333333@outbound/n', '900');
    // Refused before a line is free, so that it cannot take the one that the next step frees.
    await until(async () => expect(await given.asterisk.cli('core show channels concise')).not.toContain('998903333333'));
    await limited.callTo('998901111111').hangUp();
    await until(async () => expect((await callIn(limited).finished).status).toBe(503));
    expect(limited.callsTo('998903333333')).toEqual([]);
  });

  it('should lead nowhere from a trunk: not to another, not to a phone', async () => {
    const before = [limited.incoming.length, free.incoming.length];
    for (const number of ['998901234567', 'outbound', '998901234567%40Limited', '900', 's', 'h', 'i', 't', 'o'])
      expect([404, 484, 486, 503, 603]).toContain((await callIn(free, number).finished).status);
    expect([limited.incoming.length, free.incoming.length]).toEqual(before);
  });
});
