import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { until } from '@app/common/testing';
import { AriApi } from '../src/ari/ari-api.js';
import { AriGateway } from '../src/ari/ari-gateway.js';
import { EventHub } from '../src/event-hub.js';
import type { TelephonyEvent } from '../src/telephony.gateway.js';
import {
  aConnectedEngine,
  aDemoCarrier,
  aLeaseDatabase,
  anAsterisk,
  anEngine,
  demoTrunk,
  type GivenEngine,
  isReady,
  type RunningAsterisk,
  type RunningCarrier,
  settingsOf,
} from './given-engine.js';

let asterisk: RunningAsterisk;
let carrier: RunningCarrier;
let given: GivenEngine;

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), aDemoCarrier()]);
});

afterEach(async () => {
  await given?.stop();
});

afterAll(async () => {
  await Promise.all([asterisk?.dispose(), carrier?.dispose()]);
});

const registeredTrunk = async () => {
  await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
  await until(async () => expect(await given.engine.provisioning.registrations()).toMatchObject([{ state: 'REGISTERED' }]), {
    timeoutMs: 10_000,
  });
};
const anAnsweredLeg = async () => {
  const legId = randomUUID();
  const callId = randomUUID();
  await given.engine.gateway.dialLeg({
    legId,
    callId,
    dialString: 'PJSIP/998000000010@Demo',
    timeoutSeconds: 10,
    maxSeconds: 60,
  });
  await until(() => expect(given.of(legId).map(({ type }) => type)).toContain('answered'));
  return { legId, callId };
};
const stream = () => given.events.filter(({ type }) => type === 'connected' || type === 'disconnected').map(({ type }) => type);

describe('the event stream', () => {
  it('should find its legs again after the process came back', async () => {
    given = await aConnectedEngine(asterisk);
    await registeredTrunk();
    const { legId, callId } = await anAnsweredLeg();
    const { settings } = given;
    await given.stop();
    given = anEngine(settings);
    await until(() => isReady(given));
    expect(given.events[0]).toMatchObject({ type: 'connected', epoch: 2 });
    expect(await given.engine.gateway.liveLegs()).toMatchObject([{ legId, callId, state: 'ANSWERED' }]);
    await given.engine.gateway.hangUpLeg(legId);
    await until(() => expect(given.of(legId)).toMatchObject([{ type: 'ended', cause: 16, endedBy: 'US' }]));
    expect(given.engine.gateway.legCount).toBe(0);
  });

  it('should be taken back from whoever opened the same application', async () => {
    given = await aConnectedEngine(asterisk);
    const { ariUrl, ariUsername, ariPassword } = given.settings;
    const thief = new WebSocket(`${ariUrl.replace('http', 'ws')}/ari/events?app=trunkline`, {
      headers: { authorization: `Basic ${Buffer.from(`${ariUsername}:${ariPassword}`).toString('base64')}` },
    });
    await until(() => expect(stream()).toEqual(['connected', 'disconnected']));
    await until(() => expect(stream()).toEqual(['connected', 'disconnected', 'connected']), { timeoutMs: 10_000 });
    thief.terminate();
    await registeredTrunk();
    const { legId } = await anAnsweredLeg();
    await given.engine.gateway.hangUpLeg(legId);
    await until(() => expect(given.of(legId).at(-1)).toMatchObject({ type: 'ended' }));
  });

  it('should be held by one process, and go to the other when that stops', async () => {
    const databaseUrl = await aLeaseDatabase();
    const first = anEngine(settingsOf(asterisk, databaseUrl));
    await until(() => isReady(first), { timeoutMs: 10_000 });
    given = anEngine(settingsOf(asterisk, databaseUrl));
    await until(() => expect(given.engine.gateway.isConnected).toBe(false));
    await expect(given.engine.gateway.liveLegs()).rejects.toMatchObject({ status: 503 });
    await first.stop();
    await until(() => expect(given.events).toContainEqual(expect.objectContaining({ type: 'connected', epoch: 2 })), {
      timeoutMs: 5_000,
    });
    expect(first.events.map(({ type }) => type).filter((type) => type !== 'trunkRegistration')).toEqual([
      'connected',
      'disconnected',
    ]);
  });

  it('should say nothing of a wrong password but that it does not connect', async () => {
    const settings = { ...settingsOf(asterisk, await aLeaseDatabase()), ariPassword: 'wrong', amiPassword: 'wrong' };
    given = anEngine(settings);
    const { port } = new URL(settings.ariUrl);
    await until(async () => expect(await asterisk.cli(`http show status`)).toContain(port));
    expect(given.engine.gateway.isConnected).toBe(false);
    await expect(given.engine.provisioning.registrations()).rejects.toMatchObject({ status: 503 });
    await expect(
      new AriApi({ url: settings.ariUrl, username: settings.ariUsername, password: 'wrong' }).call('channels', 'list'),
    ).rejects.toMatchObject({ status: 503 });
  });

  it('should notice a hung Asterisk by its silence, and come back when it wakes', async () => {
    const { ariUrl, ariUsername, ariPassword } = settingsOf(asterisk, 'postgres://unused');
    const events: TelephonyEvent[] = [];
    const hub = new EventHub();
    hub.subscribe((event) => events.push(event));
    const api = new AriApi({ url: ariUrl, username: ariUsername, password: ariPassword }, { timeoutMs: 1_000 });
    const gateway = new AriGateway(api, hub, { pingMs: 300, largestDelayMs: 500 });
    gateway.start(1);
    await until(() => expect(events.map(({ type }) => type)).toEqual(['connected']));
    asterisk.child.kill('SIGSTOP');
    try {
      await expect(gateway.liveLegs()).rejects.toMatchObject({ status: 504 });
      await until(() => expect(events.map(({ type }) => type)).toEqual(['connected', 'disconnected']));
      await expect(gateway.liveLegs()).rejects.toMatchObject({ status: 503 });
    } finally {
      asterisk.child.kill('SIGCONT');
    }
    await until(() => expect(events.map(({ type }) => type)).toEqual(['connected', 'disconnected', 'connected']), {
      timeoutMs: 15_000,
    });
    gateway.stop('the test is over');
    api.close();
  });

  it('should come back with a killed Asterisk, without the legs that died with it', async () => {
    given = await aConnectedEngine(asterisk);
    await registeredTrunk();
    await anAnsweredLeg();
    const before = given.events.length;
    asterisk.child.kill('SIGKILL');
    await until(() => expect(given.events.slice(before).map(({ type }) => type)).toEqual(['disconnected']), { timeoutMs: 5_000 });
    expect(given.engine.provisioning.isReady).toBe(false);
    asterisk = await anAsterisk(asterisk.options);
    await until(() => isReady(given), { timeoutMs: 15_000 });
    expect(await given.engine.gateway.liveLegs()).toEqual([]);
    expect(given.engine.gateway.legCount).toBe(0);
    expect(given.events.slice(before).filter(({ type }) => type === 'ended')).toEqual([]);
    await until(
      async () =>
        expect(await given.engine.provisioning.registrations()).toMatchObject([{ trunkName: 'Demo', state: 'REGISTERED' }]),
      { timeoutMs: 15_000 },
    );
    expect(await given.engine.provisioning.reconcile({ trunks: [demoTrunk(carrier)], phones: [] })).toEqual([]);
    await anAnsweredLeg();
  });
});
