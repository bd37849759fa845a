import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, refuses, ringsForEver } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { control } from './control-operations.js';
import { expectEnded } from './expect-call.js';
import { GivenControls, lastCall, untilHeard, untilMusic } from './given-controls.js';

let stack: AsteriskStack;
let controls: GivenControls;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  controls = await GivenControls.on(stack);
});
afterAll(() => stack?.stop());
afterEach(() => controls.untilQuiet());

const states = ['DIALING', 'ANSWERED', 'ENDED'] as const;

/** The agent and a colleague talk by themselves. */
async function aside() {
  const talk = await controls.talk();
  const colleague = await controls.colleague(...answersAtOnce);
  await controls.transferred(talk.agent.client, talk.id, { agentId: colleague.userId }, true);
  await controls.untilTransferIs(talk.id, 'TALKING');
  const atColleague = lastCall(colleague);
  await untilHeard([talk.atAgent, ['third']], [atColleague, ['agent']]);
  await untilMusic(talk.seen);
  return { ...talk, colleague, atColleague };
}

describe('an attended transfer', { timeout: 60_000 }, () => {
  it('should let the agent hear it ring, talk, and hand over', async () => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const colleague = await controls.colleague(...ringsForEver);
    await controls.transferred(agent.client, id, { agentId: colleague.userId }, true);
    await untilMusic(seen);
    // A tone of ringing, which is nobody's voice.
    await untilMusic(atAgent);
    await lastCall(colleague).answer();
    await controls.untilTransferIs(id, 'TALKING');
    const atColleague = lastCall(colleague);
    await untilHeard([atAgent, ['third']], [atColleague, ['agent']]);
    expect(await control(agent.client, 'completeTransfer', id)).toMatchObject({
      transfer: { state: 'COMPLETED' },
      agent: { id: colleague.userId },
      onHold: false,
    });
    await untilHeard([seen, ['third']], [atColleague, ['customer']]);
    await until(() => expect(atAgent.endedBy).toBe('them'));
    await seen.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
  });

  it('should be completed by the agent who hangs up', async () => {
    const { id, seen, atAgent, atColleague } = await aside();
    await atAgent.hangUp();
    await controls.untilTransferIs(id, 'COMPLETED');
    await untilHeard([seen, ['third']], [atColleague, ['customer']]);
    await atColleague.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'AGENT', end: 'received BYE' });
  });

  it.each(['is canceled', 'loses its target'])('should give the agent the customer back when it %s', async (what) => {
    const { id, seen, agent, atAgent, atColleague } = await aside();
    if (what === 'is canceled') await control(agent.client, 'cancelTransfer', id);
    else await atColleague.hangUp();
    await controls.untilTransferIs(id, 'CANCELED');
    await untilHeard([seen, ['agent']], [atAgent, ['customer']]);
    await until(() => expect(atColleague.progress).toBe('ended'));
    await controls.given.hangUp(id);
  });

  it.each([
    ['leaves the agent', 'atAgent', 'atColleague', 'third'],
    ['leaves the target', 'atColleague', 'atAgent', 'agent'],
  ] as const)('should let all three talk, and go on when it %s', async (_case, leaving, staying, voice) => {
    const parties = await aside();
    const { id, seen, agent, atAgent, atColleague } = parties;
    await control(agent.client, 'joinTransfer', id);
    await untilHeard([seen, ['agent', 'third']], [atAgent, ['customer', 'third']], [atColleague, ['agent', 'customer']]);
    await control(agent.client, 'holdCall', id);
    await untilMusic(seen);
    await control(agent.client, 'resumeCall', id);
    await untilHeard([seen, ['agent', 'third']]);
    await parties[leaving].hangUp();
    await untilHeard([seen, [voice]], [parties[staying], ['customer']]);
    await seen.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    await until(() => expect(parties[staying].progress).toBe('ended'));
  });

  it('should come back to the agent where the target refuses', async () => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const number = controls.numberElsewhere(...refuses(486));
    await controls.transferred(agent.client, id, { phone: number }, true);
    await controls.untilTransferIs(id, 'FAILED');
    await untilHeard([seen, ['agent']], [atAgent, ['customer']]);
    await controls.given.hangUp(id);
  });

  it('should become a blind one that is completed while it rings', async () => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const number = controls.numberElsewhere(...ringsForEver);
    await controls.transferred(agent.client, id, { phone: number }, true);
    await until(() => expect(controls.elsewhere.callTo(number).at('sent 180')).toBeDefined());
    expect(await control(agent.client, 'completeTransfer', id)).toMatchObject({
      transfer: { attended: false, state: 'RINGING' },
    });
    await until(() => expect(atAgent.endedBy).toBe('them'));
    await untilMusic(seen);
    await controls.elsewhere.callTo(number).answer();
    await controls.untilTransferIs(id, 'COMPLETED');
    await untilHeard([seen, ['third']], [controls.elsewhere.callTo(number), ['customer']]);
    await controls.given.hangUp(id);
  });

  it('should end whole when its customer hangs up', async () => {
    const { id, seen, atAgent, atColleague } = await aside();
    await seen.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    await until(() => expect([atAgent.endedBy, atColleague.endedBy]).toEqual(['them', 'them']));
  });
});

describe('the api, killed in the middle of a transfer', { timeout: 90_000 }, () => {
  it('should go on with an agent and a target who talk', async () => {
    const { id, seen, agent, atAgent, atColleague, colleague } = await aside();
    await stack.killApi();
    await untilHeard([atAgent, ['third']], [atColleague, ['agent']]);
    await stack.startApiAgain();
    await untilMusic(seen);
    expect(await control(stack.admin, 'completeTransfer', id)).toMatchObject({ agent: { id: colleague.userId } });
    await untilHeard([seen, ['third']], [atColleague, ['customer']]);
    await controls.given.hangUp(id);
    expect(agent.phone.failure).toBeUndefined();
  });

  it.each([true, false])('should give the agent the customer back whose target rings (attended: %s)', async (attended) => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const number = controls.numberElsewhere(...ringsForEver);
    await controls.transferred(agent.client, id, { phone: number }, attended);
    await until(() => expect(controls.elsewhere.callTo(number).at('sent 180')).toBeDefined());
    await stack.killApi();
    await stack.startApiAgain();
    await controls.untilTransferIs(id, 'FAILED');
    await until(() => expect(controls.elsewhere.callTo(number).isCancelled).toBe(true));
    await until(() => expect(agent.phone.calls).toHaveLength(attended ? 1 : 2));
    await untilHeard([seen, ['agent']], [attended ? atAgent : lastCall(agent), ['customer']]);
    await controls.given.hangUp(id);
  });
});
