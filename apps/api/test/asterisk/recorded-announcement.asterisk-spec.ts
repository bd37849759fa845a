import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, type IncomingCall } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenCall, type GivenTrunk } from './given.js';
import type { CallView } from './operations.js';
import { expectTone, type RecordingView, sidesOf, untilRecorded } from './recorded-call.js';

/** Of two voices at once each is half of what is heard. */
const half = 0.3;
const played = { by: 'SYSTEM', reason: 'The announcement was played.' };
const notPlayed = { by: 'SYSTEM', reason: 'The announcement could not be played.' };

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let agent: GivenAgent;
let recording: RecordingView;

beforeAll(async () => {
  stack = await AsteriskStack.start({ gate: true });
  given = new Given(stack);
  trunk = await given.trunk();
  agent = await given.agentPhone();
  recording = await recorded(200);
});
afterAll(() => stack?.stop());
afterEach(async () => {
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
  expect(await stack.asterisk.cli('bridge show all')).not.toContain('trunkline');
});

/** An agent and a customer, each with a tone, who talk for so many packets: 50 are a second. */
async function recorded(packets: number): Promise<RecordingView> {
  const number = given.number();
  stack.carrier.on(number, ...answersAtOnce);
  const { id } = await given.originated({ to: number, connect: { agentId: agent.userId }, record: true });
  await given.untilCallIs(id, 'ANSWERED');
  const seen = stack.carrier.callTo(number);
  await until(() => expect(seen.media.received).toBeGreaterThanOrEqual(packets), { timeoutMs: 20_000 });
  await seen.hangUp();
  return (await untilRecorded(stack.admin, id)).recording;
}

const announced = (id: string, input: Record<string, unknown> = {}): Promise<GivenCall> =>
  given.announcement(trunk, answersAtOnce, { connect: { announcement: `recording:${id}` }, ...input });

const untilOver = (id: string): Promise<CallView> => given.untilCallIs(id, 'ENDED', 20_000);

const untilBothAreHeard = ({ media }: IncomingCall): Promise<void> =>
  until(() => {
    expect(media.hears(customersTone, half)).toBe(true);
    expect(media.hears(agentsTone, half)).toBe(true);
  });

describe('a recording that is played to somebody', () => {
  it('should be heard by them, both sides at once and to its end', async ({ annotate }) => {
    const { id, number, seen } = await announced(recording.id, { record: true });
    await untilBothAreHeard(seen);
    const call = await untilOver(id);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: played });
    expect(seen.endedBy).toBe('them');
    const { talkSeconds, recording: again } = await untilRecorded(stack.admin, id);
    await annotate(`${recording.durationSeconds} s were recorded, and played in ${talkSeconds} s`);
    expect(talkSeconds).toBeGreaterThan(recording.durationSeconds - 0.1);
    expect(talkSeconds).toBeLessThan(recording.durationSeconds + 1);
    // What they were given to hear, from the first to the last moment of it.
    const { agent: heard } = await sidesOf(stack.admin, again);
    for (const hertz of [customersTone, agentsTone]) expectTone(hertz, heard, 0.5, again.durationSeconds - 0.5, half);

    const { auditLog } = await stack.admin.ask<{ auditLog: { items: unknown[] } }>(
      `query ($filter: AuditFilter) { auditLog(filter: $filter) { items { action subject detail user { username } } } }`,
      { filter: { action: 'recording.played', subject: recording.id } },
    );
    expect(auditLog.items).toContainEqual(
      expect.objectContaining({ user: { username: 'admin' }, detail: JSON.stringify({ to: number, callId: id }) }),
    );
  });

  it('should stop when they hang up', async () => {
    const { id, seen } = await announced(recording.id);
    await untilBothAreHeard(seen);
    await seen.hangUp();
    expect(await untilOver(id)).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
  });

  it('should be played to several at once', async () => {
    const calls = await Promise.all(Array.from({ length: 5 }, () => announced(recording.id)));
    await Promise.all(calls.map(({ seen }) => untilBothAreHeard(seen)));
    for (const { id } of calls) expect(await untilOver(id)).toMatchObject({ outcome: 'COMPLETED', hangup: played });
  });
});

describe('a recording that is being played', { timeout: 60_000 }, () => {
  it('should begin anew when the api was killed', async () => {
    const { id, seen } = await announced(recording.id);
    await untilBothAreHeard(seen);
    await stack.killApi();
    await until(() => expect(seen.media.hears(customersTone, half)).toBe(false));
    await stack.startApiAgain();
    await untilBothAreHeard(seen);
    expect(await untilOver(id)).toMatchObject({ outcome: 'COMPLETED', hangup: played });
  });

  it('should begin anew when the line to Asterisk was cut', async () => {
    const { id, seen } = await announced(recording.id);
    await untilBothAreHeard(seen);
    stack.gate.cut();
    await until(() => expect(seen.media.hears(customersTone, half)).toBe(false));
    stack.gate.mend();
    await untilBothAreHeard(seen);
    expect(await untilOver(id)).toMatchObject({ outcome: 'COMPLETED', hangup: played });
  });
});

describe('a recording that can not be played', () => {
  it('should end the call and be said, where its file is gone', async () => {
    const doomed = await recorded(50);
    const files = join(stack.folder, 'data', 'recordings');
    const month = new Date().toISOString().slice(0, 7).replace('-', '/');
    await rm(join(files, month, `${doomed.id}.wav`));
    const { id } = await announced(doomed.id);
    expect(await untilOver(id)).toMatchObject({ outcome: 'FAILED', hangup: notPlayed });
  });

  it('should end the call and be said, where Asterisk lacks the module for it', async () => {
    await stack.asterisk.cli('module unload chan_websocket.so');
    try {
      const { id } = await announced(recording.id);
      expect(await untilOver(id)).toMatchObject({ outcome: 'FAILED', hangup: notPlayed });
      const said = stack.api.log.split('\n').filter((line) => line.includes(id) && line.includes('chan_websocket.so'));
      expect(said).toHaveLength(1);
    } finally {
      await stack.asterisk.cli('module load chan_websocket.so');
    }
  });
});
