import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { isRefusal } from '@app/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import type { OutboundRequest } from './outbound-calls.service.js';

let harness: CallsHarness;
let admin: Principal;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ', { allowedCallerIds: ['998712000001'] });
  await harness.trunk('Other', { callerId: '998713000000' });
  admin = await harness.user(Role.ADMIN, '200');
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.audit.length = 0;
});

const place = (principal: Principal, request: Partial<OutboundRequest>) =>
  harness.outbound.place(principal, { fromNumber: '998712000000', toNumber: '998901234567', ...request });

describe('POST /api/calls/outbound', () => {
  it.each<[string, Partial<OutboundRequest>, object]>([
    ['ring the agent whose extension it is', { fromNumber: '201' }, { flow: 'AGENT_FIRST', from: '998712000000' }],
    [
      "send a caller ID of the trunk, and ring the caller's phone",
      { fromNumber: '998712000001' },
      { flow: 'AGENT_FIRST', from: '998712000001' },
    ],
    ['take the trunk whose caller ID it is', { fromNumber: '998713000000' }, { from: '998713000000', trunkName: 'Other' }],
    ['ring another telephone first', { fromNumber: '93 555 00 00' }, { flow: 'PHONE_FIRST', agentId: null }],
    ['take the named trunk', { trunkName: 'other', fromNumber: '201' }, { trunkName: 'Other', from: '998713000000' }],
  ])('should %s', async (_case, request, expected) => {
    const call = await place(admin, request);
    if (isRefusal(call)) throw new Error(call.message);
    expect(call).toMatchObject({ state: 'DIALING', to: '998901234567', ...expected });
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });

  it.each<[string, Partial<OutboundRequest>, string, string | null]>([
    ['what is no number of ours', { fromNumber: 'reception' }, 'CALLER_ID_NOT_ALLOWED', 'fromNumber'],
    ['the number to call itself', { fromNumber: '998901234567' }, 'CALLER_ID_NOT_ALLOWED', 'fromNumber'],
    [
      'the caller ID of another trunk than the named one',
      { trunkName: 'Other', fromNumber: '998901234567' },
      'CALLER_ID_NOT_ALLOWED',
      'fromNumber',
    ],
    ['a number that is none', { toNumber: 'x', fromNumber: 'y' }, 'INVALID_NUMBER', 'toNumber'],
    ['an unknown trunk', { trunkName: 'Nobody' }, 'TRUNK_NOT_FOUND', 'input.trunkName'],
    ['an id that is none', { id: '1' }, 'INVALID_INPUT', 'input.id'],
  ])('should refuse %s', async (_case, request, errorCode, field) => {
    expect(await place(admin, request)).toMatchObject({ errorCode, field });
  });

  it('should not let an AGENT ring others, and write down a caller ID that is refused', async () => {
    await expect(place(agent, { fromNumber: '200' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await place(agent, { fromNumber: '998935550000' })).toMatchObject({ errorCode: 'CALLER_ID_NOT_ALLOWED' });
    expect(harness.audit).toMatchObject([{ subject: '998901234567', facts: { errorCode: 'CALLER_ID_NOT_ALLOWED' } }]);
  });

  it('should decide by what the number is, not by who is online', async () => {
    harness.online.delete(agent.user.id);
    expect(await place(admin, { fromNumber: '201' })).toMatchObject({ errorCode: 'AGENT_UNAVAILABLE' });
    expect(await place(agent, {})).toMatchObject({ errorCode: 'AGENT_UNAVAILABLE' });
    harness.online.add(agent.user.id);
  });

  it('should be idempotent', async () => {
    const id = randomUUID();
    const calls = await Promise.all([place(admin, { id }), place(admin, { id })]);
    expect(calls).toMatchObject([{ id }, { id }]);
    await harness.service.hangUp(admin, id);
    await harness.untilNothingIsLeft();
    expect(await place(admin, { id })).toMatchObject({ id, state: 'ENDED' });
    expect(await place(admin, { id, fromNumber: '201' })).toMatchObject({ errorCode: 'ID_CONFLICT' });
  });
});
