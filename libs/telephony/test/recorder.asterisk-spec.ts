import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RAW_SAMPLE_RATE } from '../src/telephony.recorder.js';
import type { TelephonyRecorder } from '../src/telephony.recorder.js';
import {
  aConnectedEngine,
  aDemoCarrier,
  anAsterisk,
  demoTrunk,
  type GivenEngine,
  type RunningAsterisk,
  type RunningCarrier,
} from './given-engine.js';

/** Rings for a second, answers, and gives back what it hears; and one that plays music. */
const echo = 'PJSIP/998000000001@Demo';
const music = 'PJSIP/998000000010@Demo';

let asterisk: RunningAsterisk;
let carrier: RunningCarrier;
let given: GivenEngine;
let recorder: TelephonyRecorder;

beforeAll(async () => {
  [asterisk, carrier] = await Promise.all([anAsterisk(), aDemoCarrier()]);
  given = await aConnectedEngine(asterisk);
  recorder = given.engine.recorder;
  await given.engine.provisioning.applyTrunk(demoTrunk(carrier));
  await until(
    () =>
      expect(given.events.some((event) => event.type === 'trunkRegistration' && event.report.state === 'REGISTERED')).toBe(true),
    {
      timeoutMs: 10_000,
    },
  );
});
afterAll(async () => {
  await given?.stop();
  await Promise.all([asterisk?.dispose(), carrier?.dispose()]);
});

async function answered(dialString = music): Promise<string> {
  const legId = randomUUID();
  await given.engine.gateway.dialLeg({ legId, callId: randomUUID(), dialString, timeoutSeconds: 20, maxSeconds: 60 });
  await until(() => expect(given.of(legId).map(({ type }) => type)).toContain('answered'));
  const conversation = randomUUID();
  await given.engine.gateway.createConversation(conversation);
  await given.engine.gateway.joinConversation(conversation, legId);
  return legId;
}

const isStored = async (name: string): Promise<boolean> => (await recorder.stored()).some((each) => each.name === name);
const secondsOf = async (name: string): Promise<number> =>
  (await buffer(await recorder.fetch(name))).length / (RAW_SAMPLE_RATE * 4);
const aName = (): string => `rec_${randomUUID()}`;

describe('a leg that is recorded', () => {
  it('should leave a raw file that is listed, given and removed', async () => {
    const legId = await answered();
    const name = aName();
    const began = Date.now();
    await recorder.start(legId, name);
    await until(async () => expect(await recorder.stored()).toContainEqual({ name, format: 'raw' }));
    await until(async () => expect(await secondsOf(name)).toBeGreaterThan(1));
    await given.engine.gateway.hangUpLeg(legId);
    await until(() => expect(given.of(legId).at(-1)?.type).toBe('ended'));
    const lasted = (Date.now() - began) / 1000;
    // Time goes on where either side sends something: the carrier's music begins half a second after its answer.
    await until(async () => expect(await secondsOf(name)).toBeGreaterThan(lasted - 0.8));
    expect(await secondsOf(name)).toBeLessThan(lasted + 0.1);
    await recorder.remove(name);
    await recorder.remove(name);
    expect(await isStored(name)).toBe(false);
    await expect(recorder.fetch(name)).rejects.toMatchObject({ status: 404 });
  });

  it('should be paused and taken up again, as often as asked, with silence in between', async () => {
    const legId = await answered();
    const name = aName();
    await expect(recorder.pause(legId)).rejects.toMatchObject({ status: 409 });
    await recorder.start(legId, name);
    await until(async () => expect(await secondsOf(name)).toBeGreaterThan(1));
    await recorder.pause(legId);
    await recorder.pause(legId);
    const atPause = await secondsOf(name);
    await until(async () => expect(await secondsOf(name)).toBeGreaterThan(atPause + 2));
    await recorder.resume(legId);
    await recorder.resume(legId);
    await given.engine.gateway.hangUpLeg(legId);
    await until(() => expect(given.of(legId).at(-1)?.type).toBe('ended'));
    const sound = await buffer(await recorder.fetch(name));
    expect(sound.subarray(0, RAW_SAMPLE_RATE * 4).some((byte) => byte !== 0)).toBe(true);
    // Asterisk writes a second at a time: one after what was seen at the pause is surely within it.
    const within = Math.round((atPause + 1.1) * RAW_SAMPLE_RATE) * 4;
    expect(sound.subarray(within, within + RAW_SAMPLE_RATE * 2).every((byte) => byte === 0)).toBe(true);
    await recorder.remove(name);
  });

  it('should stop before its end, and leave a conversation of two as simple as it was', async () => {
    const legId = await answered(echo);
    const other = await answered();
    const [leg] = (await given.engine.gateway.liveLegs()).filter((each) => each.legId === legId);
    await given.engine.gateway.joinConversation(leg?.conversationId ?? '', other);
    const name = aName();
    await recorder.start(legId, name);
    await until(async () => expect(await isStored(name)).toBe(true));
    const bridge = await asterisk.cli(`bridge show ${leg?.conversationId ?? ''}`);
    expect(bridge).toMatch(/Technology: (simple_bridge|native_rtp)/);
    await recorder.stop(legId);
    await recorder.stop(legId);
    await until(async () => expect(await asterisk.cli(`mixmonitor list ${legId}`)).not.toContain(name));
    await recorder.remove(name);
    for (const each of [legId, other]) await given.engine.gateway.hangUpLeg(each);
  });
});

describe('what is not there or not allowed', () => {
  it('should be told by its code', async () => {
    const gone = randomUUID();
    await expect(recorder.start(gone, aName())).rejects.toMatchObject({ status: 404 });
    await expect(recorder.pause(gone)).rejects.toMatchObject({ status: 404 });
    await recorder.stop(gone);
    for (const name of ['', '../x', 'a/b', 'a.raw', 'x,D(/tmp/y)', 'a b', 'x'.repeat(101), 'a\r\nAction: Logoff']) {
      await expect(recorder.start(gone, name)).rejects.toMatchObject({ status: 400 });
      await expect((async () => recorder.fetch(name))()).rejects.toMatchObject({ status: 400 });
      await expect(recorder.remove(name)).rejects.toMatchObject({ status: 400 });
    }
    for (const legId of ['', 'PJSIP/x-1', 'a\r\nb', 'all']) await expect(recorder.start(legId, aName())).rejects.toThrow();
  });
});
