import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Principal } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordingsHarness } from '../testing/recordings-harness.js';
import { pcm, tone } from '../testing/sounds.js';
import { readWavHead, wavHeader } from './wav.js';

let harness: RecordingsHarness;
let agent: Principal;

beforeAll(async () => {
  harness = await RecordingsHarness.start();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  harness.calls.recorder.calls.length = 0;
  agent = await harness.agent();
});
afterEach(() => harness.untilNothingIsLeft());

const callsOf = (method: string): string[] => harness.calls.recorder.calls.filter((call) => call.startsWith(`${method} `));

describe('the api, started again', () => {
  it('should find a recording that runs, not begin it again, and close it', async () => {
    const call = await harness.recorded(agent);
    await harness.calls.restartApi();
    await harness.keeper.look();
    expect(callsOf('start')).toHaveLength(1);
    harness.end(call);
    await harness.untilClosed(call.call.id);
    await harness.calls.untilCall(call.call.id, { recordingProblem: null });
  });

  it('should close the recording of a call that ended meanwhile', async () => {
    const call = await harness.recorded(agent);
    await harness.calls.restartApi(() => {
      harness.calls.gateway.endSilently(call.legId);
      harness.calls.recorder.finish(call.legId);
    });
    const { id } = await harness.untilClosed(call.call.id);
    await harness.calls.untilCall(call.call.id, { state: 'ENDED', recordingIds: [id] });
  });

  it('should begin the recording of a call that was answered meanwhile', async () => {
    const { calls } = harness;
    const call = await calls.call(agent);
    calls.gateway.answer((await calls.dialled(call.id, 'AGENT')).legId);
    const { legId } = await calls.dialled(call.id, 'CUSTOMER');
    await calls.restartApi(() => calls.gateway.answer(legId));
    await until(async () => {
      await harness.keeper.look();
      expect((await harness.rows(call.id))[0]?.startedAt).toBeInstanceOf(Date);
    });
    calls.gateway.end(legId);
    await harness.untilClosed(call.id);
  });

  it.each([
    ['not begin it again where it runs', true, 1],
    ['begin it where it does not run', false, 2],
  ])('should, where it was killed while it began a recording, %s', async (_, isRunning, starts) => {
    const call = await harness.recorded(agent);
    await harness.calls.restartApi(async () => {
      await harness.calls.dataSource.initialize();
      await harness.calls.dataSource.query(`update recordings set "startedAt" = null where "callId" = $1`, [call.call.id]);
      await harness.calls.dataSource.destroy();
      if (isRunning) return;
      harness.calls.recorder.finish(call.legId);
      harness.calls.recorder.files.clear();
    });
    await until(async () => {
      await harness.keeper.look();
      expect((await harness.rows(call.call.id))[0]?.startedAt).toBeInstanceOf(Date);
    });
    expect(callsOf('start')).toHaveLength(starts);
    harness.end(call);
    await harness.untilClosed(call.call.id);
  });

  it('should bring the engine to what the books say of pauses', async () => {
    const paused = await harness.recorded(agent);
    const running = await harness.recorded(await harness.agent());
    await harness.service.pause(agent, paused.call.id);
    await harness.calls.recorder.resume(paused.legId);
    await harness.calls.recorder.pause(running.legId);
    harness.calls.recorder.calls.length = 0;
    await harness.calls.restartApi();
    await until(() => {
      expect(callsOf('pause')).toEqual([`pause ${paused.legId}`]);
      expect(callsOf('resume')).toEqual([`resume ${running.legId}`]);
    });
    for (const call of [paused, running]) {
      harness.end(call);
      await harness.untilClosed(call.call.id);
    }
  });
});

describe('the link to the engine, lost in mid-call', () => {
  it('should cost nothing of the recording', async () => {
    const call = await harness.recorded(agent);
    harness.calls.gateway.disconnect();
    harness.calls.gateway.connect();
    await harness.calls.untilReady();
    await harness.keeper.look();
    harness.end(call);
    await harness.untilClosed(call.call.id);
    expect(callsOf('start')).toHaveLength(1);
  });
});

describe('a recording that was made without us', () => {
  const sound = pcm(tone(2, 4000));
  const cut = Buffer.concat([wavHeader({ channels: 1, sampleRate: 8000 }, 0), sound]);
  const store = (name: string, bytes: Buffer): void => void harness.calls.recorder.files.set(name, { format: 'wav', bytes });

  it('should be adopted, repaired and told, once', async () => {
    const callId = await harness.bookedCall(agent, 2);
    const name = `call_${callId}`;
    store(name, cut);
    const recording = await harness.closer.adopt(callId, name);
    expect(recording).toMatchObject({ state: 'READY', legId: null, channels: 1, durationSeconds: 2, silent: false });
    expect(recording).toMatchObject({ customerSilent: null, agentSilent: null });
    const bytes = readFileSync(harness.files.pathOf(recording?.file ?? ''));
    expect(readWavHead(bytes)).toMatchObject({ channels: 1, dataBytes: sound.length });
    expect(harness.calls.recorder.files.has(name)).toBe(false);
    expect(await harness.closer.adopt(callId, name)).toMatchObject({ id: recording?.id });
    expect(await harness.calls.find(callId)).toMatchObject({
      sequence: 2,
      recordingIds: [recording?.id],
      recordingProblem: null,
    });
  });

  it('should be left alone where its call is not in the books, lives, or has no such file', async () => {
    expect(await harness.closer.adopt(await harness.bookedCall(await harness.agent(), 2), 'call_nothing')).toBeUndefined();
    const unknown = randomUUID();
    store(`call_${unknown}`, cut);
    expect(await harness.closer.adopt(unknown, `call_${unknown}`)).toBeUndefined();
    const living = await harness.recorded(agent);
    store(`call_${living.call.id}`, cut);
    expect(await harness.closer.adopt(living.call.id, `call_${living.call.id}`)).toBeUndefined();
    expect(harness.calls.recorder.files.size).toBe(2);
    harness.calls.recorder.files.clear();
    harness.end(living);
    await harness.untilClosed(living.call.id);
  });

  it('should be found at the next connect, as should a call without any recording', async () => {
    const callId = await harness.bookedCall(agent, 2);
    const without = await harness.bookedCall(await harness.agent(), 2);
    store(`call_${callId}`, cut);
    await harness.calls.restartApi();
    const { id } = await harness.untilClosed(callId);
    await harness.calls.untilCall(callId, { recordingIds: [id], recordingProblem: null });
    await harness.calls.untilCall(without, { recordingIds: [], recordingProblem: 'MISSING' });
  });

  it('should be marked FAILED and stay with the engine where it is no sound that we read', async () => {
    const callId = await harness.bookedCall(agent, 2);
    const name = `call_${callId}`;
    const compressed = Buffer.from(cut);
    compressed.writeUInt16LE(49, 20);
    store(name, compressed);
    expect(await harness.closer.adopt(callId, name)).toMatchObject({ state: 'FAILED', file: null });
    expect(await harness.calls.find(callId)).toMatchObject({ recordingIds: [], recordingProblem: 'MISSING' });
    expect(harness.calls.recorder.files.has(name)).toBe(true);
    harness.calls.recorder.files.clear();
  });
});
