import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import { storedCall } from '../testing/stored-call.js';
import { Call } from './call.entity.js';
import type { CallFilter } from './call.inputs.js';
import { CallDirection, CallOutcome, CallState } from './call-state.js';

let harness: CallsHarness;
let admin: Principal;
let supervisor: Principal;
let agent: Principal;
let colleague: Principal;

const start = new Date('2026-11-23T10:00:00.000Z').getTime();
const minute = (index: number) => new Date(start + index * 60_000);

beforeAll(async () => {
  harness = await CallsHarness.start();
  admin = await harness.user(Role.ADMIN);
  supervisor = await harness.user(Role.SUPERVISOR);
  agent = await harness.user(Role.AGENT, '201');
  colleague = await harness.user(Role.AGENT, '202');
  await store(0, { to: '998901111111', agentId: agent.user.id, tags: ['buyurtma', 'VIP, doimiy'] });
  await store(1, { to: '998902222222', agentId: colleague.user.id, startedById: agent.user.id, outcome: CallOutcome.BUSY });
  await store(2, {
    to: '998903333333',
    agentId: colleague.user.id,
    trunkName: 'Demo',
    recordingIds: [randomUUID()],
    tags: ['buyurtma'],
  });
  await store(3, { to: '998904444444', from: '998712345678', state: CallState.RINGING, outcome: null, endedAt: null });
  await store(4, { to: '998712000000', from: '998905555555', direction: CallDirection.INBOUND, outcome: CallOutcome.ABANDONED });
});
afterAll(() => harness.stop());

async function store(index: number, more: Partial<Call>): Promise<void> {
  await harness.dataSource.manager.insert(Call, storedCall({ createdAt: minute(index), startedById: admin.user.id, ...more }));
}

const minutesOf = (calls: readonly Call[]) => calls.map(({ createdAt }) => (createdAt.getTime() - start) / 60_000);
const list = async (principal: Principal, filter: CallFilter = {}) =>
  minutesOf((await harness.history.page(principal, filter, 50)).items);

describe('calls', () => {
  it('should be all for those who may see all, newest first, and their own for an AGENT', async () => {
    expect(await list(admin)).toEqual([4, 3, 2, 1, 0]);
    expect(await list(supervisor)).toEqual([4, 3, 2, 1, 0]);
    expect(await list(agent)).toEqual([1, 0]);
    expect(await list(colleague)).toEqual([2, 1]);
    expect(await list({ ...admin, role: Role.AGENT })).toEqual([4, 3, 2, 0]);
  });

  it.each<[CallFilter, number[]]>([
    [{ state: [CallState.RINGING] }, [3]],
    [{ state: [CallState.RINGING, CallState.ENDED] }, [4, 3, 2, 1, 0]],
    [{ state: [] }, []],
    [{ outcome: [CallOutcome.BUSY, CallOutcome.ABANDONED] }, [4, 1]],
    [{ direction: CallDirection.INBOUND }, [4]],
    [{ trunkName: 'Demo' }, [2]],
    [{ number: '333' }, [2]],
    [{ number: '555 55' }, [4]],
    [{ number: '+998 71 234' }, [3]],
    [{ number: '998712' }, [4, 3]],
    [{ createdAfter: minute(2) }, [4, 3]],
    [{ createdBefore: minute(2) }, [1, 0]],
    [{ createdAfter: minute(0), createdBefore: minute(3), outcome: [CallOutcome.COMPLETED] }, [2]],
    [{ agentId: 'nobody' }, []],
    [{ number: '998', outcome: [CallOutcome.BUSY, CallOutcome.ABANDONED] }, [4, 1]],
    [{ number: '2222222', outcome: [CallOutcome.BUSY], direction: CallDirection.OUTBOUND }, [1]],
    [{ number: '2222222', outcome: [CallOutcome.FAILED] }, []],
    [{ number: '0123456789' }, []],
    [{ hasRecording: true }, [2]],
    [{ hasRecording: false }, [4, 3, 1, 0]],
    [{ tags: ['buyurtma'] }, [2, 0]],
    [{ tags: ['buyurtma', 'VIP, doimiy'] }, [0]],
    [{ tags: ["boshqa', '{}'"] }, []],
    [{ tags: [] }, [4, 3, 2, 1, 0]],
    [{ outcome: [CallOutcome.BUSY, CallOutcome.COMPLETED], trunkName: 'Demo', createdAfter: minute(0) }, [2]],
  ])('should be found by %j', async (filter, expected) => {
    expect(await list(admin, filter)).toEqual(expected);
  });

  it('should be found by their agent', async () => {
    expect(await list(admin, { agentId: colleague.user.id })).toEqual([2, 1]);
    expect(await list(agent, { agentId: colleague.user.id })).toEqual([1]);
  });

  it.each(['99', '', 'abc', '9 9', '12%', '1_3', "123'--"])('should refuse the number %j', async (number) => {
    await expect(list(admin, { number })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('should come page by page, each once, though new ones arrive', async () => {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof harness.history.page>> = await harness.history.page(admin, {}, 2, after);
      seen.push(...minutesOf(page.items));
      after = page.nextCursor;
      if (seen.length === 2) await store(9, { to: '998906666666' });
    } while (after);
    expect(seen).toEqual([4, 3, 2, 1, 0]);
    await harness.dataSource.query(`delete from calls where "to" = '998906666666'`);
  });

  it.each([0, -1, 201, 1.5])('should refuse a page of %d', async (first) => {
    await expect(harness.history.page(admin, {}, first)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('should refuse a cursor that is none', async () => {
    await expect(harness.history.page(admin, {}, 10, 'x')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('one call', () => {
  it('should not be told from one that is not there by those who may not see it', async () => {
    const [hidden] = (await harness.history.page(admin, { trunkName: 'Demo' }, 1)).items;
    for (const id of [hidden?.id ?? '', randomUUID(), 'x']) {
      expect(await harness.history.find(agent, id)).toBeNull();
      await expect(harness.service.hangUp(agent, id)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is no such call.',
      });
    }
    expect(await harness.history.find(colleague, hidden?.id ?? '')).toMatchObject({ id: hidden?.id });
  });

  it('should be among the active ones until it has ended', async () => {
    expect(minutesOf(await harness.history.active(admin))).toEqual([3]);
    expect(await harness.history.active(agent)).toEqual([]);
    expect(await harness.service.countActive()).toBe(1);
  });
});
