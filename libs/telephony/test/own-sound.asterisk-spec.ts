import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AriApi } from '../src/ari/ari-api.js';
import { asList, asObject, asText } from '../src/ari/ari-payloads.js';
import { type DialLegRequest, TelephonyError } from '../src/telephony.gateway.js';
import {
  aConnectedEngine,
  aDemoCarrier,
  anAsterisk,
  demoTrunk,
  type GivenEngine,
  type RunningAsterisk,
  type RunningCarrier,
} from './given-engine.js';

const RATE = 8000;
const MODULE = 'chan_websocket.so';

let asterisk: RunningAsterisk;
let carrier: RunningCarrier;
let given: GivenEngine;
let ari: AriApi;
let conversationId: string;
let request: DialLegRequest;

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), aDemoCarrier()]);
  given = await aConnectedEngine(asterisk);
  const { ariUrl: url, ariUsername: username, ariPassword: password } = given.settings;
  ari = new AriApi({ url, username, password });
  await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
  await until(() =>
    expect(given.events).toContainEqual(
      expect.objectContaining({ type: 'trunkRegistration', report: expect.objectContaining({ state: 'REGISTERED' }) }),
    ),
  );
});

afterAll(async () => {
  ari?.close();
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.dispose()]);
});

/** Somebody who has answered, in a conversation. */
beforeEach(async () => {
  conversationId = randomUUID();
  await given.engine.gateway.createConversation(conversationId);
  const [legId, callId] = [randomUUID(), randomUUID()];
  request = { legId, callId, dialString: 'PJSIP/998000000010@Demo', timeoutSeconds: 20, maxSeconds: 60, conversationId };
  await given.engine.gateway.dialLeg(request);
  await until(() => expect(given.of(legId).map(({ type }) => type)).toContain('answered'));
});
afterEach(async () => {
  await given.engine.gateway.endConversation(conversationId);
  await given.engine.gateway.hangUpLeg(request.legId);
  await until(async () => expect(await channels()).toEqual([]));
});

const channels = async (): Promise<string[]> =>
  asList(await ari.call('channels', 'list')).map((channel) => asText(asObject(channel)['id']));
const playedOf = (playId: string) => given.events.find((event) => event.type === 'played' && event.playId === playId);
const silence = (seconds: number): Readable => Readable.from([Buffer.alloc(seconds * RATE * 2)]);
const stream = (playId: string, samples: Readable, sampleRate = RATE): Promise<void> =>
  given.engine.gateway.stream(conversationId, playId, { sampleRate, samples });

describe('sound of ours', () => {
  it('should take as long as it is, and leave nothing', async ({ annotate }) => {
    const playId = randomUUID();
    const began = performance.now();
    await stream(playId, silence(7));
    const ready = performance.now();
    expect(playedOf(playId)).toBeUndefined();
    expect((await channels()).sort()).toEqual([playId, request.legId].sort());
    expect((await given.engine.gateway.liveLegs()).map(({ legId }) => legId)).toEqual([request.legId]);
    await until(() => expect(playedOf(playId)).toMatchObject({ ok: true }), { timeoutMs: 15_000 });
    const seconds = (performance.now() - ready) / 1000;
    await annotate(`began after ${Math.round(ready - began)} ms; 7 s took ${seconds.toFixed(2)} s`);
    expect(seconds).toBeGreaterThan(6.9);
    expect(seconds).toBeLessThan(7.5);
    await until(async () => expect(await channels()).toEqual([request.legId]));
  });

  it('should stop with its conversation, and then not be told', async () => {
    const [playId, samples] = [randomUUID(), silence(60)];
    await stream(playId, samples);
    await given.engine.gateway.endConversation(conversationId);
    await until(async () => expect(await channels()).toEqual([request.legId]));
    expect(samples.destroyed).toBe(true);
    expect(playedOf(playId)).toBeUndefined();
  });

  it('should be told as not played where Asterisk ends it', async () => {
    const playId = randomUUID();
    await stream(playId, silence(60));
    await ari.call('channels', 'hangup', { channelId: playId });
    await until(() => expect(playedOf(playId)).toMatchObject({ ok: false }));
  });

  it('should be told as not played where its source breaks off', async () => {
    const playId = randomUUID();
    const source = new Readable({ read: () => source.destroy(new Error('the disk is gone')) });
    await stream(playId, source);
    await until(() => expect(playedOf(playId)).toMatchObject({ ok: false }));
  });

  it.each([
    ['there is no such conversation', 404, () => void (conversationId = randomUUID()), RATE],
    ['no telephone has that sample rate', 400, () => undefined, 11_025],
  ])('should be refused where %s, and leave nothing', async (_case, status, change, sampleRate) => {
    const before = conversationId;
    change();
    const samples = silence(1);
    await expect(stream(randomUUID(), samples, sampleRate)).rejects.toMatchObject({ status });
    expect(samples.destroyed).toBe(true);
    conversationId = before;
    await until(async () => expect(await channels()).toEqual([request.legId]));
  });

  it('should be refused in words where Asterisk has no module for it', async () => {
    await ari.call('asterisk', 'unloadModule', { moduleName: MODULE });
    try {
      const refused = await stream(randomUUID(), silence(1)).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(TelephonyError);
      expect(refused).toMatchObject({ status: 500, message: expect.stringContaining(MODULE) });
    } finally {
      await ari.call('asterisk', 'loadModule', { moduleName: MODULE });
    }
    const playId = randomUUID();
    await stream(playId, silence(1));
    await until(() => expect(playedOf(playId)).toMatchObject({ ok: true }));
  });
});
