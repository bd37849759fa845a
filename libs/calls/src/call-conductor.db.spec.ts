import { type Principal, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

let harness: CallsHarness;
let admin: Principal;
let agent: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  admin = await harness.user(Role.ADMIN);
  agent = await harness.user(Role.AGENT, '201');
});
afterAll(() => harness.stop());
beforeEach(() => {
  harness.gateway.commands.length = 0;
});

const announce = (input = {}) => harness.call(admin, { connect: { announcement: 'sound:hello-world' }, ...input });
const later = (ms: number) => new Date(Date.now() + ms);

describe('events that come late, twice or out of order', () => {
  it('should count each once', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    const at = new Date();
    for (const type of ['ringing', 'ringing', 'earlyMedia', 'answered', 'ringing', 'answered'] as const) {
      await harness.conductor.tell(call.id, { type, at, legId: far.legId });
    }
    harness.gateway.end(far.legId);
    await harness.untilCall(call.id, { state: 'ENDED' });
    for (const type of ['answered', 'ringing'] as const) await harness.conductor.tell(call.id, { type, at, legId: far.legId });
    const changes = await harness.changes(call.id);
    expect(changes.map(({ sequence, snapshot }) => [sequence, snapshot.state])).toEqual([
      [1, 'DIALING'],
      [2, 'RINGING'],
      [3, 'ANSWERED'],
      [4, 'ENDED'],
    ]);
    await harness.untilNothingIsLeft();
  });

  it('should go on from the database where that has a later change', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    // As if a commit had been done, and its answer lost.
    await harness.dataSource.query(`update calls set sequence = 2, state = 'RINGING', "ringingAt" = now() where id = $1`, [
      call.id,
    ]);
    harness.gateway.ring(far.legId);
    await until(() => expect(harness.conductor.living()).toMatchObject([{ call: { sequence: 2, state: 'RINGING' } }]));
    harness.gateway.answer(far.legId);
    harness.gateway.end(far.legId);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'COMPLETED', sequence: 4 });
    await harness.untilNothingIsLeft();
  });

  it('should take events that come before the reply to the dial command', async () => {
    harness.gateway.onDial = ({ legId }) => {
      harness.gateway.ring(legId);
      harness.gateway.answer(legId);
      harness.gateway.end(legId);
    };
    const call = await announce();
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      ringingAt: expect.any(Date),
      answeredAt: expect.any(Date),
    });
    harness.gateway.onDial = undefined;
    await harness.untilNothingIsLeft();
  });

  it('should count early media as the first ring', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    const at = later(100);
    harness.gateway.earlyMedia(far.legId, at);
    await harness.untilCall(call.id, { state: 'RINGING', ringingAt: at });
    harness.gateway.end(far.legId, { cause: 17, sipCode: 486 });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY' });
  });

  it('should hang up a leg that rings though its end was booked', async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    await harness.conductor.tell(call.id, { type: 'lost', at: new Date(), legId: far.legId, because: 'INTERRUPTED' });
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED' });
    harness.gateway.ring(far.legId);
    await harness.untilNothingIsLeft();
  });

  it('should hang up a leg whose command was done though the reply was lost', async () => {
    harness.gateway.failNext('dialLeg', 504);
    const call = await announce();
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'FAILED', hangup: { reason: 'Asterisk refused a command.' } });
    await harness.untilNothingIsLeft();
  });
});

describe('hangUp', () => {
  const hangUp = (callId: string) => harness.service.hangUp(admin, callId);

  it('should cancel while the agent is rung: nobody is dialled', async () => {
    const call = await harness.call(agent);
    const near = await harness.dialled(call.id, 'AGENT');
    expect(await hangUp(call.id)).toMatchObject({ state: 'ENDED', outcome: 'CANCELED', hangup: { by: 'AGENT' } });
    await until(() => expect(harness.gateway.leg(near.legId)).toBeUndefined());
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['DIALING', [], 'CANCELED'],
    ['RINGING', ['ring'], 'CANCELED'],
    ['ANSWERED', ['ring', 'answer'], 'COMPLETED'],
  ] as const)('should end a call that is %s', async (state, played, outcome) => {
    const call = await harness.call(agent);
    harness.gateway.answer((await harness.dialled(call.id, 'AGENT')).legId);
    const far = await harness.dialled(call.id, 'CUSTOMER');
    for (const action of played) harness.gateway[action](far.legId);
    await harness.untilCall(call.id, { state });
    await hangUp(call.id);
    await harness.untilCall(call.id, { state: 'ENDED', outcome, hangup: { by: 'AGENT', cause: 16 } });
    await harness.untilNothingIsLeft();
    expect(await hangUp(call.id)).toMatchObject({ id: call.id, state: 'ENDED', outcome });
  });

  it("should keep the customer's own end where it was first", async () => {
    const call = await announce();
    const far = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.end(far.legId, { cause: 17, sipCode: 486 });
    await hangUp(call.id);
    await harness.untilCall(call.id, { state: 'ENDED', outcome: 'BUSY', hangup: { by: 'CUSTOMER' } });
  });
});
