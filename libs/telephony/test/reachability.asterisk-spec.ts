/** Whether a trunk's server is there: asked beside the contact that is dialled, and told. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { answersAtOnce, Carrier } from '../../../apps/api/test/sip/index.js';
import type { ReachabilityReport } from '../src/telephony.gateway.js';
import type { TrunkSpec } from '../src/telephony.provisioning.js';
import {
  aConnectedEngine,
  anAsterisk,
  anEngine,
  demoTrunk,
  type GivenEngine,
  isReady,
  type RunningAsterisk,
} from './given-engine.js';

let asterisk: RunningAsterisk;
let willing: Carrier;
let silent: Carrier;
let given: GivenEngine;

beforeAll(async () => {
  [asterisk, willing, silent] = await Promise.all([anAsterisk(), Carrier.start(), Carrier.start()]);
  silent.agent.answersOptions = false;
  for (const carrier of [willing, silent]) carrier.otherwise(...answersAtOnce);
  given = await aConnectedEngine(asterisk);
});

afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), willing?.close(), silent?.close()]);
});

afterEach(async () => {
  for (const { legId } of await given.engine.gateway.liveLegs()) await given.engine.gateway.hangUpLeg(legId);
  for (const name of ['Bell', 'Silent']) await given.engine.provisioning.removeTrunk(name);
});

const trunk = (name: string, { port }: Carrier, change: Partial<TrunkSpec> = {}): TrunkSpec =>
  demoTrunk({ port, password: '' }, { name, authMode: 'IP', username: null, password: null, isQualified: true, ...change });

const told = (from: GivenEngine = given, after = 0): ReachabilityReport[] =>
  from.events.slice(after).flatMap((event) => (event.type === 'trunkReachability' ? [event.report] : []));
const states = (reports: readonly ReachabilityReport[]) => reports.map(({ trunkName, state }) => `${trunkName} ${state}`).sort();
const slowly = { timeoutMs: 10_000 };

async function dial(name: string): Promise<string> {
  const legId = randomUUID();
  const dialString = `PJSIP/998901234567@${name}`;
  await given.engine.gateway.dialLeg({ legId, callId: randomUUID(), dialString, timeoutSeconds: 10, maxSeconds: 60 });
  await until(() => expect(given.of(legId).map(({ type }) => type)).toContain('answered'));
  return legId;
}

describe('a qualified trunk', () => {
  it('should be told to be there with its round trip, or not to be there, and be called all the same', async () => {
    await given.engine.provisioning.applyTrunk(trunk('Bell', willing));
    await given.engine.provisioning.applyTrunk(trunk('Silent', silent));
    await until(() => expect(states(told())).toEqual(['Bell REACHABLE', 'Silent UNREACHABLE']), slowly);
    expect(told().find(({ trunkName }) => trunkName === 'Bell')?.roundTripMs).toBeGreaterThan(0);
    expect(told().find(({ trunkName }) => trunkName === 'Silent')).not.toHaveProperty('roundTripMs');
    expect(states(await given.engine.provisioning.reachabilities())).toEqual(['Bell REACHABLE', 'Silent UNREACHABLE']);
    await dial('Bell');
    await dial('Silent');
    expect(silent.journal.all('received OPTIONS').length).toBeGreaterThan(0);
  });

  it('should be told anew to whoever connects', async () => {
    await given.engine.provisioning.applyTrunk(trunk('Bell', willing));
    await until(async () => expect(states(await given.engine.provisioning.reachabilities())).toEqual(['Bell REACHABLE']), slowly);
    const again = anEngine({ ...given.settings });
    await given.stop();
    try {
      await until(() => isReady(again), slowly);
      await until(() => expect(states(told(again))).toEqual(['Bell REACHABLE']), slowly);
      expect(told(again)[0]?.roundTripMs).toBeGreaterThan(0);
    } finally {
      given = again;
    }
  });

  it('should be asked at its new server when it moves, and nowhere when it is not to be asked', async () => {
    await given.engine.provisioning.applyTrunk(trunk('Bell', willing));
    await until(async () => expect(states(await given.engine.provisioning.reachabilities())).toEqual(['Bell REACHABLE']), slowly);
    const before = given.events.length;
    await given.engine.provisioning.applyTrunk(trunk('Bell', silent));
    await until(() => expect(states(told(given, before))).toEqual(['Bell UNREACHABLE']), slowly);
    const contacts = (await asterisk.cli('pjsip show contacts')).match(/sip:127\.0\.0\.1:\d+/g) ?? [];
    expect(new Set(contacts)).toEqual(new Set([`sip:127.0.0.1:${String(silent.port)}`]));
    await dial('Bell');
    await given.engine.provisioning.applyTrunk(trunk('Bell', silent, { isQualified: false }));
    expect(await given.engine.provisioning.reachabilities()).toEqual([]);
    expect(await asterisk.cli('pjsip show aors')).not.toContain('trunkline-ping');
    await given.engine.provisioning.applyTrunk(trunk('Bell', willing));
    await until(() => expect(states(told(given, before))).toContain('Bell REACHABLE'), slowly);
    await given.engine.provisioning.removeTrunk('Bell');
    expect(await asterisk.cli('pjsip show aors')).not.toContain('Bell');
    expect(await asterisk.cli('database show')).not.toContain('Bell');
  });
});
