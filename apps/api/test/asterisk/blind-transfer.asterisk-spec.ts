import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, refuses, ringsForEver, ringsThenAnswers } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { control, controlledCall } from './control-operations.js';
import { expectEnded } from './expect-call.js';
import { GivenControls, lastCall, untilHeard, untilMusic } from './given-controls.js';
import { accepted, type Refusal } from './operations.js';

let stack: AsteriskStack;
let controls: GivenControls;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  controls = await GivenControls.on(stack);
});
afterAll(() => stack?.stop());
afterEach(() => controls.untilQuiet());

const states = ['DIALING', 'ANSWERED', 'ENDED'] as const;

describe('a blind transfer', { timeout: 60_000 }, () => {
  it('should bring the customer from music to a colleague', async () => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const colleague = await controls.colleague(...ringsThenAnswers(1500));
    await controls.transferred(agent.client, id, { agentId: colleague.userId }, false);
    await until(() => expect(atAgent.endedBy).toBe('them'));
    await untilMusic(seen);
    expect(lastCall(colleague).asksAutoAnswer).toBe(false);
    const call = await controls.untilTransferIs(id, 'COMPLETED');
    expect(call).toMatchObject({ state: 'ANSWERED', onHold: false, agent: { id: colleague.userId } });
    await untilHeard([seen, ['third']], [lastCall(colleague), ['customer']]);
    expect(lastCall(colleague).callerId).toBe(call.to);
    await lastCall(colleague).hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'AGENT', end: 'received BYE' });
  });

  it('should bring the customer to a number over another trunk, and end with the customer', async () => {
    const { id, seen, agent } = await controls.talk();
    const number = controls.numberElsewhere(...answersAtOnce);
    await controls.transferred(agent.client, id, { phone: `+${number}` }, false);
    expect(await controls.untilTransferIs(id, 'COMPLETED')).toMatchObject({ agent: null, transfer: { to: number } });
    const outside = controls.elsewhere.callTo(number);
    await untilHeard([seen, ['third']], [outside, ['customer']]);
    await seen.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    await until(() => expect(outside.endedBy).toBe('them'));
  });

  it('should ring a group, and say to the others that somebody answered', async () => {
    const { id, seen, agent } = await controls.talk();
    const [slow, quick] = [await controls.colleague(...ringsForEver), await controls.colleague(...ringsThenAnswers(700))];
    const document = `mutation ($input: CreateGroupInput!) {
      createGroup(input: $input) { ... on Group { id } ... on OperationError { errorCode message field } }
    }`;
    const { createGroup } = await stack.admin.ask<{ createGroup: { id: string } | Refusal }>(document, {
      input: { name: 'Savdo', memberIds: [slow.userId, quick.userId, agent.userId] },
    });
    await controls.transferred(agent.client, id, { groupId: accepted(createGroup).id }, false);
    expect(await controls.untilTransferIs(id, 'COMPLETED')).toMatchObject({
      agent: { id: quick.userId },
      transfer: { to: 'Savdo' },
    });
    await untilHeard([seen, ['third']]);
    await until(() => expect(lastCall(slow).isCancelled).toBe(true));
    const cancel = lastCall(slow).message('received CANCEL');
    expect(JSON.stringify(cancel?.headers)).toContain('Call completed elsewhere');
    await controls.given.hangUp(id);
  });

  it.each([
    ['is busy', refuses(486)],
    ['declines', refuses(603)],
  ])('should come back to the agent where the target %s', async (_case, habit) => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const colleague = await controls.colleague(...habit);
    await controls.transferred(agent.client, id, { agentId: colleague.userId }, false);
    await controls.untilTransferIs(id, 'FAILED');
    await until(() => expect(agent.phone.calls).toHaveLength(2));
    const back = lastCall(agent);
    expect(back).not.toBe(atAgent);
    expect(back.asksAutoAnswer).toBe(true);
    await untilHeard([seen, ['agent']], [back, ['customer']]);
    await until(async () =>
      expect(await controlledCall(stack.admin, id)).toMatchObject({ onHold: false, agent: { id: agent.userId } }),
    );
    await back.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'AGENT', end: 'received BYE' });
  });

  it('should be taken back while it rings', async () => {
    const { id, seen, agent } = await controls.talk();
    const number = controls.numberElsewhere(...ringsForEver);
    await controls.transferred(agent.client, id, { phone: number }, false);
    await until(() => expect(controls.elsewhere.callTo(number).at('sent 180')).toBeDefined());
    expect(await control(agent.client, 'cancelTransfer', id)).toMatchObject({ transfer: { state: 'CANCELED' } });
    await until(() => expect(controls.elsewhere.callTo(number).isCancelled).toBe(true));
    await until(() => expect(agent.phone.calls).toHaveLength(2));
    await untilHeard([seen, ['agent']], [lastCall(agent), ['customer']]);
    await controls.given.hangUp(id);
  });

  it('should end, and let the target go, when the customer hangs up while it rings', async () => {
    const { id, seen, agent } = await controls.talk();
    const number = controls.numberElsewhere(...ringsForEver);
    await controls.transferred(agent.client, id, { phone: number }, false);
    await until(() => expect(controls.elsewhere.callTo(number).at('sent 180')).toBeDefined());
    await seen.hangUp();
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    await until(() => expect(controls.elsewhere.callTo(number).isCancelled).toBe(true));
    expect(agent.phone.calls).toHaveLength(1);
  });
});
