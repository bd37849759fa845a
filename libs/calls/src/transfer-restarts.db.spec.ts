import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GivenTransfers } from '../testing/given-transfers.js';

let given: GivenTransfers;

beforeAll(async () => {
  given = await GivenTransfers.start();
});
afterAll(() => given.harness.stop());
beforeEach(() => {
  given.harness.gateway.commands.length = 0;
});
afterEach(() => given.harness.untilNothingIsLeft());

const untilCall = (id: string, expected: object) => given.harness.untilCall(id, expected);
const untilPlaces = (legs: Record<string, string>, expected: Record<string, string | null | undefined>) =>
  until(() => expect(given.places(legs)).toEqual(expected));

const interruptions = {
  'the api was restarted': (meanwhile?: () => void) => given.harness.restartApi(meanwhile),
  'the connection was lost': async (meanwhile: () => void = () => undefined) => {
    given.harness.gateway.disconnect();
    meanwhile();
    given.harness.gateway.connect();
    await given.harness.untilReady();
  },
};

describe.each(Object.entries(interruptions))('when %s', (_case, interrupt) => {
  it('should give the agent back a call whose target rang', async () => {
    const { harness, agent } = given;
    const { call, near, far, target } = await given.ringing(true);
    await interrupt();
    await untilCall(call.id, { onHold: false, transfer: { state: 'FAILED' }, agentId: agent.user.id });
    await untilPlaces({ near, far, target }, { near: call.id, far: call.id, target: undefined });
    await until(async () => expect(await harness.gateway.liveConversations()).toEqual([call.id]));
    await harness.service.hangUp(agent, call.id);
  });

  it('should ring the agent of a blind one again', async () => {
    const { harness, agent } = given;
    const { call, target } = await given.ringing(false);
    await interrupt();
    const back = await given.returning(call.id);
    await harness.untilLeg(target, { endedAt: expect.any(Date) });
    harness.gateway.answer(back.id);
    await untilCall(call.id, { onHold: false, transfer: { state: 'FAILED', isReturning: false } });
    await harness.service.hangUp(agent, call.id);
  });

  it('should take the target that answered meanwhile', async () => {
    const { harness, colleague } = given;
    const { call, far, target } = await given.ringing(false);
    await interrupt(() => {
      harness.gateway.disconnect();
      harness.gateway.answer(target);
    });
    await untilCall(call.id, { agentId: colleague.user.id, onHold: false, transfer: { state: 'COMPLETED' } });
    await untilPlaces({ far, target }, { far: call.id, target: call.id });
    await harness.service.hangUp(colleague, call.id);
  });

  it('should go on with an agent and a target who talk', async () => {
    const { harness, agent, colleague } = given;
    const { call, near, far, target, aside } = await given.aside();
    harness.gateway.commands.length = 0;
    await interrupt();
    expect(await harness.find(call.id)).toMatchObject({ onHold: true, transfer: { state: 'TALKING' } });
    expect(given.places({ near, far, target })).toEqual({ near: aside, far: call.id, target: aside });
    expect(harness.gateway.sent('joinConversation')).toEqual([]);
    expect(harness.gateway.sent('hangUpLeg')).toEqual([]);
    await harness.transfers.complete(agent, call.id);
    await untilCall(call.id, { agentId: colleague.user.id, transfer: { state: 'COMPLETED' } });
    await harness.service.hangUp(colleague, call.id);
  });

  it('should go on with three who talk', async () => {
    const { harness, agent } = given;
    const { call, near, far, target } = await given.aside();
    await harness.transfers.join(agent, call.id);
    await interrupt();
    expect(given.places({ near, far, target })).toEqual({ near: call.id, far: call.id, target: call.id });
    harness.gateway.end(target);
    await untilCall(call.id, { transfer: { state: 'CANCELED' } });
    await harness.service.hangUp(agent, call.id);
  });

  it.each([
    ['the agent', 'near', { state: 'ANSWERED', transfer: { state: 'COMPLETED' } }],
    ['the target', 'target', { state: 'ANSWERED', transfer: { state: 'CANCELED' } }],
    [
      'the customer',
      'far',
      { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' }, transfer: { state: 'CANCELED' } },
    ],
  ] as const)('should see that %s left meanwhile', async (_who, leg, expected) => {
    const { harness } = given;
    const rung = await given.aside();
    await interrupt(() => harness.gateway.endSilently(rung[leg]));
    await untilCall(rung.call.id, expected);
    if (leg !== 'far') await untilPlaces({ far: rung.far }, { far: rung.call.id });
    await harness.service.hangUp(given.agent, rung.call.id);
  });

  it('should go on ringing the agent who is to have the call back', async () => {
    const { harness, agent } = given;
    const { call, target } = await given.ringing(false);
    harness.gateway.end(target, { cause: 17, sipCode: 486 });
    const back = await given.returning(call.id);
    await interrupt(() => {
      harness.gateway.disconnect();
      harness.gateway.answer(back.id);
    });
    await untilCall(call.id, { onHold: false, transfer: { state: 'FAILED', isReturning: false } });
    expect(harness.gateway.leg(back.id)?.conversationId).toBe(call.id);
    await harness.service.hangUp(agent, call.id);
  });

  it('should do what was saved and not done: the target had answered, and was not joined', async () => {
    const { harness, colleague } = given;
    const { call, far, target } = await given.ringing(false);
    harness.gateway.failNext('joinConversation', 503);
    harness.gateway.answer(target);
    await until(() => expect(harness.gateway.sent('joinConversation').map(({ legId }) => legId)).toContain(target));
    expect(given.places({ target })).toEqual({ target: null });
    await interrupt();
    await untilCall(call.id, { state: 'ANSWERED', transfer: { state: 'COMPLETED' } });
    await untilPlaces({ far, target }, { far: call.id, target: call.id });
    await harness.service.hangUp(colleague, call.id);
  });
});

describe('commands that the engine refuses', () => {
  it('should give the agent the call back where there is no place to talk aside', async () => {
    const { harness, agent, colleague } = given;
    const { call, near, far } = await given.answered();
    harness.gateway.failNext('createConversation', 500);
    await given.begun(call.id, { agentId: colleague.user.id }, true);
    await untilCall(call.id, { state: 'ANSWERED', onHold: false, transfer: { state: 'FAILED' } });
    await untilPlaces({ near, far }, { near: call.id, far: call.id });
    await harness.service.hangUp(agent, call.id);
  });

  it('should end the call where the target goes as it answers, as when any agent leaves', async () => {
    const { harness } = given;
    const { call, target } = await given.ringing(false);
    harness.gateway.answer(target);
    harness.gateway.endSilently(target);
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });
});

describe('a customer for whom nobody is left', () => {
  it('should be let go by the sweep', async () => {
    const { harness } = given;
    const { call, near } = await given.answered();
    const { far } = { far: (await harness.legs(call.id)).find(({ role }) => role === 'CUSTOMER')?.id ?? '' };
    // As where the database broke between the failure and the leg of the way back.
    await harness.dataSource.query(
      `update calls set transfer = '{"state":"FAILED","attended":false,"to":"202","isJoined":false,"targetUserIds":[],"conversationId":null,"isReturning":false}' where id = $1`,
      [call.id],
    );
    await harness.dataSource.query(`update call_legs set "endedAt" = now() where id = $1`, [near]);
    harness.gateway.endSilently(near);
    await harness.restartApi();
    expect(harness.gateway.leg(far)).toBeDefined();
    await harness.sweeper.sweep();
    expect(harness.gateway.leg(far)).toBeDefined();
    await harness.sweeper.sweep();
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'SYSTEM' } });
  });
});
