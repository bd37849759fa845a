import { type Principal, Role } from '@app/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('First');
  await harness.trunk('Second');
  admin = await harness.user(Role.ADMIN);
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
});

const announce = () => harness.call(admin, { connect: { announcement: 'sound:hello-world' } });

describe('an attempt', () => {
  it("should be kept with the provider's own words, and the call's end too", async () => {
    const call = await announce();
    const words = 'Wrong password or IP not allowed';
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, { cause: 21, sipCode: 403, sipReason: words });
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    harness.gateway.end(two.legId, { cause: 34, sipCode: 503, sipReason: 'Out of lines' });
    await harness.untilCall(call.id, {
      state: 'ENDED',
      hangup: { sipCode: 503, reason: 'The provider answered 503: Out of lines.' },
      attempts: [
        { sipCode: 403, reason: words, problem: 'FORBIDDEN' },
        { sipCode: 503, reason: 'Out of lines', problem: 'PROVIDER_FAILED' },
      ],
    });
    expect((await harness.legs(call.id)).map(({ sipReason }) => sipReason)).toEqual([words, 'Out of lines']);
    await harness.untilNothingIsLeft();
  });

  it('should take words of any length', async () => {
    const call = await announce();
    const end = { cause: 17, sipCode: 486, sipReason: 'x'.repeat(5000) };
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, end);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY', attempts: [{ reason: 'x'.repeat(200) }] });
    await harness.untilNothingIsLeft();
  });

  it('should have no reason while it lasts, nor after a talk', async () => {
    const call = await announce();
    const { legId } = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(legId);
    await harness.untilCall(call.id, { state: 'ANSWERED', attempts: [{ reason: null }] });
    harness.gateway.end(legId);
    await harness.untilCall(call.id, { state: 'ENDED', attempts: [{ reason: null, cause: 16 }] });
    await harness.untilNothingIsLeft();
  });

  it('should be read without a reason where it was kept before there were any', async () => {
    const call = await announce();
    await harness.service.hangUp(admin, call.id);
    await harness.untilCall(call.id, { state: 'ENDED' });
    await harness.dataSource.query(
      `update calls set attempts = (select jsonb_agg(attempt - 'reason' - 'problem') from jsonb_array_elements(attempts) attempt) where id = $1`,
      [call.id],
    );
    expect((await harness.find(call.id)).attempts).toMatchObject([{ trunkName: 'First', reason: null, problem: null }]);
    await harness.untilNothingIsLeft();
  });
});

describe('a trunk from which not a word comes back', () => {
  it('should be left for the next at once, and its line be given back', async () => {
    const call = await announce();
    const one = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.silent(one.legId);
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    expect(two.dialString).toBe('PJSIP/998901234567@Second');
    expect(harness.gateway.sent('hangUpLeg')).toMatchObject([{ legId: one.legId, cause: 19 }]);
    expect(harness.gateway.leg(one.legId)).toBeUndefined();
    harness.gateway.answer(two.legId);
    await harness.untilCall(call.id, {
      state: 'ANSWERED',
      attempts: [{ trunkName: 'First', sipCode: null, reason: 'Nothing came back from the provider.' }, { trunkName: 'Second' }],
    });
    harness.gateway.end(two.legId);
    await harness.untilNothingIsLeft();
  });

  it('should be left all the same when its answer comes while it is being hung up', async () => {
    const call = await announce();
    const one = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.failNext('hangUpLeg', 503);
    harness.gateway.silent(one.legId);
    await harness.untilLeg(one.legId, { hungUpFor: 'TRUNK_DEAD' });
    harness.gateway.ring(one.legId);
    harness.gateway.answer(one.legId);
    harness.gateway.end(one.legId, { endedBy: 'US' });
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    await harness.untilCall(call.id, { state: 'DIALING', trunkName: 'Second', ringingAt: null, answeredAt: null });
    harness.gateway.end(two.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY' });
    await harness.untilNothingIsLeft();
  });

  it('should make the call FAILED where it was the only one that it might take', async () => {
    const call = await harness.call(admin, { trunkName: 'First', connect: { announcement: 'sound:hello-world' } });
    harness.gateway.silent((await harness.dialled(call.id, 'CUSTOMER')).legId);
    const hangup = { by: 'SYSTEM', sipCode: null, reason: 'Nothing came back from the provider.' };
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup });
    await harness.untilNothingIsLeft();
  });

  it.each(['ring', 'answer'] as const)('should not be given up when the word comes after a %s', async (sign) => {
    const call = await announce();
    const { legId } = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway[sign](legId);
    for (const type of ['silent', 'trunkSilent'] as const) await harness.conductor.tell(call.id, { type, at: new Date(), legId });
    expect(harness.gateway.sent('hangUpLeg')).toEqual([]);
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });

  it("should not be the agent's phone, which has a time of its own", async () => {
    const call = await harness.call(await harness.user(Role.AGENT, '201'));
    const { legId } = await harness.dialled(call.id, 'AGENT');
    harness.gateway.silent(legId);
    harness.gateway.answer(legId);
    harness.gateway.answer((await harness.dialled(call.id, 'CUSTOMER')).legId);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    harness.gateway.end(legId);
    await harness.untilNothingIsLeft();
  });
});
