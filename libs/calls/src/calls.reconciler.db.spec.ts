import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('First');
  await harness.trunk('Second');
  admin = await harness.user(Role.ADMIN);
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
});

/** The situations that an interruption can find. */
const given = {
  ringingAgent: async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    return { call, near: near.legId };
  },
  dialingCall: async () => {
    const { call, near } = await given.ringingAgent();
    harness.gateway.answer(near);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    return { call, near, far: far.legId };
  },
  ringingCall: async () => {
    const { call, near, far } = await given.dialingCall();
    harness.gateway.ring(far);
    await harness.untilCall(call.id, { state: 'RINGING' });
    return { call, near, far };
  },
  answeredCall: async () => {
    const { call, near, far } = await given.ringingCall();
    harness.gateway.answer(far);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    return { call, near, far };
  },
  announcement: async (announcement = 'sound:hello-world') => {
    const call = await harness.call(admin, { connect: { announcement } });
    const far = await harness.dialled(call.id, 'CUSTOMER');
    return { call, far: far.legId };
  },
};

const interruptions = {
  'the api was restarted': (meanwhile?: () => void) => harness.restartApi(meanwhile),
  'the connection was lost': async (meanwhile: () => void = () => undefined) => {
    harness.gateway.disconnect();
    meanwhile();
    harness.gateway.connect();
    await harness.untilReady();
  },
};

describe.each(Object.entries(interruptions))('when %s', (_case, interrupt) => {
  it('should go on with two who talk', async () => {
    const { call, near, far } = await given.answeredCall();
    await interrupt();
    expect(await harness.find(call.id)).toMatchObject({ state: 'ANSWERED' });
    expect(harness.gateway.sent('hangUpLeg')).toEqual([]);
    harness.gateway.end(far);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
    await until(() => expect(harness.gateway.leg(near)).toBeUndefined());
    await harness.untilNothingIsLeft();
  });

  it('should go on with a customer who rings, and still count the ring time', async () => {
    const { call, far } = await given.ringingCall();
    await interrupt();
    expect(await harness.find(call.id)).toMatchObject({ state: 'RINGING' });
    expect(harness.conductor.sizes.timers).toBe(1);
    harness.gateway.answer(far);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    await harness.service.hangUp(agent, call.id);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED' });
    await harness.untilNothingIsLeft();
  });

  it('should make up for what was missed', async () => {
    const one = await given.dialingCall();
    const two = await given.announcement();
    await interrupt(() => {
      harness.gateway.disconnect();
      harness.gateway.ring(one.far);
      harness.gateway.ring(two.far);
      harness.gateway.answer(two.far);
    });
    await harness.untilCall(one.call.id, { state: 'RINGING' });
    await harness.untilCall(two.call.id, { state: 'ANSWERED' });
    await until(() => expect(harness.gateway.sent('play')).toMatchObject([{ conversationId: two.call.id }]));
    await harness.service.hangUp(agent, one.call.id);
    harness.gateway.played(harness.gateway.sent('play')[0]?.playId ?? '');
    await harness.untilNothingIsLeft();
  });

  it('should play an announcement again, because its end may have been missed', async () => {
    const { call, far } = await given.announcement();
    harness.gateway.answer(far);
    await until(() => expect(harness.gateway.sent('play')).toHaveLength(1));
    await interrupt();
    await until(() => expect(harness.gateway.sent('play')).toHaveLength(2));
    harness.gateway.played(harness.gateway.sent('play')[1]?.playId ?? '');
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED' });
    await harness.untilNothingIsLeft();
  });

  it('should read a recording anew that was being played', async () => {
    const id = randomUUID();
    harness.recorded.sounds.set(id, { of: admin.user.id, sound: Buffer.from('as it was') });
    const { call, far } = await given.announcement(`recording:${id}`);
    harness.gateway.answer(far);
    await until(() => expect(harness.gateway.sent('stream')).toHaveLength(1));
    await interrupt(() => void harness.recorded.sounds.set(id, { of: admin.user.id, sound: Buffer.from('as it is') }));
    await until(() => expect(harness.gateway.sent('stream')).toHaveLength(2));
    expect(harness.gateway.sent('stream')[1]?.sound.toString()).toBe('as it is');
    harness.gateway.played(harness.gateway.sent('stream')[1]?.playId ?? '');
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED' });
    await harness.untilNothingIsLeft();
  });

  it('should go on with an agent whose phone still rings', async () => {
    const { call, near } = await given.ringingAgent();
    await interrupt();
    harness.gateway.answer(near);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.end(far.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY' });
    await harness.untilNothingIsLeft();
  });

  it('should dial nobody late: the agent had answered, and the customer was not dialled', async () => {
    const { call, near } = await given.ringingAgent();
    await interrupt(() => harness.gateway.answer(near));
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', attempts: [], hangup: { by: 'SYSTEM' } });
    expect((await harness.find(call.id)).hangup?.reason).toMatch(/^Interrupted/);
    await harness.untilNothingIsLeft();
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
  });

  it.each([
    ["the agent's leg", given.ringingAgent, 'near'],
    ["the customer's leg", given.dialingCall, 'far'],
  ] as const)('should dial nobody late: %s was made, and nothing ever came back for it', async (_what, situation, part) => {
    const found: { call: { id: string }; near: string; far?: string } = await situation();
    const legId = found[part] ?? '';
    harness.gateway.unheard.add(legId);
    await harness.dataSource.query(`update call_legs set "dialledAt" = now() - interval '3 s' where id = $1`, [legId]);
    harness.gateway.commands.length = 0;
    await interrupt();
    await harness.untilCall(found.call.id, {
      state: 'ENDED',
      outcome: 'FAILED',
      hangup: { by: 'SYSTEM', reason: expect.stringMatching(/^Interrupted/) },
    });
    await harness.untilNothingIsLeft();
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
  });

  it('should go on with a customer who was dialled a moment ago', async () => {
    const { call, far } = await given.dialingCall();
    harness.gateway.unheard.add(far);
    await interrupt();
    harness.gateway.answer(far);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    await harness.service.hangUp(agent, call.id);
    await harness.untilNothingIsLeft();
  });

  it('should book calls of which nothing is left as FAILED', async () => {
    const calls = [
      { ...(await given.ringingAgent()), far: null },
      await given.dialingCall(),
      await given.ringingCall(),
      await given.answeredCall(),
    ];
    const alone = await given.announcement();
    await interrupt(() => {
      for (const call of calls) {
        harness.gateway.endSilently(call.near);
        if (call.far !== null) harness.gateway.endSilently(call.far);
      }
      harness.gateway.endSilently(alone.far);
    });
    for (const { call } of [...calls, alone]) {
      await harness.untilCall(call.id, {
        state: 'ENDED',
        outcome: 'FAILED',
        hangup: { by: 'SYSTEM', reason: expect.stringMatching(/^Interrupted/) },
      });
    }
    await harness.untilNothingIsLeft();
    expect(harness.gateway.sent('dialLeg').filter(({ request }) => request.dialString.includes('Second'))).toEqual([]);
  });

  it.each([
    ['customer', 'far', 'CUSTOMER'],
    ['agent', 'near', 'AGENT'],
  ] as const)('should end an answered call whose %s has left', async (_party, gone, by) => {
    const { call, near, far } = await given.answeredCall();
    await interrupt(() => harness.gateway.endSilently(gone === 'far' ? far : near));
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by } });
    await harness.untilNothingIsLeft();
  });

  it('should cancel a ringing call whose agent has left', async () => {
    const { call, near } = await given.ringingCall();
    await interrupt(() => harness.gateway.endSilently(near));
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    await harness.untilNothingIsLeft();
  });

  it('should do what was asked for before', async () => {
    const { call } = await given.ringingCall();
    harness.gateway.failNext('hangUpLeg', 503);
    harness.gateway.failNext('hangUpLeg', 503);
    await harness.service.hangUp(agent, call.id);
    await harness.dataSource.query(`update call_legs set "hungUpAt" = now() - interval '10 s' where "callId" = $1`, [call.id]);
    await interrupt();
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    await harness.untilNothingIsLeft();
  });

  it('should clear away legs and conversations of calls that are over or unknown', async () => {
    const { gateway } = harness;
    // As if another had left them: not of any call in the books.
    await gateway.createConversation('left-over');
    const leg = { legId: randomUUID(), callId: randomUUID(), dialString: 'PJSIP/1@First', timeoutSeconds: 30, maxSeconds: 60 };
    await gateway.dialLeg(leg);
    await interrupt();
    await until(async () => {
      expect(await gateway.liveLegs()).toEqual([]);
      expect(await gateway.liveConversations()).toEqual([]);
    });
  });
});

describe('around the reconciling', () => {
  it('should end a call that was saved before the connection was lost and not dialled', async () => {
    const { conductor } = harness;
    const begin = conductor.begin.bind(conductor);
    let lose: (() => void) | undefined = () => harness.gateway.disconnect();
    conductor.begin = async (progress, epoch) => {
      lose?.();
      lose = undefined;
      await begin(progress, epoch);
    };
    const call = await harness.call(agent);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'FAILED',
      hangup: { reason: expect.stringMatching(/^Interrupted/) },
    });
    expect(harness.gateway.sent('dialLeg')).toEqual([]);
    harness.gateway.connect();
    await harness.untilReady();
    await harness.untilNothingIsLeft();
  });

  it('should deal with events that come while the books are compared, after it', async () => {
    const { call, far } = await given.ringingCall();
    harness.gateway.disconnect();
    harness.gateway.connect();
    harness.gateway.answer(far);
    harness.gateway.end(far);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', hangup: { by: 'CUSTOMER' } });
    await harness.untilReady();
    await harness.untilNothingIsLeft();
  });

  it('should leave no gap in the changes', async () => {
    const { call, far } = await given.ringingCall();
    await harness.restartApi();
    harness.gateway.answer(far);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    await harness.restartApi();
    await harness.service.hangUp(agent, call.id);
    await harness.untilNothingIsLeft();
    const changes = await harness.changes(call.id);
    expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, index) => index + 1));
    expect(changes.map(({ snapshot }) => snapshot.state)).toEqual(['DIALING', 'DIALING', 'RINGING', 'ANSWERED', 'ENDED']);
  });
});
