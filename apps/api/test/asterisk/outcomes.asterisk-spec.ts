import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answer,
  answersAfter,
  answersAfterCancel,
  answersAndHangsUpAfter,
  askCredentials,
  earlyMedia,
  pause,
  refuse,
  refuses,
  ring,
  ringsForEver,
  ringsThenAnswers,
  ringsThenRefuses,
  saysNothing,
  triesForEver,
  trying,
  type Step,
} from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectEnded, type Expected } from './expect-call.js';
import { Given, shortSound, type GivenTrunk } from './given.js';
import { operations, type CallView } from './operations.js';
import { inWords, median } from './statistics.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk();
});
afterAll(() => stack?.stop());

const unanswered = ['DIALING', 'ENDED'] as const;
const rang = ['DIALING', 'RINGING', 'ENDED'] as const;
const talked = ['DIALING', 'ANSWERED', 'ENDED'] as const;
const rangAndTalked = ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'] as const;

/** ASTERISK.md's table of outcomes, one row for each answer that a carrier can give: status, outcome, who ended it, Q.850 cause. */
const refusals: [status: number, outcome: string, by: string, cause: number][] = [
  [486, 'BUSY', 'CUSTOMER', 17],
  [600, 'BUSY', 'CUSTOMER', 17],
  [603, 'REJECTED', 'CUSTOMER', 21],
  [607, 'REJECTED', 'CUSTOMER', 127],
  [403, 'FAILED', 'SYSTEM', 21],
  [402, 'FAILED', 'SYSTEM', 127],
  [404, 'INVALID_NUMBER', 'SYSTEM', 1],
  [410, 'INVALID_NUMBER', 'SYSTEM', 22],
  [484, 'INVALID_NUMBER', 'SYSTEM', 28],
  [604, 'INVALID_NUMBER', 'SYSTEM', 1],
  [480, 'NO_ANSWER', 'CUSTOMER', 19],
  [487, 'NO_ANSWER', 'CUSTOMER', 127],
  [408, 'FAILED', 'SYSTEM', 18],
  [488, 'FAILED', 'SYSTEM', 58],
  [500, 'FAILED', 'SYSTEM', 38],
  [502, 'FAILED', 'SYSTEM', 27],
  [503, 'FAILED', 'SYSTEM', 34],
];

describe('a call that the carrier refuses', () => {
  it.each(refusals)('should end when it answers %i as %s, by %s, with cause %i', async (status, outcome, by, cause) => {
    const { id, seen } = await given.announcement(trunk, refuses(status, 'In other words'));
    await expectEnded(stack, id, seen, { states: unanswered, outcome, by, cause, sipCode: status, end: `sent ${status}` });
  });

  it.each([
    [486, 'BUSY', 'CUSTOMER'],
    [603, 'REJECTED', 'CUSTOMER'],
    [408, 'NO_ANSWER', 'CUSTOMER'],
    [480, 'NO_ANSWER', 'CUSTOMER'],
    [503, 'FAILED', 'SYSTEM'],
  ])('should have rung before it answers %i as %s, by %s', async (status, outcome, by) => {
    const { id, seen } = await given.announcement(trunk, ringsThenRefuses(150, status));
    await expectEnded(stack, id, seen, { states: rang, outcome, by, sipCode: status, end: `sent ${status}` });
  });

  it.each([401, 407] as const)('should be FAILED when credentials are answered with another %i', async (status) => {
    const { id, seen } = await given.announcement(trunk, [trying, askCredentials(status)]);
    await expectEnded(stack, id, seen, { states: unanswered, outcome: 'FAILED', by: 'SYSTEM', sipCode: status });
  });

  it('should be let through with the right credentials', async () => {
    let asked = 0;
    const askOnce: Step = (call) => ((asked += 1) === 1 ? call.askCredentials(407) : call.answer());
    const { id } = await given.announcement(trunk, [trying, askOnce]);
    await given.untilCallIs(id, 'ANSWERED');
    await given.hangUp(id);
  });
});

describe('a call that nobody answers', () => {
  it('should be given up after its ring time, counted from the first ring', async () => {
    const { id, seen } = await given.announcement(trunk, [trying, pause(1_500), ring], { ringTimeoutSeconds: 5 });
    await expectEnded(stack, id, seen, { states: rang, outcome: 'NO_ANSWER', by: 'SYSTEM', end: 'received CANCEL' }, 9_000);
    const rangFor = (seen.at('received CANCEL') ?? 0) - (seen.at('sent 180') ?? 0);
    expect(rangFor).toBeGreaterThan(4_850);
    expect(rangFor).toBeLessThan(5_500);
  });

  const cancelled: Expected = { states: rang, outcome: 'CANCELED', by: 'AGENT', end: 'received CANCEL' };

  it('should be CANCELED by hangupCall while it rings', async () => {
    const { id, seen } = await given.announcement(trunk, ringsForEver);
    await given.untilCallIs(id, 'RINGING');
    await given.hangUp(id);
    await expectEnded(stack, id, seen, cancelled);
    expect(seen.isCancelled).toBe(true);
  });

  it('should be CANCELED by hangupCall while it is dialled', async () => {
    const { id, seen } = await given.announcement(trunk, triesForEver);
    await given.hangUp(id);
    await expectEnded(stack, id, seen, { ...cancelled, states: unanswered });
  });

  it('should be CANCELED by hangupCall in the moment of its beginning', async () => {
    const number = given.number();
    stack.carrier.on(number, ...triesForEver);
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { announcement: shortSound } });
    await given.hangUp(id);
    await expectEnded(stack, id, undefined, { states: unanswered, outcome: 'CANCELED', by: 'AGENT' });
    await until(() => expect(stack.carrier.callsTo(number).every(({ progress }) => progress === 'ended')).toBe(true));
  });

  it('should be CANCELED, and the line free, where the answer overtakes our CANCEL', async () => {
    const { id, seen } = await given.announcement(trunk, answersAfterCancel);
    await given.untilCallIs(id, 'RINGING');
    await given.hangUp(id);
    await expectEnded(stack, id, seen, cancelled);
    await until(() => expect(seen.at('received BYE')).toBeDefined());
  });

  it('should stay as it ended when it is hung up again', async () => {
    const { id } = await given.announcement(trunk, refuses(486));
    const ended = await given.untilCallIs(id, 'ENDED');
    expect(await given.hangUp(id)).toEqual(ended);
  });
});

// They take half a minute each, so side by side.
describe.concurrent('a trunk that', { timeout: 60_000 }, () => {
  it.each([
    ['says nothing at all', saysNothing],
    ['says 100 and nothing more', triesForEver],
  ])('%s should be given up, FAILED', async (_, steps) => {
    const { id, number, seen } = await given.announcement(trunk, steps);
    await expectEnded(stack, id, seen, { states: unanswered, outcome: 'FAILED', by: 'SYSTEM' }, 45_000);
    await until(async () => expect(await stack.asterisk.cli('core show channels concise')).not.toContain(number));
  });
});

describe('a call that is answered', () => {
  it('should end COMPLETED when the customer hangs up', async () => {
    const { id, seen } = await given.announcement(trunk, answersAndHangsUpAfter(400));
    await expectEnded(stack, id, seen, {
      states: rangAndTalked,
      outcome: 'COMPLETED',
      by: 'CUSTOMER',
      cause: 16,
      sipCode: null,
      end: 'sent BYE',
    });
    const { talkSeconds } = await given.call(id);
    expect(talkSeconds).toBeGreaterThan(0.35);
    expect(talkSeconds).toBeLessThan(0.7);
  });

  it('should end COMPLETED when we hang up', async () => {
    const { id, seen } = await given.announcement(trunk, ringsThenAnswers(100));
    await given.untilCallIs(id, 'ANSWERED');
    await given.hangUp(id);
    await expectEnded(stack, id, seen, {
      states: rangAndTalked,
      outcome: 'COMPLETED',
      by: 'AGENT',
      cause: 16,
      end: 'received BYE',
    });
  });

  it('should play its announcement to the end and really be heard', async () => {
    const { id, seen } = await given.announcement(trunk, answersAfter(50), {
      connect: { announcement: 'sound:tt-monkeysintro' },
    });
    await expectEnded(stack, id, seen, { states: talked, outcome: 'COMPLETED', by: 'SYSTEM', end: 'received BYE' }, 20_000);
    expect(seen.media.received).toBeGreaterThan(50);
    expect(seen.media.audible).toBeGreaterThan(20);
  });

  it('should end FAILED where there is no such sound', async () => {
    const { id, seen } = await given.announcement(trunk, answersAfter(0), { connect: { announcement: 'sound:no-such-sound' } });
    await expectEnded(stack, id, seen, { states: talked, outcome: 'FAILED', by: 'SYSTEM', end: 'received BYE' });
  });

  it('should count early media as its ring', async () => {
    const { id, seen } = await given.announcement(trunk, [
      trying,
      earlyMedia,
      pause(300),
      answer,
      pause(300),
      (call) => call.hangUp(),
    ]);
    const end = { outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE', ring: 'sent 183' };
    await expectEnded(stack, id, seen, { states: rangAndTalked, ...end });
  });

  it('should be refused after early media as after a ring', async () => {
    const { id, seen } = await given.announcement(trunk, [trying, earlyMedia, pause(200), refuse(486)]);
    await expectEnded(stack, id, seen, {
      states: rang,
      outcome: 'BUSY',
      by: 'CUSTOMER',
      sipCode: 486,
      end: 'sent 486',
      ring: 'sent 183',
    });
  });

  it('should survive being put on hold by the carrier', async () => {
    const { id, seen } = await given.announcement(trunk, answersAfter(0));
    await given.untilCallIs(id, 'ANSWERED');
    expect((await seen.reinvite('sendonly')).status).toBe(200);
    expect((await seen.reinvite('sendrecv')).status).toBe(200);
    expect((await given.call(id)).state).toBe('ANSWERED');
    await given.hangUp(id);
    await expectEnded(stack, id, seen, { states: talked, outcome: 'COMPLETED', by: 'AGENT', end: 'received BYE' });
  });
});

describe('a subscriber', () => {
  it(
    'should hear of the ring within 100 ms of the carrier 180, and of every other change as soon',
    { timeout: 60_000 },
    async ({ annotate }) => {
      const latencies: Record<'RINGING' | 'ANSWERED' | 'ENDED', number[]> = { RINGING: [], ANSWERED: [], ENDED: [] };
      for (let n = 0; n < 20; n += 1) {
        const { id, seen } = await given.announcement(trunk, [...ringsThenAnswers(100), pause(100), (call) => call.hangUp()]);
        await until(() => expect(stack.updatesOf(id).at(-1)?.call.state).toBe('ENDED'));
        for (const [state, what] of [
          ['RINGING', 'sent 180'],
          ['ANSWERED', 'sent 200'],
          ['ENDED', 'sent BYE'],
        ] as const) {
          const heard = stack.updatesOf(id).find(({ call }) => call.state === state);
          latencies[state].push((heard?.at ?? Infinity) - (seen.at(what) ?? 0));
        }
      }
      for (const [state, each] of Object.entries(latencies)) await annotate(`${state}: ${inWords(each)}`);
      expect(median(latencies.RINGING)).toBeLessThan(100);
      expect(latencies.RINGING.filter((each) => each > 100).length).toBeLessThanOrEqual(1);
    },
  );

  it('should be given what it missed, from any sequence', async () => {
    const { id, seen } = await given.announcement(trunk, answersAndHangsUpAfter(100));
    await expectEnded(stack, id, seen, { states: rangAndTalked, outcome: 'COMPLETED', by: 'CUSTOMER' });
    const live = stack.updatesOf(id).map(({ call }) => call);
    const whole = await stack.admin.subscribe<{ callUpdated: CallView }>(operations.callUpdated, { id, afterSequence: 0 });
    await until(() => expect(whole.items.map(({ callUpdated }) => callUpdated)).toEqual(live));
    const late = await stack.admin.subscribe<{ callUpdated: CallView }>(operations.callUpdated, {
      id,
      afterSequence: live[1]?.sequence,
    });
    await until(() => expect(late.items.map(({ callUpdated }) => callUpdated)).toEqual(live.slice(2)));
  });
});
