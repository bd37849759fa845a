import { randomUUID } from 'node:crypto';
import { Role } from '@app/auth';
import { until } from '@app/common/testing';
import type { LegRecord, UnattendedCall } from '@app/telephony';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { UnattendedCalls } from './unattended-calls.js';

let harness: CallsHarness;
let userId: string;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  userId = (await harness.user(Role.AGENT, '201')).user.id;
});
afterAll(() => harness?.stop());

const begin = Date.now();
const ago = (seconds: number): Date => new Date(begin - seconds * 1000);
const leg = (ownerId: string, more: Partial<LegRecord> = {}): LegRecord => ({
  legId: `asterisk-${randomUUID()}`,
  ownerId,
  startedAt: ago(60),
  answeredAt: ago(50),
  endedAt: ago(10),
  endedBy: 'US',
  cause: 16,
  ...more,
});
const unanswered = { answeredAt: null };

/** Written down by Asterisk, looked for, found. */
async function booked(record: Partial<UnattendedCall>) {
  const origin = record.origin ?? 'phone';
  const [own, other] = origin === 'phone' ? (['201-desk', 'BellUZ'] as const) : (['BellUZ', '201'] as const);
  const call = { callId: randomUUID(), dialled: '998901234567', callerId: '998712000000', first: leg(own), others: [leg(other)] };
  harness.records.unattended.push({ ...call, origin, ...record });
  await harness.get(UnattendedCalls).look();
  return harness.dataSource.query<{ id: string }[]>('select id from calls where id = $1', [record.callId ?? call.callId]);
}

const view = async (rows: { id: string }[]) => {
  const [{ id } = { id: '' }] = rows;
  const { direction, from, to, trunkName, agentId, outcome, hangup, answeredAt, endedAt, attempts } = await harness.find(id);
  return { direction, from, to, trunkName, agentId, outcome, by: hangup?.by, answeredAt, endedAt, attempts: attempts.length };
};

describe('a call that Asterisk made without the app', () => {
  it('should be booked with all that is known of it', async () => {
    expect(await view(await booked({ others: [leg('BellUZ', { endedBy: 'THEM' })] }))).toEqual({
      direction: 'OUTBOUND',
      from: '998712000000',
      to: '998901234567',
      trunkName: 'BellUZ',
      agentId: userId,
      outcome: 'COMPLETED',
      by: 'CUSTOMER',
      answeredAt: ago(50),
      endedAt: ago(10),
      attempts: 1,
    });
  });

  it.each<[string, Partial<UnattendedCall>, object]>([
    ['its phone hung up', { first: leg('201', { endedBy: 'THEM' }) }, { outcome: 'COMPLETED', by: 'AGENT' }],
    [
      'its phone gave up',
      { first: leg('201', { ...unanswered, endedBy: 'THEM' }), others: [leg('BellUZ', unanswered)] },
      { outcome: 'CANCELED', by: 'AGENT' },
    ],
    [
      'it was busy',
      { others: [leg('BellUZ', { ...unanswered, endedBy: 'THEM', cause: 17 })] },
      { outcome: 'BUSY', by: 'CUSTOMER' },
    ],
    ['nobody answered in time', { others: [leg('BellUZ', unanswered)] }, { outcome: 'NO_ANSWER', by: 'SYSTEM' }],
    [
      'two trunks were tried',
      { others: [leg('Gone', { ...unanswered, endedBy: 'THEM', cause: 38 }), leg('BellUZ')] },
      { trunkName: 'BellUZ', attempts: 2 },
    ],
    [
      'a caller hung up',
      { origin: 'trunk', first: leg('BellUZ', { endedBy: 'THEM' }) },
      { direction: 'INBOUND', outcome: 'COMPLETED', by: 'CUSTOMER', agentId: expect.any(String) },
    ],
    ['an agent hung up', { origin: 'trunk', others: [leg('201', { endedBy: 'THEM' })] }, { outcome: 'COMPLETED', by: 'AGENT' }],
    [
      'a caller gave up',
      { origin: 'trunk', first: leg('BellUZ', { ...unanswered, endedBy: 'THEM' }), others: [leg('201', unanswered)] },
      { outcome: 'ABANDONED', by: 'CUSTOMER', agentId: null },
    ],
    [
      'nobody could be rung',
      { origin: 'trunk', first: leg('BellUZ', unanswered), others: [] },
      { outcome: 'NO_ANSWER', agentId: null },
    ],
    ['its phone is nobody’s any more', { first: leg('299') }, { agentId: null, outcome: 'COMPLETED' }],
    ['its caller was withheld', { origin: 'trunk', callerId: null }, { from: null }],
  ])('should say so where %s', async (_what, record, expected) => {
    expect(await view(await booked(record))).toMatchObject(expected);
  });

  it('should be booked once, and told', async () => {
    const callId = randomUUID();
    expect(await booked({ callId })).toHaveLength(1);
    expect(await booked({ callId })).toHaveLength(1);
    await until(async () =>
      expect(await harness.dataSource.query('select sequence from call_changes where "callId" = $1', [callId])).toEqual([
        { sequence: 1 },
      ]),
    );
  });

  it('should be none where the rules refused the number', async () => {
    expect(await booked({ others: [] })).toEqual([]);
  });
});

describe('a call that ended while the api was away', () => {
  let lastExtension = 300;
  const talking = async () => {
    const call = await harness.call(await harness.user(Role.AGENT, String((lastExtension += 1))));
    harness.gateway.answer((await harness.dialled(call.id, 'AGENT')).legId);
    const { legId } = await harness.dialled(call.id, 'CUSTOMER');
    harness.gateway.answer(legId);
    await harness.untilCall(call.id, { state: 'ANSWERED' });
    return { id: call.id, far: legId };
  };

  it('should have the end that Asterisk wrote down', async () => {
    const { id, far } = await talking();
    const endedAt = new Date();
    await harness.restartApi(() => {
      harness.gateway.endSilently(far);
      harness.records.known.set(far, leg('BellUZ', { legId: far, answeredAt: endedAt, endedAt, endedBy: 'THEM', cause: 16 }));
    });
    await harness.untilCall(id, { state: 'ENDED' });
    expect(await harness.find(id)).toMatchObject({
      outcome: 'COMPLETED',
      hangup: { by: 'CUSTOMER', cause: 16 },
      endedAt,
      timesExact: true,
    });
  });

  it('should have an estimated one where it wrote none', async () => {
    const { id, far } = await talking();
    await harness.restartApi(() => harness.gateway.endSilently(far));
    await harness.untilCall(id, { state: 'ENDED' });
    expect(await harness.find(id)).toMatchObject({
      outcome: 'COMPLETED',
      hangup: { by: 'CUSTOMER', cause: null },
      timesExact: false,
    });
  });
});
