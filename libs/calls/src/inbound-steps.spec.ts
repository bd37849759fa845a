import { describe, expect, it } from 'vitest';
import { aDistribution, aPhone, inboundCall, phoneLeg, second } from '../testing/call-builders.js';
import type { Call } from './call.entity.js';
import type { RingChoice } from './call-distribution.js';
import { type CallInProgress, dialRequest, withChanges } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import { CallState } from './call-state.js';
import { connectAgain, isWaiting, ringChosen, ringingLegs } from './inbound-steps.js';
import { type Happening, nextSteps, type Step } from './next-steps.js';

const at = second(5);
const { DIALING, RINGING, ANSWERED, ENDED } = CallState;

/** `hangUp a 26` */
const shown = (steps: readonly Step[]): string[] =>
  steps.map((step) => {
    const what = 'legId' in step ? ` ${step.legId}` : 'steps' in step ? ` ${step.steps.length}` : '';
    return `${step.do}${what}${'cause' in step ? ` ${step.cause}` : ''}`;
  });
const stepsOf = (progress: CallInProgress, happening: Happening) => shown(nextSteps(progress, happening).steps);
const talk = (more: Partial<Call> = {}, leg: Partial<CallLeg> = {}) =>
  inboundCall(
    { state: ANSWERED, answeredAt: second(3), agentId: 'a', ...more },
    [phoneLeg('a', { answeredAt: second(3), ...leg })],
    {
      answeredAt: second(3),
    },
  );

describe('a call that came in', () => {
  const two = inboundCall({}, [phoneLeg('a', { ringingAt: second(1) }), phoneLeg('b')]);

  it.each<[string, CallInProgress, Happening, string[]]>([
    ['begins', inboundCall({ state: DIALING }), { type: 'begun', at }, ['claim far', 'ringNext']],
    ['is looked at once more', two, { type: 'peopleChanged', at }, ['ringNext']],
    ['is answered', two, { type: 'answered', at, legId: 'b' }, ['answer far', 'join far', 'join b', 'hangUp a 26']],
    ['has lost one phone', two, { type: 'ended', at, legId: 'a', cause: 17, endedBy: 'THEM' }, []],
    [
      'has lost its last phone',
      inboundCall({}, [phoneLeg('a')]),
      { type: 'ended', at, legId: 'a', cause: 21, endedBy: 'THEM' },
      ['ringNext'],
    ],
    [
      'has lost a phone that we stopped',
      inboundCall({}, [phoneLeg('a', { hungUpAt: second(2) })]),
      { type: 'ended', at, legId: 'a', cause: 19, endedBy: 'US' },
      [],
    ],
    [
      'has a phone that can’t be rung',
      inboundCall({}, [phoneLeg('a')]),
      { type: 'notDialled', at, legId: 'a', status: 500 },
      ['ringNext'],
    ],
    ['has had its time', two, { type: 'ringStepOver', at }, ['hangUp a 19', 'hangUp b 19', 'ringNext']],
    ['has heard its announcement', inboundCall(), { type: 'played', at, ok: true }, ['hangUp far 20']],
    [
      'is given up by its caller',
      two,
      { type: 'ended', at, legId: 'far', cause: 16, endedBy: 'THEM' },
      ['hangUp a 16', 'hangUp b 16', 'endConversation'],
    ],
    ['was answered, and the engine says so of its caller', talk(), { type: 'answered', at, legId: 'far' }, []],
    ['is over, and nothing more is looked for', inboundCall({ state: ENDED }), { type: 'peopleChanged', at }, []],
  ])('%s', (_what, progress, happening, steps) => expect(stepsOf(progress, happening)).toEqual(steps));

  it('should be answered from the moment that its agent answers', () => {
    const { call, legs } = withChanges(two, nextSteps(two, { type: 'answered', at, legId: 'b' }));
    expect(call).toMatchObject({ state: ANSWERED, answeredAt: at, agentId: 'b' });
    expect(legs.map(({ answeredAt, hungUpFor }) => [answeredAt, hungUpFor])).toEqual([
      [at, null],
      [null, 'ANSWERED_ELSEWHERE'],
      [at, null],
    ]);
  });

  it.each<[string, CallInProgress]>([
    ['after another one', inboundCall({ state: ANSWERED }, [phoneLeg('b', { hungUpAt: second(4) })])],
    ['after the caller’s end was asked for', inboundCall({}, [phoneLeg('b')], { hungUpAt: second(4) })],
    ['after the end', inboundCall({ state: ENDED }, [phoneLeg('b')], { endedAt: second(4) })],
  ])('should stop a phone that answers %s', (_when, progress) => {
    expect(stepsOf(progress, { type: 'answered', at, legId: 'b' })).toEqual(['hangUp b 26']);
  });

  it('should be RINGING with the first ring, and stay so', () => {
    const dialling = inboundCall({ state: DIALING, ringingAt: null }, [phoneLeg('a')]);
    expect(nextSteps(dialling, { type: 'ringing', at, legId: 'a' })).toMatchObject({ call: { state: RINGING, ringingAt: at } });
    expect(nextSteps(two, { type: 'ringing', at, legId: 'b' })).toEqual({ legs: { b: { ringingAt: at } }, steps: [] });
  });
});

describe('who is chosen', () => {
  const distribution = aDistribution({ step: 2 });
  it.each<[string, RingChoice, string[]]>([
    ['ring', { do: 'ring', phones: [aPhone('c'), aPhone('d')], distribution }, ['ring far', 'createConversation', 'atOnce 2']],
    ['be waited for', { do: 'wait', distribution }, ['ring far']],
    [
      'be replaced by an announcement',
      { do: 'announce', sound: 'sound:x', distribution },
      ['createConversation', 'openEarlyMedia far', 'join far', 'play'],
    ],
    ['be nobody', { do: 'giveUp' }, ['hangUp far 20']],
    ['be nobody else', { do: 'nothing' }, []],
  ])('should %s', (_what, choice, steps) => {
    expect(shown(ringChosen(inboundCall(), choice, at).steps)).toEqual(steps);
  });

  it('should be dialled with the caller’s number for the time of the step, and not answer by themselves', () => {
    const progress = inboundCall();
    const after = withChanges(progress, ringChosen(progress, { do: 'ring', phones: [aPhone('c')], distribution }, at));
    const [made] = ringingLegs(after);
    expect(made).toMatchObject({ userId: 'c', autoAnswers: false, dialledAt: at, callerId: '998901234567' });
    expect(dialRequest(after, made!.id, 7200)).toMatchObject({
      dialString: 'PJSIP/c',
      callerId: '998901234567',
      autoAnswer: false,
      originatorLegId: 'far',
      timeoutSeconds: 25,
    });
  });

  it.each<[string, CallInProgress]>([
    ['whose caller has left', inboundCall({}, [], { endedAt: at })],
    ['that is being ended', inboundCall({}, [], { hungUpAt: at })],
    ['that is answered', inboundCall({ state: ANSWERED })],
  ])('should ring for no call %s', (_what, progress) => {
    expect(isWaiting(progress)).toBe(false);
    expect(ringChosen(progress, { do: 'ring', phones: [aPhone('c')], distribution }, at)).toEqual({ steps: [] });
  });
});

describe('connectAgain', () => {
  it('should do what connects two once more, and nothing where one has left', () => {
    expect(shown(connectAgain(talk()).steps)).toEqual(['createConversation', 'answer far', 'join far', 'join a']);
    expect(connectAgain(talk({}, { endedAt: second(4) }))).toEqual({ steps: [] });
    expect(connectAgain(inboundCall({}, [phoneLeg('a')]))).toEqual({ steps: [] });
  });
});
