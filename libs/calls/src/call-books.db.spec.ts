import { type Principal, Role } from '@app/auth';
import { isRefusal } from '@app/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { storedCall } from '../testing/stored-call.js';
import { Call } from './call.entity.js';
import { CallExport } from './call-export.js';
import type { CallFilter } from './call.inputs.js';
import { CallNotes } from './call-notes.service.js';
import { CallDirection, CallOutcome, CallState } from './call-state.js';
import { CallStatsBy } from './call-stats.results.js';
import { CallStats } from './call-stats.service.js';

let harness: CallsHarness;
let admin: Principal;
let agent: Principal;
let colleague: Principal;

beforeAll(async () => {
  harness = await CallsHarness.start();
  await harness.trunk('BellUZ');
  admin = await harness.user(Role.ADMIN);
  agent = await harness.user(Role.AGENT, '201');
  colleague = await harness.user(Role.AGENT, '202');
});
beforeEach(() => harness.dataSource.query('delete from calls'));
afterAll(() => harness.stop());

/** 23:30 in UTC is 04:30 of the next day in Tashkent. */
const start = new Date('2026-11-23T23:30:00.000Z').getTime();
const minute = (index: number) => new Date(start + index * 60_000);
const store = async (index: number, more: Partial<Call> = {}): Promise<Call> => {
  const call = storedCall({ createdAt: minute(index), ...more });
  await harness.dataSource.manager.insert(Call, call);
  return call;
};
const talk = (index: number, ring: number, seconds: number): Partial<Call> => {
  const ringingAt = minute(index);
  const answeredAt = new Date(ringingAt.getTime() + ring * 1000);
  return { ringingAt, answeredAt, endedAt: new Date(answeredAt.getTime() + seconds * 1000) };
};

describe('callStats', () => {
  const by = (key: CallStatsBy, filter: CallFilter = {}) => harness.get(CallStats).by(admin, key, filter);

  it('should count by hours and days as Tashkent has them', async () => {
    await store(0, talk(0, 4, 60));
    await store(29, { ...talk(29, 6, 120) });
    await store(31, { outcome: CallOutcome.NO_ANSWER, ringingAt: minute(31), endedAt: minute(32) });
    await store(20 * 60, { outcome: CallOutcome.FAILED });
    expect(await by(CallStatsBy.HOUR)).toMatchObject([
      { key: '2026-11-24T04:00:00+05:00', calls: 2, answered: 2, averageRingSeconds: 5, averageTalkSeconds: 90 },
      { key: '2026-11-24T05:00:00+05:00', calls: 1, answered: 0, averageRingSeconds: 60, averageTalkSeconds: null },
      { key: '2026-11-25T00:00:00+05:00', calls: 1, answered: 0, averageRingSeconds: null, averageTalkSeconds: null },
    ]);
    expect((await by(CallStatsBy.DAY)).map(({ key, calls }) => [key, calls])).toEqual([
      ['2026-11-24', 3],
      ['2026-11-25', 1],
    ]);
  });

  it('should count by agent, trunk and outcome, without those that have none, and by any filter', async () => {
    await store(0, { agentId: agent.user.id, ...talk(0, 1, 1) });
    await store(1, { agentId: agent.user.id, outcome: CallOutcome.BUSY, trunkName: 'Demo' });
    await store(2, { agentId: colleague.user.id, outcome: CallOutcome.BUSY, to: '998901112233' });
    await store(3, { state: CallState.ANSWERED, outcome: null, ...talk(3, 2, 1), endedAt: null });
    const counts = async (key: CallStatsBy, filter: CallFilter = {}) =>
      Object.fromEntries((await by(key, filter)).map(({ key: name, calls, answered }) => [name, [calls, answered]]));
    expect(await counts(CallStatsBy.AGENT)).toEqual({ [agent.user.id]: [2, 1], [colleague.user.id]: [1, 0] });
    expect(await counts(CallStatsBy.TRUNK)).toEqual({ BellUZ: [3, 2], Demo: [1, 0] });
    expect(await counts(CallStatsBy.OUTCOME)).toEqual({ COMPLETED: [1, 1], BUSY: [2, 0] });
    expect(await counts(CallStatsBy.OUTCOME, { agentId: agent.user.id })).toEqual({ COMPLETED: [1, 1], BUSY: [1, 0] });
    expect(await counts(CallStatsBy.TRUNK, { state: [CallState.ANSWERED] })).toEqual({ BellUZ: [1, 1] });
    expect(await counts(CallStatsBy.TRUNK, { state: [CallState.ENDED] })).toEqual({ BellUZ: [2, 1], Demo: [1, 0] });
    expect(await counts(CallStatsBy.TRUNK, { number: '1112233', outcome: [CallOutcome.BUSY] })).toEqual({ BellUZ: [1, 0] });
    expect(await counts(CallStatsBy.TRUNK, { outcome: [CallOutcome.BUSY, CallOutcome.COMPLETED] })).toEqual({
      BellUZ: [2, 1],
      Demo: [1, 0],
    });
    for (const filter of [{ state: [] }, { outcome: [] }, { number: '7777777' }])
      expect(await counts(CallStatsBy.TRUNK, filter)).toEqual({});
    await expect(by(CallStatsBy.TRUNK, { number: 'x' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('missedCalls', () => {
  const inbound = (from: string | null, more: Partial<Call> = {}): Partial<Call> => ({
    direction: CallDirection.INBOUND,
    from,
    to: '998712000000',
    outcome: CallOutcome.ABANDONED,
    ...more,
  });
  const numbers = async (principal = admin) => (await harness.history.missed(principal, 50)).items.map(({ from }) => from);

  it('should be inbound calls that nobody answered, newest first, until the number is spoken with', async () => {
    await store(0, inbound('998900000001'));
    await store(1, inbound('998900000002', { outcome: CallOutcome.NO_ANSWER }));
    await store(2, inbound('998900000003'));
    await store(3, inbound('998900000004', { ...talk(3, 1, 1), outcome: CallOutcome.COMPLETED }));
    await store(4, inbound(null));
    await store(5, { to: '998900000005', outcome: CallOutcome.NO_ANSWER });
    await store(6, inbound('998900000006', { state: CallState.RINGING, outcome: null, endedAt: null }));
    expect(await numbers()).toEqual(['998900000003', '998900000002', '998900000001']);
    // Called back without an answer; called back; called again and answered; talking now.
    await store(7, { to: '998900000001', outcome: CallOutcome.NO_ANSWER });
    await store(8, { to: '998900000002', ...talk(8, 1, 1) });
    expect(await numbers()).toEqual(['998900000003', '998900000001']);
    await store(9, inbound('998900000003', { ...talk(9, 1, 1), outcome: CallOutcome.COMPLETED }));
    expect(await numbers()).toEqual(['998900000001']);
    await store(10, { to: '998900000001', ...talk(10, 1, 1), state: CallState.ANSWERED, outcome: null, endedAt: null });
    expect(await numbers()).toEqual([]);
    await store(11, inbound('998900000001'));
    expect(await numbers()).toEqual(['998900000001']);
  });

  it('should not be closed by an earlier answer, but by one of a call that began earlier', async () => {
    await store(0, { to: '998900000001', ...talk(0, 1, 1) });
    await store(10, inbound('998900000001'));
    expect(await numbers()).toEqual(['998900000001']);
    await store(9, { to: '998900000001', ...talk(11, 1, 1) });
    expect(await numbers()).toEqual([]);
  });

  it('should come page by page, and show an AGENT their own', async () => {
    for (let index = 0; index < 7; index += 1) {
      await store(index, inbound(`99890000000${index}`, index === 3 ? { agentId: agent.user.id } : {}));
    }
    const seen: (string | null)[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof harness.history.missed>> = await harness.history.missed(admin, 3, after);
      seen.push(...page.items.map(({ from }) => from));
      after = page.nextCursor;
    } while (after);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `99890000000${index}`));
    expect(await numbers(agent)).toEqual(['998900000003']);
    await expect(harness.history.missed(admin, 0)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('annotateCall', () => {
  const annotate = async (principal: Principal, id: string, input: { note?: string | null; tags?: string[] | null }) => {
    const result = await harness.get(CallNotes).annotate(principal, id, input);
    if (isRefusal(result)) throw new Error(`${result.errorCode}: ${result.message}`);
    return result;
  };

  it('should be a change of a call that is over: saved, told, with its sequence', async () => {
    const { id } = await store(0, { agentId: agent.user.id });
    const updates = await harness.updates.subscribe(agent, id);
    expect(await annotate(agent, id, { note: ' Kelishildi ', tags: ['vip'] })).toMatchObject({
      note: 'Kelishildi',
      tags: ['vip'],
      sequence: 2,
    });
    expect(await annotate(admin, id, { tags: ['vip', 'qarz'] })).toMatchObject({ note: 'Kelishildi', sequence: 3 });
    expect(await annotate(admin, id, { tags: ['vip', 'qarz'] })).toMatchObject({ sequence: 3 });
    expect(await annotate(admin, id, { note: null })).toMatchObject({ note: null, tags: ['vip', 'qarz'], sequence: 4 });
    const told = [await updates.next(), await updates.next(), await updates.next()].map(({ value }) => value as Call);
    expect(told.map(({ sequence, note, tags }) => [sequence, note, tags])).toEqual([
      [2, 'Kelishildi', ['vip']],
      [3, 'Kelishildi', ['vip', 'qarz']],
      [4, null, ['vip', 'qarz']],
    ]);
    await updates.return?.();
  });

  it('should be done to a call that lives without losing what happens to it', async () => {
    const call = await harness.call(admin, { connect: { announcement: 'sound:hello-world' } });
    const { legId } = await harness.dialled(call.id, 'CUSTOMER');
    const notes = Array.from({ length: 20 }, (_, index) => annotate(admin, call.id, { note: `note ${index}` }));
    harness.gateway.ring(legId);
    harness.gateway.answer(legId);
    await Promise.all([...notes, annotate(admin, call.id, { tags: ['live'] })]);
    harness.gateway.end(legId);
    await harness.untilCall(call.id, {
      state: 'ENDED',
      outcome: 'COMPLETED',
      note: expect.stringMatching(/^note/),
      tags: ['live'],
    });
    const changes = await harness.changes(call.id);
    expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, index) => index + 1));
    expect(new Set(changes.map(({ snapshot }) => snapshot.note))).toEqual(
      new Set([null, ...Array.from({ length: 20 }, (_, index) => `note ${index}`)]),
    );
    expect(changes.map(({ snapshot }) => snapshot.state)).toEqual(
      expect.arrayContaining(['DIALING', 'RINGING', 'ANSWERED', 'ENDED']),
    );
    await harness.untilNothingIsLeft();
  });

  it('should lose none of many at once on a call that is over', async () => {
    const { id } = await store(0);
    await Promise.all(Array.from({ length: 30 }, (_, index) => annotate(admin, id, { note: `note ${index}` })));
    expect(await harness.find(id)).toMatchObject({ sequence: 31, note: expect.stringMatching(/^note/) });
    expect((await harness.changes(id)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 2),
    );
  });

  it('should not be done by those who may not see the call, nor with what is no annotation', async () => {
    const { id } = await store(0, { agentId: agent.user.id });
    await expect(annotate(colleague, id, { note: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(annotate(admin, 'x', { note: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await harness.get(CallNotes).annotate(admin, id, { note: 'x'.repeat(2001) })).toMatchObject({
      errorCode: 'INVALID_INPUT',
      field: 'input.note',
    });
    expect(await harness.find(id)).toMatchObject({ sequence: 1, note: null });
  });
});

describe('the table of calls', () => {
  const table = async (principal: Principal, filter: CallFilter = {}) => {
    let text = '';
    for await (const piece of await harness.get(CallExport).csv(principal, { filter, separator: ',' })) text += piece;
    return text;
  };

  it('should have a line for each call, newest first, with its agent', async () => {
    await store(0, { agentId: agent.user.id, note: '=1+1', tags: ['vip', 'qarz'], ...talk(0, 1, 2.5) });
    await store(1, {
      to: '998901112233',
      outcome: CallOutcome.BUSY,
      hangup: { by: null, cause: 17, sipCode: 486, reason: 'Busy, "here"' },
    });
    const lines = (await table(admin)).split('\r\n');
    expect(lines[0]).toBe(
      '\ufeffid,direction,from,to,trunkName,agent,extension,state,outcome,createdAt,ringingAt,answeredAt,endedAt,talkSeconds,hangupBy,cause,sipCode,reason,note,tags',
    );
    expect(lines[1]).toMatch(
      /,OUTBOUND,998710000000,998901112233,BellUZ,,,ENDED,BUSY,2026-11-23T23:31:00.000Z,.*,17,486,"Busy, ""here""",,$/,
    );
    expect(lines[2]).toContain(`,${agent.user.displayName},201,ENDED,COMPLETED,2026-11-23T23:30:00.000Z,`);
    expect(lines[2]).toContain(`,2.5,,,,,'=1+1,"vip, qarz"`);
    expect(lines.slice(3)).toEqual(['']);
  });

  it('should be whole, each call once, however long, and only what its reader may see', async () => {
    const calls = Array.from({ length: 1234 }, (_, index) =>
      storedCall({ createdAt: minute(Math.floor(index / 3)), startedById: index % 2 === 0 ? agent.user.id : null }),
    );
    await harness.dataSource.manager.insert(Call, calls);
    const idsOf = (text: string) =>
      text
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]);
    const ids = idsOf(await table(admin));
    expect(ids).toHaveLength(1234);
    expect(new Set(ids)).toEqual(new Set(calls.map(({ id }) => id)));
    expect(new Set(idsOf(await table(agent)))).toEqual(
      new Set(calls.filter(({ startedById }) => startedById).map(({ id }) => id)),
    );
    expect(idsOf(await table(admin, { createdBefore: minute(10) }))).toHaveLength(30);
  });
});
