import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { told } from '../testing/given-calls.js';
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

describe('an attended transfer that rings', () => {
  it('should let the agent hear the target ring, and the customer music', async () => {
    const { harness, agent } = given;
    const { call, near, far, target } = await given.ringing(true);
    const { transfer, onHold } = await harness.find(call.id);
    expect({ onHold, transfer }).toMatchObject({ onHold: true, transfer: { attended: true, state: 'RINGING', isJoined: false } });
    const aside = transfer?.conversationId ?? '';
    expect(aside).not.toBe(call.id);
    await untilPlaces({ near, far, target }, { near: aside, far: call.id, target: aside });
    expect(told(harness, ['startMusic', 'silenceLeg'], { home: call.id })).toEqual(['startMusic home']);
    harness.gateway.answer(target);
    await untilCall(call.id, { agentId: agent.user.id, onHold: true, transfer: { state: 'TALKING' } });
    expect(harness.gateway.sent('joinConversation').filter(({ legId }) => legId === target)).toEqual([]);
    await harness.service.hangUp(agent, call.id);
  });

  it.each([
    ['is canceled', 'CANCELED'],
    ['is not reached', 'FAILED'],
  ])('should give the agent the customer back when it %s', async (what, state) => {
    const { harness, agent } = given;
    const { call, near, far, target } = await given.ringing(true);
    if (what === 'is canceled') await harness.transfers.cancel(agent, call.id);
    else harness.gateway.end(target, { cause: 17, sipCode: 486 });
    await untilCall(call.id, { onHold: false, agentId: agent.user.id, transfer: { state, isReturning: false } });
    await untilPlaces({ near, far, target }, { near: call.id, far: call.id, target: undefined });
    await until(async () => expect(await harness.gateway.liveConversations()).toEqual([call.id]));
    await harness.service.hangUp(agent, call.id);
  });

  it.each([
    [
      'is completed',
      (legs: { call: { id: string }; near: string }) => given.harness.transfers.complete(given.agent, legs.call.id),
    ],
    ['loses its agent', async (legs: { call: { id: string }; near: string }) => given.harness.gateway.end(legs.near)],
  ])('should become a blind one when it %s', async (_case, does) => {
    const { harness, colleague } = given;
    const { call, near, far, target } = await given.ringing(true);
    await does({ call, near });
    await untilCall(call.id, { onHold: true, transfer: { attended: false, state: 'RINGING' } });
    await untilPlaces({ near, far }, { near: undefined, far: call.id });
    harness.gateway.answer(target);
    await untilCall(call.id, { onHold: false, agentId: colleague.user.id, transfer: { state: 'COMPLETED' } });
    await untilPlaces({ far, target }, { far: call.id, target: call.id });
    await harness.service.hangUp(given.agent, call.id);
  });

  it('should ring a group with music for the agent too, and go on with who answers', async () => {
    const { harness, agent, colleague, third } = given;
    const group = { id: crypto.randomUUID(), name: 'Yordam', members: [colleague, third].map(({ user }) => ({ id: user.id })) };
    harness.people.groups.push(group);
    const { call, near, target } = await given.ringing(true, { groupId: group.id });
    const aside = (await harness.find(call.id)).transfer?.conversationId ?? '';
    expect(told(harness, ['startMusic'], { home: call.id, aside })).toEqual(['startMusic home', 'startMusic aside']);
    harness.gateway.answer(target);
    await untilCall(call.id, { transfer: { state: 'TALKING' } });
    await untilPlaces({ near, target }, { near: aside, target: aside });
    expect(told(harness, ['stopMusic'], { aside })).toEqual(['stopMusic aside']);
    await harness.service.hangUp(agent, call.id);
  });
});

describe('an attended transfer that talks', () => {
  it.each([
    ['is completed', (id: string) => given.harness.transfers.complete(given.agent, id)],
    ['loses its agent', async (_id: string, near: string) => given.harness.gateway.end(near)],
  ])('should join the target with the customer when it %s', async (_case, does) => {
    const { harness, colleague } = given;
    const { call, near, far, target } = await given.aside();
    await does(call.id, near);
    await untilCall(call.id, {
      onHold: false,
      agentId: colleague.user.id,
      transfer: { state: 'COMPLETED' },
      answeredAt: call.answeredAt,
    });
    await untilPlaces({ near, far, target }, { near: undefined, far: call.id, target: call.id });
    await until(async () => expect(await harness.gateway.liveConversations()).toEqual([call.id]));
    harness.gateway.end(far);
    await untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
  });

  it.each([
    ['is canceled', (id: string) => given.harness.transfers.cancel(given.agent, id)],
    ['loses its target', async (_id: string, target: string) => given.harness.gateway.end(target)],
  ])('should give the agent the customer back when it %s', async (_case, does) => {
    const { harness, agent } = given;
    const { call, near, far, target } = await given.aside();
    await does(call.id, target);
    await untilCall(call.id, { onHold: false, agentId: agent.user.id, transfer: { state: 'CANCELED' } });
    await untilPlaces({ near, far, target }, { near: call.id, far: call.id, target: undefined });
    harness.gateway.end(near);
    await untilCall(call.id, { state: 'ENDED', hangup: { by: 'AGENT' } });
  });

  it('should end with its customer', async () => {
    const { harness } = given;
    const { call, far } = await given.aside();
    harness.gateway.end(far);
    await untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      hangup: { by: 'CUSTOMER' },
      transfer: { state: 'CANCELED' },
    });
  });

  it('should keep the agent muted, and the customer held until it is over', async () => {
    const { harness, agent } = given;
    const { call, near } = await given.aside();
    expect(await harness.control.mute(agent, call.id)).toMatchObject({ muted: true });
    expect(told(harness, ['silenceLeg'], { near })).toEqual(['silenceLeg near voice']);
    expect(await harness.control.hold(agent, call.id)).toMatchObject({ onHold: true });
    expect(await harness.control.resume(agent, call.id)).toMatchObject({ errorCode: 'CALL_NOT_ACTIVE' });
    await harness.transfers.cancel(agent, call.id);
    await untilCall(call.id, { muted: true, onHold: false });
    expect(told(harness, ['silenceLeg', 'unsilenceLeg'], { near })).toEqual(['silenceLeg near voice']);
    await harness.service.hangUp(agent, call.id);
  });
});

describe('a transfer in which all three talk', () => {
  const joined = async () => {
    const rung = await given.aside({ phone: '998901112233' });
    expect(await given.harness.transfers.join(given.agent, rung.call.id)).toMatchObject({
      onHold: false,
      transfer: { state: 'TALKING' },
    });
    await untilPlaces(
      { near: rung.near, far: rung.far, target: rung.target },
      { near: rung.call.id, far: rung.call.id, target: rung.call.id },
    );
    return rung;
  };

  it.each([
    ['the agent leaves', 'near', { agentId: null, transfer: { state: 'COMPLETED' } }, 'target'],
    ['the target leaves', 'target', { transfer: { state: 'CANCELED' } }, 'near'],
  ] as const)('should go on between two when %s', async (_case, who, expected, other) => {
    const { harness } = given;
    const rung = await joined();
    harness.gateway.end(rung[who]);
    await untilCall(rung.call.id, { state: 'ANSWERED', onHold: false, ...expected });
    expect(given.places({ far: rung.far, other: rung[other] })).toEqual({ far: rung.call.id, other: rung.call.id });
    harness.gateway.end(rung[other]);
    await untilCall(rung.call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });

  it('should end with its customer, COMPLETED', async () => {
    const { call, far } = await joined();
    given.harness.gateway.end(far);
    await untilCall(call.id, { state: 'ENDED', hangup: { by: 'CUSTOMER' }, transfer: { state: 'COMPLETED' } });
  });

  it('should be held and taken back as one', async () => {
    const { harness, agent } = given;
    const { call, near, target } = await joined();
    harness.gateway.commands.length = 0;
    await harness.control.hold(agent, call.id);
    await harness.control.resume(agent, call.id);
    expect(told(harness, ['startMusic', 'stopMusic', 'silenceLeg', 'unsilenceLeg'], { near, target, home: call.id })).toEqual([
      'startMusic home',
      'silenceLeg near all',
      'silenceLeg target all',
      'unsilenceLeg near',
      'unsilenceLeg target',
      'stopMusic home',
    ]);
    await harness.service.hangUp(agent, call.id);
  });

  it('should keep the times of each leg, and the talk of the call whole', async () => {
    const { harness } = given;
    const { call, near, far, target } = await joined();
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    const [agentGone, allGone] = [at(100), at(200)];
    harness.gateway.end(near, {}, agentGone);
    await untilCall(call.id, { transfer: { state: 'COMPLETED' } });
    harness.gateway.end(far, {}, allGone);
    await untilCall(call.id, { state: 'ENDED', answeredAt: call.answeredAt, endedAt: allGone });
    await harness.untilLeg(near, { endedAt: agentGone });
    await harness.untilLeg(target, { endedAt: expect.any(Date), answeredAt: expect.any(Date), part: 'MAIN' });
  });
});
