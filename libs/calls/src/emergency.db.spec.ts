import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { isRefusal } from '@app/common';
import { until } from '@app/common/testing';
import { RegistrationState, TrunkNumberFormat } from '@app/trunks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let agent: Principal;
let other: Principal;

const sound = { announcement: 'sound:hello-world' };

beforeAll(async () => {
  harness = await CallsHarness.start({ maxCalls: 2, maxCallsPerUser: 1, maxOriginatesPerUserPerMinute: 1 });
  await harness.trunk('First', { maxChannels: 1, numberFormat: TrunkNumberFormat.PLUS });
  await harness.trunk('Second', { maxChannels: 1 });
  agent = await harness.user(Role.AGENT, '201');
  other = await harness.user(Role.ADMIN);
});
afterAll(() => harness.stop());

/** Every limit is reached: the agent's own, the lines of both trunks, and those of all. */
beforeEach(async () => {
  harness.destinations.splice(0, 1, '99890');
  await harness.dataSource.query('delete from calls');
  await harness.call(agent, { trunkName: 'First' });
  await harness.call(other, { trunkName: 'Second', connect: sound });
  harness.audit.length = 0;
});
afterEach(async () => {
  for (const { call } of harness.conductor.living()) {
    await harness.conductor.tell(call.id, { type: 'hangUpRequested', at: new Date() });
  }
  await harness.untilNothingIsLeft();
  harness.gateway.commands.length = 0;
  harness.registrations.clear();
});

const reached = async () =>
  expect(await harness.originate(agent, { connect: { agentId: agent.user.id } })).toMatchObject({
    errorCode: 'CALL_LIMIT_REACHED',
  });

describe('an emergency number', () => {
  it('should be dialled as it is for an agent, whatever limit is reached, and be written down', async () => {
    await reached();
    harness.audit.length = 0;
    const call = await harness.call(agent, { to: '112' });
    harness.gateway.answer((await harness.dialled(call.id, 'AGENT')).legId);
    expect(await harness.dialled(call.id, 'CUSTOMER')).toMatchObject({ dialString: 'PJSIP/112@First' });
    expect(await harness.find(call.id)).toMatchObject({ to: '112', plan: { number: '112', isEmergency: true } });
    await until(() => expect(harness.audit).toMatchObject([{ action: 'call.emergency', subject: '112', principal: agent }]));
  });

  it('should be dialled for an API token too', async () => {
    const call = await harness.call({ ...other, apiTokenId: randomUUID() }, { to: '112', connect: sound });
    expect(await harness.dialled(call.id, 'CUSTOMER')).toMatchObject({ dialString: 'PJSIP/112@First' });
  });

  it('should be dialled over REST, even with a fromNumber that nobody may send', async () => {
    const call = await harness.outbound.place(agent, { fromNumber: '998900000000', toNumber: '112' });
    if (isRefusal(call)) throw new Error(call.message);
    expect(await harness.dialled(call.id, 'AGENT')).toMatchObject({ dialString: 'PJSIP/201' });
  });

  it("should be dialled from a phone's own keys", async () => {
    const [legId, callId] = [`asterisk-${randomUUID()}`, randomUUID()];
    harness.gateway.arrive({ legId, origin: 'phone', originId: '201-desk', callId, dialled: '112', callerId: '201' });
    expect(await harness.dialled(callId, 'CUSTOMER')).toMatchObject({ dialString: 'PJSIP/112@First' });
    await until(() => expect(harness.audit).toMatchObject([{ action: 'call.emergency', subject: '112' }]));
  });

  it('should go over every trunk that is switched on, also where the call names one', async () => {
    harness.registrations.set('First', RegistrationState.REJECTED);
    const call = await harness.call(agent, { to: '112', trunkName: 'Second' });
    harness.gateway.answer((await harness.dialled(call.id, 'AGENT')).legId);
    const one = await harness.dialled(call.id, 'CUSTOMER');
    expect(one).toMatchObject({ dialString: 'PJSIP/112@Second' });
    harness.gateway.end(one.legId, { cause: 34, sipCode: 503 });
    const two = await harness.dialled(call.id, 'CUSTOMER', 2);
    expect(two).toMatchObject({ dialString: 'PJSIP/112@First' });
    harness.gateway.end(two.legId, { cause: 34, sipCode: 503 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', attempts: [{}, {}] });
  });

  it('should be made all the same when it can not be written down', async () => {
    const call = await harness.whileAuditFails(() => harness.call(agent, { to: '112' }));
    expect(await harness.dialled(call.id, 'AGENT')).toMatchObject({ dialString: 'PJSIP/201' });
  });
});

describe('the caller ID', () => {
  it('should be sent as the provider wants it written, and stand in the books as digits', async () => {
    for (const { call } of harness.conductor.living()) {
      await harness.conductor.tell(call.id, { type: 'hangUpRequested', at: new Date() });
    }
    await harness.untilNothingIsLeft();
    const call = await harness.call(await harness.user(Role.ADMIN), { connect: sound });
    const dialled = await harness.dialled(call.id, 'CUSTOMER');
    expect(dialled).toMatchObject({ dialString: 'PJSIP/+998901234567@First', callerId: '+998712000000' });
    expect(await harness.find(call.id)).toMatchObject({ from: '998712000000', to: '998901234567' });
    harness.gateway.end(dialled.legId, { cause: 34, sipCode: 503 });
    expect(await harness.dialled(call.id, 'CUSTOMER', 2)).toMatchObject({ callerId: '998712000000' });
  });
});
