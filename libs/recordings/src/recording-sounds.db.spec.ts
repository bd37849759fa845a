import { truncate } from 'node:fs/promises';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingsHarness } from '../testing/recordings-harness.js';
import { pcm, tone } from '../testing/sounds.js';
import type { Recording } from './recording.entity.js';
import { RecordingSounds } from './recording-sounds.js';

let harness: RecordingsHarness;
let sounds: RecordingSounds;
let agent: Principal;
let supervisor: Principal;
let recording: Recording;

beforeAll(async () => {
  harness = await RecordingsHarness.start();
  sounds = harness.calls.get(RecordingSounds);
  agent = await harness.agent();
  supervisor = await harness.calls.user(Role.SUPERVISOR);
  recording = await harness.kept(agent);
});
afterAll(() => harness.stop());

const refusal = { errorCode: 'INVALID_INPUT', message: 'There is no such recording.', field: 'input.connect.announcement' };
const announce = (principal: Principal, id: string) =>
  harness.calls.originate(principal, { connect: { announcement: `recording:${id}` } });

/** Its call is rung, and answered. */
async function heard(id: string) {
  const call = await announce(supervisor, id);
  if (!('id' in call)) throw new Error(call.message);
  harness.calls.gateway.answer((await harness.calls.dialled(call.id, 'CUSTOMER')).legId);
  return call;
}

describe('who may let a recording be heard', () => {
  it.each<[Role, boolean]>([
    [Role.ADMIN, true],
    [Role.SUPERVISOR, true],
  ])('should be %s: %s', async (role, may) => {
    expect(await sounds.mayHear(await harness.calls.user(role), recording.id)).toBe(may);
  });

  it('should be those who may see its call, and nobody where it is not there', async () => {
    expect(await sounds.mayHear(agent, recording.id)).toBe(true);
    expect(await sounds.mayHear(await harness.agent(), recording.id)).toBe(false);
    for (const id of [randomUUID(), 'no id', '']) expect(await sounds.mayHear(supervisor, id)).toBe(false);
  });

  it('should not be an agent, also of an own call', async () => {
    await expect(announce(agent, recording.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a recording that is played', () => {
  it('should give both sides at once to the engine', async () => {
    const call = await heard(recording.id);
    const stream = await until(() => {
      const [found] = harness.calls.gateway.sent('stream');
      if (!found) throw new Error('Nothing plays.');
      return found;
    });
    expect(stream).toMatchObject({ conversationId: call.id, sampleRate: 8000 });
    // Both sides of it say the same, at 4,000.
    expect(stream.sound.equals(pcm(tone(0.5, 4000).map((sample) => sample * 2)))).toBe(true);
    harness.calls.gateway.played(stream.playId);
    await harness.calls.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED' });
    expect(harness.calls.audit).toContainEqual(
      expect.objectContaining({ principal: supervisor, action: 'recording.played', subject: recording.id }),
    );
  });

  it('should be refused while it is still being recorded, where it failed, and once it is deleted', async () => {
    const gone = await harness.kept(agent);
    for (const change of [{ state: 'RECORDING' }, { state: 'FAILED' }, { deletedAt: new Date() }] as const) {
      await harness.calls.dataSource.manager.update('recordings', gone.id, change);
      expect(await announce(supervisor, gone.id)).toMatchObject(refusal);
      await harness.calls.dataSource.manager.update('recordings', gone.id, { state: 'READY', deletedAt: null });
    }
  });

  it.each([
    [
      'was deleted between',
      async ({ id }: Recording) => {
        await harness.calls.dataSource.query(`update recordings set "createdAt" = '2020-01-01' where id = $1`, [id]);
        expect(await harness.retention.deleteOld()).toBe(1);
      },
    ],
    ['has lost its file', ({ file }: Recording) => harness.files.remove(file ?? '')],
    ['has no sound any more', ({ file }: Recording) => truncate(harness.files.pathOf(file ?? ''), 10)],
  ])('should be said when it %s', async (_case, meanwhile) => {
    const doomed = await harness.kept(agent);
    const call = await announce(supervisor, doomed.id);
    if (!('id' in call)) throw new Error(call.message);
    const far = await harness.calls.dialled(call.id, 'CUSTOMER');
    await meanwhile(doomed);
    harness.calls.gateway.answer(far.legId);
    await harness.calls.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'FAILED',
      hangup: { by: 'SYSTEM', reason: 'The announcement could not be played.' },
    });
  });
});
