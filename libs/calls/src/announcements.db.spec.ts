import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  admin = await harness.user(Role.ADMIN);
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
});

const announce = (id: string) => harness.call(admin, { connect: { announcement: `recording:${id}` } });

function aRecordingOf({ user }: Principal, sound = Buffer.from('what they said')): string {
  const id = randomUUID();
  harness.recorded.sounds.set(id, { of: user.id, sound });
  return id;
}

describe('a recording as an announcement', () => {
  it('should be played to the customer, end the call, and be written down', async () => {
    const id = aRecordingOf(admin);
    const call = await announce(id.toUpperCase());
    expect(call.request.announcement).toBe(`recording:${id}`);
    expect(harness.audit).toContainEqual({
      principal: admin,
      action: 'recording.played',
      subject: id,
      facts: { to: '998901234567', callId: call.id },
    });
    harness.gateway.answer((await harness.dialled(call.id, 'CUSTOMER')).legId);
    await until(() => expect(harness.gateway.sent('stream')).toHaveLength(1));
    const [stream] = harness.gateway.sent('stream');
    expect(stream).toMatchObject({ conversationId: call.id, sampleRate: 8000, sound: Buffer.from('what they said') });
    expect(harness.gateway.sent('play')).toEqual([]);
    harness.gateway.played(stream?.playId ?? '');
    const hangup = { by: 'SYSTEM', reason: 'The announcement was played.' };
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup });
    await harness.untilNothingIsLeft();
  });

  it('should be refused where there is none, and where it is of a call that is not theirs to see, and not say which', async () => {
    const theirs = aRecordingOf(agent);
    const lines = harness.audit.length;
    for (const id of [randomUUID(), theirs]) {
      expect(await harness.originate(admin, { connect: { announcement: `recording:${id}` } })).toMatchObject({
        errorCode: 'INVALID_INPUT',
        message: 'There is no such recording.',
        field: 'input.connect.announcement',
      });
    }
    const own = { connect: { announcement: `recording:${theirs}` } };
    await expect(harness.originate(agent, own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
    expect(harness.audit).toHaveLength(lines);
  });

  it('should be the same call when it is asked for again, also where the recording is there no more', async () => {
    const recording = aRecordingOf(admin);
    const wish = { id: randomUUID(), connect: { announcement: `recording:${recording}` } };
    const call = await harness.call(admin, wish);
    harness.recorded.sounds.delete(recording);
    expect(await harness.call(admin, wish)).toMatchObject({ id: call.id });
    const written = harness.audit.filter(({ subject }) => subject === recording);
    expect(written).toHaveLength(1);
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });

  it('should be no call where it can not be written down that a recording was played', async () => {
    const id = aRecordingOf(admin);
    const wish = { connect: { announcement: `recording:${id}` } };
    await harness.whileAuditFails(() => expect(harness.originate(admin, wish)).rejects.toThrow());
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['was deleted meanwhile', (id: string) => harness.recorded.sounds.delete(id)],
    ['is more than the engine can take', () => harness.gateway.failNext('stream', 500)],
  ])('should fail when the recording %s', async (_case, meanwhile) => {
    const id = aRecordingOf(admin);
    const call = await announce(id);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    meanwhile(id);
    harness.gateway.answer(far.legId);
    const hangup = { by: 'SYSTEM', reason: 'The announcement could not be played.' };
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup });
    await harness.untilNothingIsLeft();
  });
});
