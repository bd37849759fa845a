import { Role } from '@app/auth';
import { isRefusal } from '@app/common';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';

const CALLS = 2000;
const AT_ONCE = 20;

let harness: CallsHarness;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
});
afterAll(() => harness.stop());

/** Each ends in its own way, by its number. */
const ways = ['answer', 'busy', 'cancel', 'failed'] as const;

it('should leave nothing behind after 2,000 calls, and lose none of their changes', { timeout: 400_000 }, async () => {
  const admin = await harness.user(Role.ADMIN);
  const { gateway } = harness;
  let next = 0;
  const wayOf = new Map<string, (typeof ways)[number]>();
  gateway.onDial = ({ legId, callId }) => {
    setImmediate(() => {
      if (wayOf.get(callId) !== 'failed') gateway.ring(legId);
      if (wayOf.get(callId) === 'answer') gateway.answer(legId);
      if (wayOf.get(callId) === 'answer') gateway.end(legId);
      if (wayOf.get(callId) === 'busy') gateway.end(legId, { cause: 17, sipCode: 486 });
      if (wayOf.get(callId) === 'failed') gateway.end(legId, { cause: 34, sipCode: 503 });
      if (wayOf.get(callId) === 'cancel') void harness.service.hangUp(admin, callId);
    });
  };
  const worker = async () => {
    for (let index = next++; index < CALLS; index = next++) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      wayOf.set(id, ways[index % ways.length] ?? 'answer');
      const call = await harness.originate(admin, { id, connect: { announcement: 'sound:hello-world' } });
      if (isRefusal(call)) throw new Error(call.message);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await until(() => expect(harness.conductor.sizes).toEqual({ calls: 0, legs: 0, timers: 0, queues: 0 }), { timeoutMs: 60_000 });
  await harness.untilNothingIsLeft();

  const outcomes = await harness.dataSource.query(`select outcome, count(*)::int as calls from calls group by 1 order by 1`);
  expect(outcomes).toEqual(
    ['BUSY', 'CANCELED', 'COMPLETED', 'FAILED'].map((outcome) => ({ outcome, calls: CALLS / ways.length })),
  );
  const gaps = await harness.dataSource.query(
    `select calls.id from calls join call_changes on call_changes."callId" = calls.id group by calls.id
     having count(*) <> calls.sequence or max(call_changes.sequence) <> calls.sequence or min(call_changes.sequence) <> 1`,
  );
  expect(gaps).toEqual([]);
  expect(gateway.sent('dialLeg')).toHaveLength(CALLS);
});
