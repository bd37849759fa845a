import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordingsHarness } from '../testing/recordings-harness.js';
import { pcm, tone } from '../testing/sounds.js';

let harness: RecordingsHarness;
let agent: Principal;
let supervisor: Principal;

beforeAll(async () => {
  harness = await RecordingsHarness.start();
  supervisor = await harness.calls.user(Role.SUPERVISOR);
});
afterAll(() => harness.stop());
beforeEach(async () => {
  harness.calls.recorder.calls.length = 0;
  agent = await harness.agent();
});
afterEach(() => harness.untilNothingIsLeft());

const voices = (seconds: number, customer = 4000, other = 4000): Buffer => pcm(tone(seconds, customer), tone(seconds, other));
const callsOf = (method: string): string[] => harness.calls.recorder.calls.filter((call) => call.startsWith(`${method} `));

describe('a call that is to be recorded', () => {
  it('should be recorded on the customer leg from the answer on, and told when its file is closed', async () => {
    const { calls, files } = harness;
    const call = await harness.recorded(agent);
    const [row] = await harness.rows(call.call.id);
    expect(callsOf('start')).toEqual([`start ${call.legId} ${row?.name}`]);
    expect(row).toMatchObject({ state: 'RECORDING', legId: call.legId, isWithEngine: true });

    await harness.endWith(call, 2, voices(2));
    const closed = await harness.untilClosed(call.call.id, { state: 'READY', isWithEngine: false });
    expect(closed).toMatchObject({ durationSeconds: 2, sizeBytes: 64_044, channels: 2, silent: false, gaps: [] });
    expect(closed).toMatchObject({ customerSilent: false, agentSilent: false });
    const bytes = readFileSync(files.pathOf(closed.file ?? ''));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(closed.sha256);
    expect(calls.recorder.files.size).toBe(0);

    const changes = await calls.changes(call.call.id);
    expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, n) => n + 1));
    expect(changes.slice(-2).map(({ snapshot: { state, recordingIds } }) => [state, recordingIds])).toEqual([
      ['ENDED', []],
      ['ENDED', [closed.id]],
    ]);
    expect(await calls.find(call.call.id)).toMatchObject({ recordingIds: [closed.id], recordingProblem: null });
  });

  it('should be saved before it is begun', async () => {
    const { recorder } = harness.calls;
    const start = recorder.start.bind(recorder);
    const seen: number[] = [];
    recorder.start = async (legId, name) => {
      seen.push(
        await harness.calls.dataSource.query('select 1 from recordings where name = $1', [name]).then((rows: []) => rows.length),
      );
      return start(legId, name);
    };
    const call = await harness.recorded(agent);
    recorder.start = start;
    expect(seen).toEqual([1]);
    harness.end(call);
    await harness.untilClosed(call.call.id);
  });

  it('should be begun with the next look where the engine refused at first', async () => {
    harness.calls.recorder.failNext('start', 503);
    const call = await harness.answered(agent);
    await until(() => expect(callsOf('start')).toHaveLength(1));
    await until(async () => {
      await harness.keeper.look();
      expect((await harness.rows(call.call.id))[0]?.startedAt).toBeInstanceOf(Date);
    });
    harness.end(call);
    await harness.untilClosed(call.call.id);
  });

  it('should lack a recording where nobody ever answered', async () => {
    const call = await harness.calls.call(agent);
    harness.calls.gateway.answer((await harness.calls.dialled(call.id, 'AGENT')).legId);
    harness.calls.gateway.end((await harness.calls.dialled(call.id, 'CUSTOMER')).legId, { cause: 17, sipCode: 486 });
    await harness.calls.untilCall(call.id, { state: 'ENDED' });
    expect(await harness.rows(call.id)).toEqual([]);
    expect(await harness.calls.find(call.id)).toMatchObject({ recordingProblem: null });
  });
});

describe('a call that is not to be recorded', () => {
  it('should never reach the recorder', async () => {
    const call = await harness.answered(agent, { record: false });
    harness.end(call);
    await harness.calls.untilCall(call.call.id, { state: 'ENDED', recordingIds: [], recordingProblem: null });
    await harness.calls.untilNothingIsLeft();
    expect(callsOf('start')).toEqual([]);
    expect(await harness.service.pause(agent, call.call.id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
  });
});

describe('what is wrong with a recording', () => {
  it.each([
    ['MISSING', 'MISSING', undefined],
    ['MISSING', 'MISSING', Buffer.alloc(0)],
    ['SILENT', 'READY', voices(3, 0, 50)],
    ['SHORT', 'READY', voices(1.5)],
    [null, 'READY', voices(3, 0)],
    [null, 'READY', voices(2.5)],
  ] as const)('should be said of the call: %s (%s)', async (problem, state, bytes) => {
    const call = await harness.recorded(agent);
    await harness.endWith(call, 3, bytes);
    const row = await harness.untilClosed(call.call.id, { state });
    await harness.calls.untilCall(call.call.id, {
      state: 'ENDED',
      recordingProblem: problem,
      recordingIds: state === 'READY' ? [row.id] : [],
    });
  });

  it('should tell which side is silent', async () => {
    const call = await harness.recorded(agent);
    await harness.endWith(call, 3, voices(3, 0, 4000));
    expect(await harness.untilClosed(call.call.id)).toMatchObject({ silent: false, customerSilent: true, agentSilent: false });
  });

  it('should not be said of a talk of less than a second', async () => {
    const call = await harness.recorded(agent);
    await harness.endWith(call, 0.8, undefined);
    await harness.untilClosed(call.call.id, { state: 'MISSING' });
    expect(await harness.calls.find(call.call.id)).toMatchObject({ recordingProblem: null });
  });
});

describe('a file that the engine does not give at once', () => {
  it('should be fetched with a later look, and stay there until it is safely here', async () => {
    const { recorder } = harness.calls;
    const call = await harness.recorded(agent);
    recorder.failNext('fetch', 504);
    recorder.failNext('remove', 504);
    await harness.endWith(call, 2, voices(2));
    await harness.untilClosed(call.call.id, { state: 'CLOSING' });
    await until(async () => {
      await harness.keeper.look();
      await harness.untilClosed(call.call.id);
    });
    await until(async () => {
      await harness.keeper.look();
      await harness.untilClosed(call.call.id, { isWithEngine: false });
    });
    expect(callsOf('remove')).toHaveLength(2);
    expect(recorder.files.size).toBe(0);
  });

  it('should be looked at again where it is shorter than it should be', async () => {
    const { recorder } = harness.calls;
    const call = await harness.recorded(agent);
    await harness.endWith(call, 2, voices(1));
    await until(() => expect(callsOf('fetch')).toHaveLength(1));
    const [row] = await harness.rows(call.call.id);
    recorder.files.set(row?.name ?? '', { format: 'raw', bytes: voices(2) });
    expect(await harness.untilClosed(call.call.id)).toMatchObject({ durationSeconds: 2 });
  });
});

describe('a disk that is nearly full', () => {
  it('should let the call go on without a recording, and say so', async () => {
    Object.assign(harness.calls.env, { recordingMinFreeMb: Number.MAX_SAFE_INTEGER });
    const call = await harness.answered(agent, {}, 3000);
    await harness.calls.untilCall(call.call.id, { state: 'ANSWERED', recordingProblem: 'NO_SPACE' });
    Object.assign(harness.calls.env, { recordingMinFreeMb: 1 });
    expect(callsOf('start')).toEqual([]);
    harness.end(call);
    await harness.calls.untilCall(call.call.id, { state: 'ENDED', outcome: 'COMPLETED', recordingProblem: 'NO_SPACE' });
    expect(await harness.rows(call.call.id)).toEqual([]);
  });
});

describe('pause and resume', () => {
  it('should be done by those who control the call, be shown, and be found in the file', async () => {
    const call = await harness.recorded(agent);
    expect(await harness.service.pause(agent, call.call.id)).toMatchObject({ state: 'ANSWERED', recordingPaused: true });
    expect(await harness.service.pause(agent, call.call.id)).toMatchObject({ recordingPaused: true });
    const pausedAt = performance.now();
    await until(() => expect(performance.now()).toBeGreaterThan(pausedAt + 400));
    expect(await harness.service.resume(supervisor, call.call.id)).toMatchObject({ recordingPaused: false });
    const resumedAt = performance.now();
    await until(() => expect(performance.now()).toBeGreaterThan(resumedAt + 400));
    harness.end(call);
    const { gaps, silent } = await harness.untilClosed(call.call.id);
    expect(gaps).toHaveLength(1);
    const [gap] = gaps;
    expect((gap?.toSeconds ?? 0) - (gap?.fromSeconds ?? 0)).toBeGreaterThan(0.38);
    expect((gap?.toSeconds ?? 0) - (gap?.fromSeconds ?? 0)).toBeLessThan(0.6);
    expect(silent).toBe(false);
    expect([callsOf('pause'), callsOf('resume')]).toEqual([[`pause ${call.legId}`], [`resume ${call.legId}`]]);
    const shown = (await harness.calls.changes(call.call.id)).map(({ snapshot }) => snapshot.recordingPaused);
    expect(shown.filter((paused, n) => paused !== shown[n - 1])).toEqual([false, true, false]);
    expect(harness.calls.audit.filter(({ subject }) => subject === call.call.id).map(({ action }) => action)).toEqual([
      'recording.paused',
      'recording.resumed',
    ]);
  });

  it('should be over with the call', async () => {
    const call = await harness.recorded(agent);
    await harness.service.pause(agent, call.call.id);
    harness.end(call);
    await harness.untilClosed(call.call.id);
    expect(await harness.calls.find(call.call.id)).toMatchObject({ state: 'ENDED', recordingPaused: false });
    expect(await harness.service.resume(agent, call.call.id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
  });

  it('should be refused before the answer, and to those who may not see the call', async () => {
    const call = await harness.calls.call(agent);
    expect(await harness.service.pause(agent, call.id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    await expect(harness.service.pause(await harness.agent(), call.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(harness.service.pause(agent, 'nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await harness.calls.service.hangUp(agent, call.id);
    await harness.calls.untilCall(call.id, { state: 'ENDED' });
  });

  it('should change nothing where the engine does not do it', async () => {
    const call = await harness.recorded(agent);
    for (const [status, errorCode] of [
      [504, 'TELEPHONY_UNAVAILABLE'],
      [409, 'CALL_NOT_ACTIVE'],
    ] as const) {
      harness.calls.recorder.failNext('pause', status);
      expect(await harness.service.pause(agent, call.call.id)).toMatchObject({ errorCode });
    }
    expect(await harness.calls.find(call.call.id)).toMatchObject({ recordingPaused: false });
    expect((await harness.rows(call.call.id))[0]).toMatchObject({ pauses: [] });
    harness.end(call);
    await harness.untilClosed(call.call.id);
  });
});

describe('the retention', () => {
  it('should delete what is too old, a line each, and nothing else', async () => {
    const old = [await harness.kept(agent), await harness.kept(agent)];
    const young = await harness.kept(agent);
    const ago = new Date(harness.clock.now().getTime() - 90 * 24 * 3600_000 - 1000);
    for (const { id } of old)
      await harness.calls.dataSource.query(`update recordings set "createdAt" = $2 where id = $1`, [id, ago]);
    expect(await harness.retention.deleteOld()).toBe(2);
    expect(await harness.retention.deleteOld()).toBe(0);
    const path = ({ file }: { file: string | null }): string => harness.files.pathOf(file ?? '');
    expect([...old, young].map((row) => existsSync(path(row)))).toEqual([false, false, true]);
    for (const { id, callId } of old) {
      expect((await harness.rows(callId))[0]).toMatchObject({ id, state: 'READY', deletedAt: harness.clock.now() });
      expect(harness.calls.audit.filter(({ subject }) => subject === id)).toMatchObject([{ action: 'recording.deleted' }]);
    }
    expect((await harness.rows(young.callId))[0]).toMatchObject({ deletedAt: null });
  });
});
