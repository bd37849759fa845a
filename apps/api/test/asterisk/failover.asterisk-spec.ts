import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  answersAtOnce,
  askCredentials,
  type Carrier,
  earlyMedia,
  pause,
  refuse,
  refuses,
  ringsThenAnswers,
  ringsThenRefuses,
  saysNothing,
  trying,
  type Step,
} from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectInOrder, statesOf } from './expect-call.js';
import { Given, longSound, type GivenTrunk } from './given.js';
import type { CallView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let second: Carrier;
let firstTrunk: GivenTrunk;
let secondTrunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  second = await given.carrier();
  firstTrunk = await given.trunk({ priority: 1, callerId: '998711111111' });
  secondTrunk = await given.trunk({ priority: 2, callerId: '998722222222' }, second);
});
afterAll(() => stack?.stop());
beforeEach(() => given.wellTrunk(firstTrunk));
afterEach(() => expect(second.failure).toBeUndefined());

/** A call that both trunks may carry. */
async function called(
  first: readonly Step[],
  other: readonly Step[] = ringsThenAnswers(50),
): Promise<{ id: string; number: string }> {
  const number = given.number();
  stack.carrier.on(number, ...first);
  second.on(number, ...other);
  const { id } = await given.originated({ to: number, connect: { announcement: longSound }, record: false });
  return { id, number };
}

const attemptsOf = ({ attempts }: CallView): unknown[] => attempts.map(({ trunkName, sipCode }) => [trunkName, sipCode]);

describe('the next trunk', () => {
  it.each([
    ['503', refuses(503), 503],
    ['500', refuses(500), 500],
    ['502', refuses(502), 502],
    ['403, which is about our account', refuses(403), 403],
    ['408', refuses(408), 408],
    ['488', refuses(488), 488],
    ['407 for our credentials', [trying, askCredentials(407)], 407],
  ] satisfies [string, Step[], number][])('should be tried after %s', async (_, steps, sipCode) => {
    const { id, number } = await called(steps);
    const call = await given.untilCallIs(id, 'ANSWERED');
    expect(call).toMatchObject({ trunkName: secondTrunk.name, from: '998722222222', hangup: null });
    expect(attemptsOf(call)).toEqual([
      [firstTrunk.name, sipCode],
      [secondTrunk.name, null],
    ]);
    expect(second.callTo(number).callerId).toBe('998722222222');
    expect(stack.carrier.callTo(number).callerId).toBe('998711111111');
    const [failed, went] = call.attempts;
    expect(Date.parse(failed?.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(went?.startedAt ?? ''));
    await given.hangUp(id);
    const updates = await until(() => {
      const all = stack.updatesOf(id).map((update) => update.call);
      expect(all.at(-1)?.state).toBe('ENDED');
      return all;
    });
    expectInOrder(updates);
    expect(statesOf(updates)).toEqual(['DIALING', 'RINGING', 'ANSWERED', 'ENDED']);
  });

  it('should be tried 6 s after the first has not said a word', async ({ annotate }) => {
    const { id, number } = await called(saysNothing);
    const call = await given.untilCallIs(id, 'ANSWERED', 12_000);
    const waited = second.callTo(number).at('received INVITE') ?? Infinity;
    const silentFor = waited - (stack.carrier.callTo(number).at('received INVITE') ?? 0);
    await annotate(`from the first INVITE to the second trunk's: ${silentFor} ms`);
    expect(silentFor).toBeGreaterThan(5_500);
    expect(silentFor).toBeLessThan(7_000);
    expect(attemptsOf(call)).toEqual([
      [firstTrunk.name, null],
      [secondTrunk.name, null],
    ]);
    expect(call.attempts[0]).toMatchObject({
      reason: 'Nothing came back from the provider.',
      advice: expect.stringContaining('Nothing comes back'),
    });
    // It wakes up and answers: it hears that it is too late, and the call goes on without it.
    await stack.carrier.callTo(number).answer();
    await until(() => expect(stack.carrier.callTo(number).progress).toBe('ended'));
    expect(await given.call(id)).toMatchObject({ state: 'ANSWERED', trunkName: secondTrunk.name });
    await given.hangUp(id);
  });

  it("should be tried after a refusal that is kept in the provider's own words", async () => {
    const { id } = await called(refuses(403, 'Wrong password or IP not allowed'), refuses(503, 'No line free'));
    const call = await given.untilCallIs(id, 'ENDED');
    expect(call.attempts).toMatchObject([
      { reason: 'Wrong password or IP not allowed', advice: expect.stringContaining('Login and Password') },
      { reason: 'No line free', advice: expect.any(String) },
    ]);
    expect(call.hangup?.reason).toBe('The provider answered 503: No line free.');
  });

  it.each([
    ['486', refuses(486), 'BUSY', 486],
    ['600', refuses(600), 'BUSY', 600],
    ['603', refuses(603), 'REJECTED', 603],
    ['404', refuses(404), 'INVALID_NUMBER', 404],
    ['480', refuses(480), 'NO_ANSWER', 480],
    ['a ring and then 503', ringsThenRefuses(100, 503), 'FAILED', 503],
    ['early media and then 500', [trying, earlyMedia, pause(100), refuse(500)], 'FAILED', 500],
  ] satisfies [string, Step[], string, number][])('should never be tried after %s', async (_, steps, outcome, sipCode) => {
    const { id, number } = await called(steps);
    const call = await given.untilCallIs(id, 'ENDED');
    expect(call).toMatchObject({ outcome, trunkName: firstTrunk.name });
    expect(attemptsOf(call)).toEqual([[firstTrunk.name, sipCode]]);
    expect(second.callsTo(number)).toEqual([]);
  });

  it('should be the last: both attempts are kept and the last one tells the outcome', async () => {
    const { id } = await called(refuses(503), refuses(486));
    const call = await given.untilCallIs(id, 'ENDED');
    expect(call).toMatchObject({ outcome: 'BUSY', hangup: { sipCode: 486, cause: 17 } });
    expect(attemptsOf(call)).toEqual([
      [firstTrunk.name, 503],
      [secondTrunk.name, 486],
    ]);
  });

  it('should not be tried where the call names its trunk', async () => {
    const number = given.number();
    stack.carrier.on(number, ...refuses(503));
    second.on(number, ...answersAtOnce);
    const { id } = await given.originated({ to: number, trunkName: firstTrunk.name, connect: { announcement: longSound } });
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'FAILED', hangup: { sipCode: 503 } });
    expect(second.callsTo(number)).toEqual([]);
  });

  it('should not be tried when the call was hung up in between', async () => {
    const { id, number } = await called([trying, pause(300), refuse(503)]);
    await until(() => stack.carrier.callTo(number));
    await given.hangUp(id);
    expect(await given.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'CANCELED' });
    expect(second.callsTo(number)).toEqual([]);
  });
});
