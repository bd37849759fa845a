import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  agent = await harness.user(Role.AGENT, '201');
  harness.distribution.steps = [[await harness.phone(agent)]];
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
  harness.presence.told.length = 0;
  harness.online.add(agent.user.id);
});
afterEach(() => harness.untilNothingIsLeft());

interface Talk {
  id: string;
  far: string;
  near: string;
}

const talks = {
  'a call that came in': async (): Promise<Talk> => {
    const far = `asterisk-${randomUUID()}`;
    harness.gateway.arrive({ legId: far, origin: 'trunk', originId: 'BellUZ', dialled: '1', callerId: '998901234567' });
    const { callId: id, legId: near } = await until(() => {
      const [dial] = harness.gateway.sent('dialLeg');
      expect(harness.gateway.leg(dial?.request.legId ?? '')).toBeDefined();
      return dial!.request;
    });
    harness.gateway.answer(near);
    await until(() => expect(harness.gateway.leg(near)?.conversationId).toBe(id));
    return { id, far, near };
  },
  'a call that the agent made': async (): Promise<Talk> => {
    const { id } = await harness.call(agent);
    const { legId: near } = await harness.dialled(id, 'AGENT');
    harness.gateway.answer(near);
    const { legId: far } = await harness.dialled(id, 'CUSTOMER');
    harness.gateway.answer(far);
    await harness.untilCall(id, { state: 'ANSWERED' });
    return { id, far, near };
  },
};

const commands = (...names: string[]) =>
  harness.gateway.commands.map(({ command }) => command).filter((each) => names.includes(each));
/** The phone that is rung so that its agent comes back. */
const calledBack = (near: string) =>
  until(() => {
    const back = harness.gateway.sent('dialLeg').findLast(({ request }) => request.dialString.startsWith('PJSIP/201'));
    expect(back?.request.legId).not.toBe(near);
    expect(harness.gateway.leg(back!.request.legId)).toBeDefined();
    return back!.request;
  });
const awaited = (id: string) => harness.untilCall(id, { state: 'ANSWERED', agentConnected: false });
/** As if the loss had been so long ago. */
const lostBefore = (id: string, seconds: number) =>
  harness.dataSource.query(
    `update call_legs set "hungUpAt" = now() - make_interval(secs => $2) where "callId" = $1 and "hungUpFor" = 'AGENT_LOST'`,
    [id, seconds],
  );

describe.each(Object.entries(talks))('the phone of an agent in %s', (_what, given) => {
  it('should be called back when its page is there again, and the customer hear music meanwhile', async () => {
    const { id, far, near } = await given();
    harness.gateway.phone('201', false);
    await awaited(id);
    await until(() => expect(harness.gateway.leg(near)).toBeUndefined());
    expect(harness.gateway.leg(far)).toMatchObject({ state: 'ANSWERED', conversationId: id });
    expect(commands('startMusic', 'stopMusic')).toEqual(['startMusic']);

    harness.gateway.phone('201', true);
    const back = await calledBack(near);
    expect(back).toMatchObject({ dialString: 'PJSIP/201', autoAnswer: true, callerId: '998901234567', timeoutSeconds: 10 });
    harness.gateway.answer(back.legId);
    await harness.untilCall(id, { state: 'ANSWERED', agentConnected: true });
    await until(() => expect(commands('startMusic', 'stopMusic')).toEqual(['startMusic', 'stopMusic']));
    expect(harness.gateway.leg(back.legId)?.conversationId).toBe(id);
    expect(harness.presence.of(id)).toEqual([{ userId: agent.user.id, what: 'began' }]);

    harness.gateway.end(back.legId);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });

  it('should be called back when it is there again before its loss has been written down', async () => {
    const { far, near } = await given();
    harness.gateway.phone('201', false);
    harness.gateway.phone('201', true);
    const back = await calledBack(near);
    harness.gateway.answer(back.legId);
    await until(() => expect(commands('stopMusic')).toEqual(['stopMusic']));
    harness.gateway.end(far);
  });

  it('should be called back at once when only its sound was lost', async () => {
    const { id, far, near } = await given();
    harness.gateway.end(near, { cause: 44, endedBy: 'US' });
    await awaited(id);
    const back = await calledBack(near);
    harness.gateway.answer(back.legId);
    await harness.untilCall(id, { agentConnected: true });
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
  });

  it('should be given up after 20 s, with the reason in words, also when the api was away', async () => {
    const { id, near } = await given();
    harness.gateway.phone('201', false);
    harness.online.delete(agent.user.id);
    await awaited(id);
    await until(() => expect(harness.gateway.leg(near)).toBeUndefined());
    await harness.restartApi(async () => {
      await harness.dataSource
        .initialize()
        .then(() => lostBefore(id, 21))
        .finally(() => harness.dataSource.destroy());
    });
    await harness.untilCall(id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      hangup: { by: 'SYSTEM', reason: "The agent's phone was lost and did not come back in time." },
    });
  });

  it('should be called back after a restart of the api when it came meanwhile', async () => {
    const { id, far, near } = await given();
    harness.gateway.phone('201', false);
    await awaited(id);
    await until(() => expect(harness.gateway.leg(near)).toBeUndefined());
    await harness.restartApi();
    const back = await calledBack(near);
    harness.gateway.answer(back.legId);
    await harness.untilCall(id, { agentConnected: true });
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED' });
  });

  it('should be rung again where it does not answer, or the customer leave', async () => {
    const { id, far, near } = await given();
    harness.gateway.phone('201', false);
    await awaited(id);
    harness.gateway.phone('201', true);
    const first = await calledBack(near);
    harness.gateway.end(first.legId, { cause: 17, sipCode: 486 });
    await harness.untilLeg(first.legId, { sipCode: 486 });
    await awaited(id);
    harness.gateway.phone('201-desk', true);
    const second = await calledBack(first.legId);
    expect(second.dialString).toBe('PJSIP/201-desk');
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
    await until(() => expect(harness.gateway.leg(second.legId)).toBeUndefined());
  });

  it('should end the call when it says so', async () => {
    const { id, near } = await given();
    harness.gateway.end(near);
    await harness.untilCall(id, { state: 'ENDED', outcome: 'COMPLETED', agentConnected: true, hangup: { by: 'AGENT' } });
    expect(commands('startMusic')).toEqual([]);
  });

  it('should not count as lost when another one goes', async () => {
    const { id, far } = await given();
    for (const phoneId of ['201-desk', '202']) harness.gateway.phone(phoneId, false);
    expect(await harness.find(id)).toMatchObject({ agentConnected: true });
    harness.gateway.end(far);
    await harness.untilCall(id, { state: 'ENDED', agentConnected: true });
    expect(commands('startMusic')).toEqual([]);
  });
});
