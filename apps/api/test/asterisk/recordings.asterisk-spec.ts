import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenCall, type GivenTrunk } from './given.js';
import { accepted, type Refusal } from './operations.js';
import {
  between,
  expectTone,
  type RecordedCall,
  recordedCall,
  recordedFields,
  sidesOf,
  type Sides,
  untilRecorded,
} from './recorded-call.js';

const control = (name: string): string =>
  `mutation ($id: ID!) { ${name}(id: $id) { ... on Call { ${recordedFields} } ... on OperationError { errorCode message field } } }`;

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let agent: GivenAgent;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk();
  agent = await given.agentPhone();
});
afterAll(() => stack?.stop());

/** An agent and a customer who hear each other, and are recorded. */
async function talk(input: Record<string, unknown> = {}): Promise<GivenCall> {
  const number = given.number();
  stack.carrier.on(number, ...answersAtOnce);
  const wish = { to: number, trunkName: trunk.name, connect: { agentId: agent.userId }, record: true, ...input };
  const { id } = await given.originated(wish);
  await given.untilCallIs(id, 'ANSWERED');
  const seen = stack.carrier.callTo(number);
  await until(() => expect(seen.media.hears(agentsTone)).toBe(true));
  return { id, number, seen };
}

/** Waits until the customer has heard so many packets more: 50 are a second. */
async function talkOn({ seen }: GivenCall, packets: number): Promise<void> {
  const before = seen.media.received;
  await until(() => expect(seen.media.received).toBeGreaterThanOrEqual(before + packets), { timeoutMs: 20_000 });
}

async function controlled(name: 'pauseRecording' | 'resumeRecording', id: string): Promise<RecordedCall> {
  const answer = await agent.client.ask<Record<string, RecordedCall | Refusal>>(control(name), { id });
  return accepted(answer[name] as RecordedCall | Refusal);
}

/** Each on its own channel, in every half second of a stretch. */
function expectVoices({ customer, agent: ours }: Sides, from: number, to: number): void {
  expectTone(customersTone, customer, from, to);
  expectTone(agentsTone, ours, from, to);
}

const untilAsteriskHasNone = (): Promise<void> =>
  until(async () => expect(await stack.storedRecordings()).toEqual([]), { timeoutMs: 10_000 });

describe('a call that is recorded', () => {
  it('should have each side on its own channel, as long as they talked', async ({ annotate }) => {
    const call = await talk();
    await talkOn(call, 150);
    await call.seen.hangUp();
    const { talkSeconds, recording, recordingProblem } = await untilRecorded(stack.admin, call.id);
    await annotate(`talked ${talkSeconds} s, recorded ${recording.durationSeconds} s`);
    expect(Math.abs(recording.durationSeconds - (talkSeconds ?? 0))).toBeLessThan(0.3);
    expect(recording).toMatchObject({ channels: 2, silent: false, customerSilent: false, agentSilent: false, gaps: [] });
    expect(recordingProblem).toBeNull();
    expectVoices(await sidesOf(stack.admin, recording), 0.3, recording.durationSeconds - 0.3);
    const part = await stack.admin.rest('GET', recording.playUrl, undefined, { range: 'bytes=44-143' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 44-143/${recording.sizeBytes}`]);
    expect(part.headers.get('etag')).toBe(`"${recording.sha256}"`);
    await untilAsteriskHasNone();
  });

  it('should be silent where it was paused, and say where that is', async ({ annotate }) => {
    const call = await talk();
    await talkOn(call, 75);
    expect(await controlled('pauseRecording', call.id)).toMatchObject({ recordingPaused: true });
    await talkOn(call, 100);
    expect(await controlled('resumeRecording', call.id)).toMatchObject({ recordingPaused: false });
    await talkOn(call, 75);
    await given.hangUp(call.id);
    const { talkSeconds, recording } = await untilRecorded(stack.admin, call.id);
    expect(Math.abs(recording.durationSeconds - (talkSeconds ?? 0))).toBeLessThan(0.3);
    expect(recording.gaps).toHaveLength(1);
    const { fromSeconds, toSeconds } = recording.gaps[0] ?? { fromSeconds: 0, toSeconds: 0 };
    await annotate(`paused from ${fromSeconds} to ${toSeconds} s`);
    expect(toSeconds - fromSeconds).toBeGreaterThan(1.8);
    expect(toSeconds - fromSeconds).toBeLessThan(2.4);
    const sides = await sidesOf(stack.admin, recording);
    const paused = [sides.customer, sides.agent].flatMap((side) => between(side, fromSeconds, toSeconds));
    expect(paused.every((sample) => sample === 0)).toBe(true);
    expectVoices(sides, 0.3, fromSeconds - 0.05);
    expectVoices(sides, toSeconds + 0.05, recording.durationSeconds - 0.3);
  });
});

describe('a call that is not to be recorded', () => {
  it('should have no recording, and nothing of it lie with Asterisk', async () => {
    const call = await talk({ record: false });
    await talkOn(call, 50);
    expect(await stack.storedRecordings()).toEqual([]);
    await given.hangUp(call.id);
    await given.untilCallIs(call.id, 'ENDED');
    expect(await recordedCall(stack.admin, call.id)).toMatchObject({ recording: null, recordingProblem: null });
  });
});

describe('the api, killed in mid-call', { timeout: 90_000 }, () => {
  it('should go on with the recording, and lose nothing of it', async ({ annotate }) => {
    const call = await talk();
    await talkOn(call, 50);
    await stack.killApi();
    await talkOn(call, 100);
    await stack.startApiAgain();
    await talkOn(call, 50);
    await given.hangUp(call.id);
    const { talkSeconds, recording, recordingProblem } = await untilRecorded(stack.admin, call.id);
    await annotate(`talked ${talkSeconds} s, recorded ${recording.durationSeconds} s`);
    expect(Math.abs(recording.durationSeconds - (talkSeconds ?? 0))).toBeLessThan(0.3);
    expect(recordingProblem).toBeNull();
    expectVoices(await sidesOf(stack.admin, recording), 0.3, recording.durationSeconds - 0.3);
  });

  it('should have the recording of a call that ended meanwhile', async () => {
    const call = await talk();
    await talkOn(call, 100);
    await stack.killApi();
    await call.seen.hangUp();
    await stack.startApiAgain();
    const { state, recording } = await untilRecorded(stack.admin, call.id, 30_000);
    expect(state).toBe('ENDED');
    expect(recording.durationSeconds).toBeGreaterThan(2);
    expectVoices(await sidesOf(stack.admin, recording), 0.3, recording.durationSeconds - 0.3);
    await untilAsteriskHasNone();
  });
});

describe('Asterisk, killed in mid-call', { timeout: 90_000 }, () => {
  it('should leave a recording of all but its last moment', async ({ annotate }) => {
    const call = await talk();
    await talkOn(call, 200);
    await stack.killAsterisk();
    await stack.startAsteriskAgain();
    const { outcome, talkSeconds, recording } = await untilRecorded(stack.admin, call.id, 40_000);
    await annotate(`talked ${talkSeconds} s, recorded ${recording.durationSeconds} s`);
    expect(outcome).toBe('FAILED');
    expect(recording.durationSeconds).toBeGreaterThanOrEqual(3);
    expectVoices(await sidesOf(stack.admin, recording), 0.3, recording.durationSeconds - 0.3);
    await untilAsteriskHasNone();
  });
});
