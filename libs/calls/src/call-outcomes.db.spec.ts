import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { RegistrationState, type Trunk } from '@app/trunks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;
let first: Trunk;

beforeAll(async () => {
  harness = await CallsHarness.start();
  first = await harness.trunk('First', { callerId: '998711111111' });
  await harness.trunk('Second', { callerId: '998712222222' });
  admin = await harness.user(Role.ADMIN);
});
afterAll(() => harness.stop());
beforeEach(async () => {
  harness.gateway.commands.length = 0;
  await harness.trunksRested();
});

const announce = (input = {}) => harness.call(admin, { connect: { announcement: 'sound:hello-world' }, ...input });

describe('how a call ends that was not answered', () => {
  it.each([
    [486, 17, 'BUSY', 'CUSTOMER'],
    [600, 17, 'BUSY', 'CUSTOMER'],
    [480, 19, 'NO_ANSWER', 'CUSTOMER'],
    [487, 16, 'NO_ANSWER', 'CUSTOMER'],
    [603, 21, 'REJECTED', 'CUSTOMER'],
    [404, 1, 'INVALID_NUMBER', 'SYSTEM'],
    [484, 28, 'INVALID_NUMBER', 'SYSTEM'],
    [410, 22, 'INVALID_NUMBER', 'SYSTEM'],
  ])('should take %i for what a person or a provider said, and try no other trunk', async (sipCode, cause, outcome, by) => {
    const call = await announce();
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, { cause, sipCode });
    await harness.untilCall(call.id, { state: 'ENDED', outcome, hangup: { by, cause, sipCode }, attempts: [{ sipCode, cause }] });
    await harness.untilNothingIsLeft();
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
  });

  it.each([
    [401, 21],
    [403, 21],
    [407, 21],
    [408, 18],
    [488, 58],
    [500, 38],
    [502, 27],
    [503, 34],
  ])('should take %i for technical, and try the next trunk', async (sipCode, cause) => {
    const call = await announce();
    const one = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.end(one.legId, { cause, sipCode });
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    expect(two).toMatchObject({ dialString: 'PJSIP/998901234567@Second', callerId: '998712222222' });
    await harness.untilCall(call.id, { state: 'DIALING', trunkName: 'Second', from: '998712222222' });
    harness.gateway.answer(two.legId);
    harness.gateway.end(two.legId);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      attempts: [
        { trunkName: 'First', sipCode, cause, endedAt: expect.any(Date) },
        { trunkName: 'Second', sipCode: null, cause: 16 },
      ],
    });
    await harness.untilNothingIsLeft();
  });

  it('should fail by the last trunk when every one has failed', async () => {
    const call = await announce();
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, { cause: 38, sipCode: 500 });
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER', 2)).legId, { cause: 34, sipCode: 503 });
    const hangup = { by: 'SYSTEM', cause: 34, sipCode: 503, reason: 'The provider answered 503.' };
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'FAILED',
      hangup,
      attempts: [{ sipCode: 500 }, { sipCode: 503 }],
    });
    await harness.untilNothingIsLeft();
  });

  it('should try no other trunk once it rang', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.ring(far.legId);
    harness.gateway.end(far.legId, { cause: 34, sipCode: 503 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', attempts: [{ trunkName: 'First' }] });
    await harness.untilNothingIsLeft();
  });

  it('should try no other trunk when one was named', async () => {
    const call = await announce({ trunkName: 'first' });
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, { cause: 34, sipCode: 503 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED' });
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
    await harness.untilNothingIsLeft();
  });

  it('should pass over a trunk that is not usable then', async () => {
    await harness.trunk('Third');
    const call = await announce();
    const one = await harness.dialled(call.id, 'CUSTOMER');
    harness.registrations.set('Second', RegistrationState.UNREACHABLE);
    harness.gateway.end(one.legId, { cause: 34, sipCode: 503 });
    expect(await harness.dialled(call.id, 'CUSTOMER', 2)).toMatchObject({ dialString: 'PJSIP/998901234567@Third' });
    harness.registrations.clear();
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
    harness.trunks.splice(2);
  });

  it('should try the next trunk when the engine could not dial', async () => {
    harness.gateway.failNext('dialLeg', 500);
    const call = await announce();
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    harness.gateway.end(two.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'BUSY',
      attempts: [{ endedAt: expect.any(Date) }, { sipCode: 486 }],
    });
    await harness.untilNothingIsLeft();
  });

  it.each([503, 504])('should fail, and dial nobody else, when the engine does not answer (%i)', async (status) => {
    harness.gateway.failNext('dialLeg', status);
    const call = await announce();
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup: { by: 'SYSTEM', reason: expect.any(String) } });
    expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
    await harness.untilNothingIsLeft();
  });

  it('should keep the conversation and the agent over a failover', async () => {
    const agent = await harness.user(Role.AGENT, '201');
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    harness.gateway.answer(near.legId);
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, { cause: 34, sipCode: 503 });
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    expect(two).toMatchObject({ conversationId: call.id, originatorLegId: near.legId });
    harness.gateway.answer(two.legId);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    harness.gateway.end(two.legId);
    await harness.untilNothingIsLeft();
  });
});

describe('times of ours', () => {
  it('should count the ring time from the first ring, and end as NO_ANSWER', async () => {
    const call = await announce({ ringTimeoutSeconds: 5 });
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.ring(far.legId, new Date(Date.now() - 4900));
    await until(() => expect(harness.gateway.sent('hangUpLeg')).toMatchObject([{ legId: far.legId, cause: 19 }]));
    const hangup = { by: 'SYSTEM', cause: 19, reason: 'Nobody answered within the ring time.' };
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'NO_ANSWER', hangup });
    await harness.untilNothingIsLeft();
  });

  it('should take a trunk without any sign for technical', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    await harness.conductor.tell(call.id, { type: 'trunkSilent', at: new Date(), legId: far.legId });
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    harness.gateway.end(two.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(call.id, { outcome: 'BUSY' });
    await harness.untilNothingIsLeft();
  });

  it('should end a call whose leg went unheard after we hung it up', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.ring(far.legId);
    harness.gateway.failNext('hangUpLeg', 503);
    await harness.service.hangUp(admin, call.id);
    harness.gateway.endSilently(far.legId);
    await harness.conductor.tell(call.id, { type: 'endOverdue', at: new Date(), legId: far.legId });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    await harness.untilNothingIsLeft();
  });

  it('should hang up again what did not go', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.failNext('hangUpLeg', 503);
    await harness.service.hangUp(admin, call.id);
    await harness.conductor.tell(call.id, { type: 'endOverdue', at: new Date(), legId: far.legId });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'CANCELED' });
    await harness.untilNothingIsLeft();
  });

  it('should sweep away a call that is gone from the engine, at the second look', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(far.legId);
    await until(() => expect(harness.gateway.sent('play')).toHaveLength(1));
    harness.gateway.endSilently(far.legId);
    await harness.sweeper.sweep();
    expect(await harness.find(call.id)).toMatchObject({ state: 'ANSWERED' });
    await harness.sweeper.sweep();
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup: { by: 'SYSTEM' } });
    await harness.untilNothingIsLeft();
  });
});

describe('the lines of a trunk', () => {
  it('should be held from the start of the call, by each of its legs, until they end', async () => {
    const call = await harness.call(admin, { connect: { phone: '998935550000' } });
    const held = async () => new Map((await harness.legs(call.id)).map(({ role, slotTrunkId }) => [role, slotTrunkId]));
    expect(await held()).toEqual(
      new Map([
        ['PHONE', first.id],
        ['CUSTOMER', first.id],
      ]),
    );
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
    expect(await held()).toEqual(
      new Map([
        ['PHONE', null],
        ['CUSTOMER', null],
      ]),
    );
  });

  it('should be told of when they are taken and when they are given back, once that can be read', async () => {
    const told = await harness.lineNews();
    const call = await announce();
    await until(() => expect(told).toContainEqual({ trunkId: first.id, lines: 1 }));
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
    await until(() => expect(told.filter(({ trunkId }) => trunkId === first.id).at(-1)?.lines).toBe(0));
  });

  it('should keep their trunk from being deleted', async () => {
    const call = await announce();
    await expect(harness.dataSource.query('delete from trunks where id = $1', [first.id])).rejects.toThrow(
      'FK_call_legs_trunk_in_use',
    );
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });
});
