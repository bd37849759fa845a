import { describe, expect, it } from 'vitest';
import { aPhone, inboundCall, phoneLeg, second } from '../testing/call-builders.js';
import { isAgentAwaited, returnDeadline } from './agent-return-steps.js';
import { agentsIn } from './agents-at-calls.js';
import type { Call } from './call.entity.js';
import { type CallInProgress, withChanges } from './call-in-progress.js';
import { nextDeadline } from './call-deadlines.js';
import type { CallLeg } from './call-leg.entity.js';
import { CallState } from './call-state.js';
import { type Happening, nextSteps, type Step } from './next-steps.js';

const at = second(50);
const answered = { answeredAt: second(3) };
const talk = (more: Partial<Call> = {}, legs: CallLeg[] = [phoneLeg('a', answered)], far: Partial<CallLeg> = {}) =>
  inboundCall({ state: CallState.ANSWERED, agentId: 'a', ...answered, ...more }, legs, { ...answered, ...far });
const lost = phoneLeg('a', { ...answered, hungUpAt: second(40), hungUpFor: 'AGENT_LOST' });
const back = phoneLeg('b');
const awaiting = (...legs: CallLeg[]) => talk({ agentConnected: false }, [lost, ...legs]);

const shown = (steps: readonly Step[]): string[] =>
  steps.map((step) => `${step.do}${'legId' in step ? ` ${step.legId}` : ''}${'what' in step ? ` ${step.what}` : ''}`);
const ended = (legId: string, cause: number, endedBy: 'US' | 'THEM'): Happening => ({ type: 'ended', at, legId, cause, endedBy });

describe('a phone that talks', () => {
  it.each<[string, CallInProgress, Happening, string[], boolean]>([
    ['loses its registration', talk(), { type: 'phoneLost', at, legId: 'a' }, ['startMusic', 'hangUp a'], true],
    ['loses its sound', talk(), ended('a', 44, 'US'), ['startMusic', 'lookForPhone'], true],
    ['says goodbye', talk(), ended('a', 16, 'THEM'), ['hangUp far'], false],
    ['says goodbye with a cause', talk(), ended('a', 38, 'THEM'), ['hangUp far'], false],
    ['reaches its longest time', talk(), ended('a', 16, 'US'), ['hangUp far'], false],
    [
      'is lost as the customer leaves',
      talk({}, undefined, { hungUpAt: second(49) }),
      { type: 'phoneLost', at, legId: 'a' },
      [],
      false,
    ],
  ])('that %s', (_what, progress, happening, steps, isLost) => {
    const decision = nextSteps(progress, happening);
    expect(shown(decision.steps)).toEqual(steps);
    const after = withChanges(progress, decision);
    expect(isAgentAwaited(after)).toBe(isLost);
    expect(returnDeadline(after)).toEqual(isLost ? second(70) : undefined);
    expect(agentsIn(after)).toEqual(new Set(['a']));
  });

  it.each<[string, CallInProgress]>([
    ['rings for somebody else', inboundCall({}, [phoneLeg('a')])],
    ['was given up already', awaiting()],
  ])('should not be lost where it %s', (_why, progress) => {
    expect(nextSteps(progress, { type: 'phoneLost', at, legId: 'a' })).toEqual({ steps: [] });
  });
});

describe('while an agent is awaited', () => {
  it.each<[string, CallInProgress, Happening, string[]]>([
    ['the dead leg’s end changes nothing', awaiting(), ended('a', 16, 'US'), []],
    ['a phone that is back is rung', awaiting(), { type: 'phoneBack', at, phone: aPhone('a') }, ['atOnce']],
    ["somebody else's is not", awaiting(), { type: 'phoneBack', at, phone: aPhone('c') }, []],
    ['a second one is not', awaiting(back), { type: 'phoneBack', at, phone: aPhone('a') }, []],
    [
      'it is joined when it answers, and the music ends',
      awaiting(back),
      { type: 'answered', at, legId: 'b' },
      ['join b', 'stopMusic'],
    ],
    ['one that does not answer is waited for no more', awaiting(back), ended('b', 17, 'THEM'), []],
    ['one that rings is left to ring', awaiting(back), { type: 'ringing', at, legId: 'b' }, []],
    ['nobody comes', awaiting(), { type: 'agentGone', at }, ['hangUp far']],
    ['the customer leaves', awaiting(back), ended('far', 16, 'THEM'), ['hangUp a', 'hangUp b', 'endConversation']],
    ['it is looked for after a restart', awaiting(), { type: 'phoneSought', at }, ['lookForPhone']],
  ])('%s', (_what, progress, happening, steps) => expect(shown(nextSteps(progress, happening).steps)).toEqual(steps));

  it.each<[string, Partial<Call>, string[]]>([
    ['held', { onHold: true, muted: true }, ['join b', 'silence b all']],
    ['muted', { muted: true }, ['join b', 'silence b voice', 'stopMusic']],
  ])('a call that was %s stays so', (_what, more, steps) => {
    const progress = talk({ agentConnected: false, ...more }, [lost, back]);
    const decision = nextSteps(progress, { type: 'answered', at, legId: 'b' });
    expect(shown(decision.steps)).toEqual(steps);
    expect(withChanges(progress, decision).call.agentConnected).toBe(true);
  });

  it('should count 20 s from the last loss, from what is stored', () => {
    expect(nextDeadline(awaiting(), 7200)).toMatchObject({ at: second(45), happening: { type: 'endOverdue', legId: 'a' } });
    const gone = talk({ agentConnected: false }, [{ ...lost, endedAt: second(41) }]);
    expect(nextDeadline(gone, 7200)).toEqual({ at: second(60), happening: { type: 'agentGone', at: second(60) } });
  });

  it('should not ring for a call whose agent is there', () => {
    expect(nextSteps(talk(), { type: 'phoneBack', at, phone: aPhone('a') })).toEqual({ steps: [] });
    expect(nextSteps(talk(), { type: 'agentGone', at })).toEqual({ steps: [] });
  });
});

describe('who is in a call', () => {
  it.each<[string, CallInProgress, string[]]>([
    ['nobody while it rings', inboundCall({}, [phoneLeg('a'), phoneLeg('b')]), []],
    ['who answered', talk(), ['a']],
    ['its agent, though the phone is lost', awaiting(), ['a']],
    [
      'who talks beside the agent',
      talk({}, [phoneLeg('a', answered), phoneLeg('b', { ...answered, part: 'TRANSFER' })]),
      ['a', 'b'],
    ],
    ['nobody when it is over', talk({ state: CallState.ENDED }), []],
  ])('is %s', (_what, progress, userIds) => expect([...agentsIn(progress)]).toEqual(userIds));
});
