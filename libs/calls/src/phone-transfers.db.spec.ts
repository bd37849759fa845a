import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answeredCall } from '../testing/given-calls.js';
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
const untilPhoneIsTold = (legId: string, isDone: boolean) =>
  until(() => expect(given.harness.gateway.sent('answerTransfer')).toEqual([{ command: 'answerTransfer', legId, isDone }]));

describe('a phone that asks for a transfer', () => {
  it.each([
    ['an extension', '202', '202'],
    ['a number as it is dialled', '901112233', '998901112233'],
  ])('should give its call to %s, and be told before it is hung up', async (_case, dialled, to) => {
    const { harness, agent } = given;
    const { call, near } = await given.answered();
    harness.gateway.refer(near, dialled);
    await untilCall(call.id, { onHold: true, transfer: { to, attended: false, state: 'RINGING', byUserId: agent.user.id } });
    await untilPhoneIsTold(near, true);
    await until(() => expect(harness.gateway.sent('hangUpLeg')).toMatchObject([{ legId: near }]));
    const names = harness.gateway.commands.map(({ command }) => command);
    expect(names.indexOf('answerTransfer')).toBeLessThan(names.indexOf('hangUpLeg'));
    harness.gateway.answer((await given.targetLeg(call.id)).id);
    await untilCall(call.id, { transfer: { state: 'COMPLETED' } });
    await harness.service.hangUp(agent, call.id);
  });

  it.each([
    ['is not allowed', '74951234567'],
    ['is no number', 'ab'],
    ['is its own', '201'],
    ["is the customer's", '998901234567'],
    ['has no end', '9'.repeat(300)],
  ])('should be told no for a target that %s, and its call go on', async (_case, to) => {
    const { harness, agent } = given;
    const { call, near } = await given.answered();
    harness.gateway.refer(near, to);
    await untilPhoneIsTold(near, false);
    expect(await harness.find(call.id)).toMatchObject({ state: 'ANSWERED', onHold: false, transfer: null });
    await harness.service.hangUp(agent, call.id);
  });

  it('should be told no where the leg is no phone of an agent in the call', async () => {
    const { harness, agent } = given;
    const { call, far } = await given.answered();
    harness.gateway.refer(far, '202');
    await untilPhoneIsTold(far, false);
    expect(await harness.find(call.id)).toMatchObject({ transfer: null });
    await harness.service.hangUp(agent, call.id);
  });
});

describe('a phone that gives the parties of its two calls to each other', () => {
  const twoCalls = async () => {
    const { harness, agent } = given;
    const one = await answeredCall(harness, agent);
    const two = await answeredCall(harness, agent, '998907776655');
    harness.gateway.commands.length = 0;
    return { one, two };
  };
  const joined = async () => {
    const { one, two } = await twoCalls();
    given.harness.gateway.refer(one.near, '998907776655', two.near);
    await untilPhoneIsTold(one.near, true);
    await untilCall(one.call.id, { agentId: null, transfer: { to: '998907776655', attended: true, state: 'COMPLETED' } });
    await untilCall(two.call.id, { agentId: null, transfer: { to: '998901234567', attended: true, state: 'COMPLETED' } });
    await until(() =>
      expect(given.places({ one: one.far, two: two.far, near: one.near, other: two.near })).toEqual({
        one: one.call.id,
        two: one.call.id,
        near: undefined,
        other: undefined,
      }),
    );
    return { one, two };
  };

  it.each([
    ['one', 'two'],
    ['two', 'one'],
  ] as const)('should leave both talking, and end both with the customer of call %s', async (leaving, staying) => {
    const { harness } = given;
    const calls = await joined();
    harness.gateway.end(calls[leaving].far);
    await untilCall(calls[leaving].call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
    await untilCall(calls[staying].call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      hangup: { by: 'AGENT', reason: 'The party that it was joined to hung up.' },
    });
  });

  it('should be ended by who started them', async () => {
    const { harness, agent } = given;
    const { one, two } = await joined();
    await harness.service.hangUp(agent, two.call.id);
    await untilCall(two.call.id, { state: 'ENDED', hangup: { by: 'AGENT' } });
    await untilCall(one.call.id, { state: 'ENDED', outcome: 'COMPLETED' });
  });

  it('should go on over a restart, and end both when one was gone by then', async () => {
    const { harness } = given;
    const { one, two } = await joined();
    await harness.restartApi();
    expect(given.places({ one: one.far, two: two.far })).toEqual({ one: one.call.id, two: one.call.id });
    expect(await harness.gateway.liveConversations()).toEqual([one.call.id]);
    await harness.restartApi(() => harness.gateway.endSilently(two.far));
    await untilCall(two.call.id, { state: 'ENDED' });
    await untilCall(one.call.id, { state: 'ENDED' });
  });

  it('should be let go by the sweep where the other call ended unheard', async () => {
    const { harness } = given;
    const { one, two } = await joined();
    await harness.dataSource.query(`update calls set state = 'ENDED', "endedAt" = now() where id = $1`, [two.call.id]);
    await harness.dataSource.query(`update call_legs set "endedAt" = now(), "slotTrunkId" = null where "callId" = $1`, [
      two.call.id,
    ]);
    await harness.restartApi(() => harness.gateway.endSilently(two.far));
    await harness.sweeper.sweep();
    expect(harness.gateway.leg(one.far)).toBeDefined();
    await harness.sweeper.sweep();
    await untilCall(one.call.id, { state: 'ENDED', outcome: 'COMPLETED' });
  });

  it('should be told no while the second still rings, or where it is a stranger’s', async () => {
    const { harness, agent, colleague } = given;
    const one = await given.answered();
    const call = await harness.call(agent, { to: '998907776655' });
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.answer(near.legId);
    harness.gateway.ring((await harness.dialled(call.id, 'CUSTOMER')).legId);
    harness.gateway.refer(one.near, '998907776655', near.legId);
    await untilPhoneIsTold(one.near, false);
    const others = await answeredCall(harness, colleague, '998906665544');
    harness.gateway.refer(one.near, '998906665544', others.near);
    await until(() => expect(harness.gateway.sent('answerTransfer').map(({ isDone }) => isDone)).toEqual([false, false]));
    expect([await harness.find(one.call.id), await harness.find(others.call.id)]).toMatchObject([
      { transfer: null },
      { transfer: null },
    ]);
    for (const id of [one.call.id, call.id]) await harness.service.hangUp(agent, id);
    await harness.service.hangUp(colleague, others.call.id);
  });

  it('should be asked on both legs at once without waiting for ever', async () => {
    const { harness, agent } = given;
    const { one, two } = await twoCalls();
    harness.gateway.refer(one.near, 'x', two.near);
    harness.gateway.refer(two.near, 'x', one.near);
    await until(() =>
      expect(
        harness.gateway
          .sent('answerTransfer')
          .map(({ isDone }) => isDone)
          .sort(),
      ).toEqual([false, true]),
    );
    await untilCall(one.call.id, { transfer: { state: 'COMPLETED' } });
    await harness.service.hangUp(agent, one.call.id);
    await untilCall(two.call.id, { state: 'ENDED' });
  });
});
