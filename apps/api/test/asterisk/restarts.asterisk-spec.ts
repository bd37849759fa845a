import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, ringsForEver } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectInOrder } from './expect-call.js';
import { Given, longSound, type GivenTrunk } from './given.js';
import { operations, type CallView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk();
});
afterAll(() => stack?.stop());

/** Every change of the call, whoever was there to hear it. */
async function historyOf(id: string): Promise<CallView[]> {
  const subscription = await stack.admin.subscribe<{ callUpdated: CallView }>(operations.callUpdated, { id, afterSequence: 0 });
  const changes = await until(() => {
    const all = subscription.items.map(({ callUpdated }) => callUpdated);
    expect(all.at(-1)?.state).toBe('ENDED');
    return all;
  });
  subscription.stop();
  return changes;
}

describe('the api, killed in the middle of a call', { timeout: 90_000 }, () => {
  it('should find the call still up when it is back, and be able to end it', async () => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent);
    const before = await given.call(id);
    await stack.killApi();
    const packets = seen.media.received;
    await until(() => expect(seen.media.received).toBeGreaterThan(packets + 50));
    await stack.startApiAgain();
    const adopted = await until(async () => {
      const { activeCalls } = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
      expect(activeCalls.map((call) => call.id)).toEqual([id]);
      return activeCalls[0];
    });
    expect(adopted).toMatchObject({ state: 'ANSWERED', answeredAt: before.answeredAt, agent: before.agent });
    expect(seen.progress).toBe('answered');
    await given.hangUp(id);
    await until(() => expect(seen.endedBy).toBe('them'));
    const history = await historyOf(id);
    expectInOrder(history);
    expect(history.at(-1)).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });

  it('should hear of a ringing customer who answers after it is back', async () => {
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const { id } = await given.originated({
      to: number,
      trunkName: trunk.name,
      connect: { announcement: longSound },
      record: false,
    });
    await given.untilCallIs(id, 'RINGING');
    await stack.killApi();
    await stack.startApiAgain();
    await stack.carrier.callTo(number).answer();
    await given.untilCallIs(id, 'ANSWERED');
    await until(() => expect(stack.carrier.callTo(number).media.audible).toBeGreaterThan(20));
    await given.hangUp(id);
    expectInOrder(await historyOf(id));
  });

  it('should book a call whose customer hung up meanwhile', async () => {
    const agent = await given.agentPhone();
    const { id, seen } = await given.answeredCall(trunk, agent);
    await stack.killApi();
    await seen.hangUp();
    await stack.startApiAgain();
    const call = await given.untilCallIs(id, 'ENDED', 15_000);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
    await until(() => expect(agent.phone.calls.every(({ progress }) => progress === 'ended')).toBe(true));
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
  });

  it('should never dial late what it had not dialled', async () => {
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    // The agent's phone rings; the customer would be next.
    const agent = await given.agentPhone(...ringsForEver);
    const { id } = await given.originated({ to: number, trunkName: trunk.name, connect: { agentId: agent.userId } });
    await until(() => expect(agent.phone.calls).toHaveLength(1));
    await stack.killApi();
    await stack.startApiAgain();
    const { state } = await given.call(id);
    if (state !== 'ENDED') await given.hangUp(id);
    await given.untilCallIs(id, 'ENDED', 15_000);
    expect(stack.carrier.callsTo(number)).toEqual([]);
    await until(() => expect(agent.phone.calls[0]?.progress).toBe('ended'));
  });
});

describe('Asterisk, killed in the middle of calls', { timeout: 90_000 }, () => {
  it('should end them FAILED, and work again when it is back', async ({ annotate }) => {
    const { id: talking } = await given.announcement(trunk, answersAtOnce);
    const { id: ringing } = await given.announcement(trunk, ringsForEver);
    await given.untilCallIs(talking, 'ANSWERED');
    await given.untilCallIs(ringing, 'RINGING');
    await stack.killAsterisk();
    await until(async () => {
      const { systemStatus } = await stack.admin.ask<{ systemStatus: { asteriskConnected: boolean } }>(
        'query { systemStatus { asteriskConnected } }',
      );
      expect(systemStatus.asteriskConnected).toBe(false);
    });
    const refused = await given.originate({ to: given.number(), trunkName: trunk.name, connect: { announcement: longSound } });
    expect(refused).toMatchObject({ errorCode: 'TELEPHONY_UNAVAILABLE' });
    const attempts = stack.carrier.registrar.attemptsOf(trunk.username).length;
    await stack.startAsteriskAgain();
    const back = Date.now();
    await until(() => expect(stack.carrier.registrar.attemptsOf(trunk.username).length).toBeGreaterThan(attempts + 1), {
      timeoutMs: 15_000,
    });
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    await annotate(`REGISTERED ${Date.now() - back} ms after Asterisk was ready again`);
    for (const id of [talking, ringing]) {
      const call = await given.untilCallIs(id, 'ENDED', 15_000);
      expect(call).toMatchObject({ outcome: 'FAILED', hangup: { by: 'SYSTEM' } });
      expectInOrder(await historyOf(id));
    }
    const { id, seen } = await given.announcement(trunk, answersAtOnce);
    await given.untilCallIs(id, 'ANSWERED');
    await until(() => expect(seen.media.audible).toBeGreaterThan(20));
    await given.hangUp(id);
  });
});
