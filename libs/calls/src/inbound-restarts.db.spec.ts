import { randomUUID } from 'node:crypto';
import type { AgentPhone } from '@app/agents';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let agents: Principal[];
let phones: AgentPhone[];

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  agents = [await harness.user(Role.AGENT, '201'), await harness.user(Role.AGENT, '202')];
  phones = await Promise.all(agents.map((agent) => harness.phone(agent)));
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
  Object.assign(harness.distribution, { steps: [phones], ringSeconds: 30, announcement: null, waits: false });
});
afterEach(() => harness.untilNothingIsLeft());

const interruptions = {
  'the api was restarted': (meanwhile?: () => void) => harness.restartApi(meanwhile),
  'the connection was lost': async (meanwhile: () => void = () => undefined) => {
    harness.gateway.disconnect();
    meanwhile();
    harness.gateway.connect();
    await harness.untilReady();
  },
};

async function ringing() {
  const far = `asterisk-${randomUUID()}`;
  harness.gateway.arrive({ legId: far, origin: 'trunk', originId: 'BellUZ', dialled: '1', callerId: '998901234567' });
  const requests = await until(() => {
    const sent = harness.gateway.sent('dialLeg').map(({ request }) => request);
    expect(sent).toHaveLength(harness.distribution.steps[0]!.length);
    for (const { legId } of sent) expect(harness.gateway.leg(legId)).toBeDefined();
    return sent;
  });
  return { far, id: requests[0]!.callId, near: requests.map(({ legId }) => legId) };
}

async function talking() {
  const { far, id, near } = await ringing();
  harness.gateway.answer(near[0]!);
  await until(() => expect(harness.gateway.leg(near[0]!)?.conversationId).toBe(id));
  await until(() => expect(harness.gateway.leg(near[1]!)).toBeUndefined());
  return { far, id, near: near[0]! };
}

const end = async (far: string, id: string, outcome: string) => {
  harness.gateway.end(far);
  await harness.untilCall(id, { state: 'ENDED', outcome });
};

describe.each(Object.entries(interruptions))('a call that came in, when %s', (_case, interrupt) => {
  it('should go on where phones still ring', async () => {
    const { far, id, near } = await ringing();
    await interrupt();
    expect(harness.gateway.sent('hangUpLeg')).toEqual([]);
    harness.gateway.answer(near[1]!);
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[1]!.user.id });
    await end(far, id, 'COMPLETED');
  });

  it('should leave a phone alone that was perhaps never rung, and let the others ring', async () => {
    const { far, id, near } = await ringing();
    harness.gateway.unheard.add(near[0]!);
    await harness.dataSource.query(`update call_legs set "dialledAt" = now() - interval '3 s' where id = $1`, [near[0]]);
    await interrupt();
    await until(() => expect(harness.gateway.leg(near[0]!)).toBeUndefined());
    harness.gateway.answer(near[1]!);
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[1]!.user.id });
    await end(far, id, 'COMPLETED');
  });

  it('should be answered by who picked up meanwhile', async () => {
    const { far, id, near } = await ringing();
    await interrupt(() => {
      // Told to nobody: the stream is down.
      harness.gateway.answer(near[1]!);
    });
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[1]!.user.id });
    await until(() => expect(harness.gateway.leg(far)).toMatchObject({ state: 'ANSWERED', conversationId: id }));
    await end(far, id, 'COMPLETED');
  });

  it('should be sent on where the phones have stopped meanwhile', async () => {
    harness.distribution.steps = [[phones[0]!], [phones[1]!]];
    const { far, id, near } = await ringing();
    await interrupt(() => harness.gateway.endSilently(near[0]!));
    const next = await until(() => {
      const [, second] = harness.gateway.sent('dialLeg');
      expect(second?.request.dialString).toBe('PJSIP/202');
      return second!.request;
    });
    harness.gateway.answer(next.legId);
    await harness.untilCall(id, { state: 'ANSWERED', agentId: agents[1]!.user.id });
    await end(far, id, 'COMPLETED');
  });

  it('should be ABANDONED where its caller has gone, and the phones fall silent', async () => {
    const { far, id, near } = await ringing();
    await interrupt(() => harness.gateway.endSilently(far));
    await harness.untilCall(id, { state: 'ENDED', outcome: 'ABANDONED', hangup: { by: 'CUSTOMER' } });
    await until(() => expect(near.every((legId) => !harness.gateway.leg(legId))).toBe(true));
  });

  it('should still count the time of its step', async () => {
    Object.assign(harness.distribution, { steps: [[phones[0]!], [phones[1]!]], ringSeconds: 1.5 });
    const { far, id } = await ringing();
    await interrupt();
    await until(() => expect(harness.gateway.sent('dialLeg')).toHaveLength(2));
    await end(far, id, 'ABANDONED');
  });

  it('should go on waiting where nobody is free', async () => {
    Object.assign(harness.distribution, { steps: [], waits: true });
    const far = `asterisk-${randomUUID()}`;
    harness.gateway.arrive({ legId: far, origin: 'trunk', originId: 'BellUZ', dialled: '1', callerId: null });
    await until(() => expect(harness.gateway.sent('ringLeg')).toHaveLength(1));
    await interrupt();
    harness.distribution.steps = [[phones[0]!]];
    await harness.presenceChanged(agents[0]!.user.id);
    const { callId } = await until(() => {
      expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
      return harness.gateway.sent('dialLeg')[0]!.request;
    });
    await end(far, callId, 'ABANDONED');
  });

  it('should hear its announcement again', async () => {
    Object.assign(harness.distribution, { steps: [], announcement: 'sound:vm-nobodyavail' });
    const far = `asterisk-${randomUUID()}`;
    harness.gateway.arrive({ legId: far, origin: 'trunk', originId: 'BellUZ', dialled: '1', callerId: null });
    await until(() => expect(harness.gateway.sent('play')).toHaveLength(1));
    await interrupt();
    await until(() => expect(harness.gateway.sent('play')).toHaveLength(2));
    const { playId, conversationId } = harness.gateway.sent('play')[1]!;
    harness.gateway.played(playId);
    await harness.untilCall(conversationId, { state: 'ENDED', outcome: 'NO_ANSWER' });
  });

  it('should go on with two who talk, and tell presence', async () => {
    const { far, id } = await talking();
    await interrupt();
    expect(await harness.find(id)).toMatchObject({ state: 'ANSWERED', agentConnected: true });
    expect(harness.presence.reconciled).toEqual([{ userId: agents[0]!.user.id, callId: id }]);
    await end(far, id, 'COMPLETED');
  });

  it.each(['far', 'near'] as const)('should end a talk whose %s party has left', async (who) => {
    const talk = await talking();
    await interrupt(() => harness.gateway.endSilently(talk[who]));
    const by = who === 'far' ? 'CUSTOMER' : 'AGENT';
    await harness.untilCall(talk.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by } });
  });
});

describe('two who were about to be connected when the api was killed', () => {
  it('should be connected when it is back', async () => {
    const { far, id, near } = await ringing();
    const [winner] = near;
    // The answer is written down, and no command was given any more.
    await harness.restartApi(async () => {
      const books = await harness.dataSource.initialize();
      await books.query(`update call_legs set "answeredAt" = now() where id in ($1, $2)`, [far, winner]);
      await books.query(
        `update calls set state = 'ANSWERED', "answeredAt" = now(), "agentId" = $2, sequence = sequence + 1 where id = $1`,
        [id, agents[0]!.user.id],
      );
      await books.query(`update call_legs set "hungUpAt" = now() where id = $1`, [near[1]]);
      await books.destroy();
      harness.gateway.answer(winner!);
    });
    await until(() => {
      expect(harness.gateway.leg(far)).toMatchObject({ state: 'ANSWERED', conversationId: id });
      expect(harness.gateway.leg(winner!)).toMatchObject({ conversationId: id });
    });
    await until(() => expect(harness.gateway.leg(near[1]!)).toBeUndefined(), { timeoutMs: 10_000 });
    await end(far, id, 'COMPLETED');
  });
});
