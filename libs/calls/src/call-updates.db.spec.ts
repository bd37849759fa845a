import { randomUUID } from 'node:crypto';
import { type Principal, Role, User } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import type { Call } from './call.entity.js';
import { CallChange } from './call-change.entity.js';
import { CallFeed } from './call-feed.js';
import { CallUpdates } from './call-updates.js';
import { RecentChanges } from './recent-changes.js';

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
afterAll(() => harness.stop());

/** Reads a subscription to its end, as a socket does. */
function reading(updates: AsyncIterableIterator<Call>) {
  const calls: Call[] = [];
  const failures: unknown[] = [];
  const done = (async () => {
    try {
      for await (const call of updates) calls.push(call);
    } catch (error) {
      failures.push(error);
    }
  })();
  return {
    calls,
    failures,
    stop: async () => (await updates.return?.(), done),
    sequences: () => calls.map(({ sequence }) => sequence),
  };
}

/** A feed that hears only what the test says, and remembers nothing. */
async function givenFeed() {
  const live = new LiveUpdates();
  const recent = new RecentChanges(harness.dataSource.getRepository(CallChange));
  const feed = new CallFeed(live, recent);
  await feed.onModuleInit();
  return { live, feed, updates: new CallUpdates(feed, harness.history, recent) };
}

const subscribe = async (principal: Principal, id?: string, afterSequence?: number) =>
  reading(await harness.updates.subscribe(principal, id, afterSequence));

const announce = () => harness.call(admin, { connect: { announcement: 'sound:hello-world' } });

/** Plays a whole call that is answered: sequences 1 to 4. */
async function play(call: Call): Promise<void> {
  const { legId } = await harness.dialled(call.id, 'CUSTOMER');
  harness.gateway.ring(legId);
  harness.gateway.answer(legId);
  harness.gateway.end(legId);
  await harness.untilCall(call.id, { state: 'ENDED' });
}

describe('callUpdated', () => {
  it('should deliver every state in order, each as it was', async () => {
    const call = await announce();
    const read = await subscribe(admin, call.id, 0);
    await play(call);
    await until(() => expect(read.sequences()).toEqual([1, 2, 3, 4]));
    expect(read.calls.map(({ state }) => state)).toEqual(['DIALING', 'RINGING', 'ANSWERED', 'ENDED']);
    expect(read.calls.map(({ answeredAt }) => answeredAt instanceof Date)).toEqual([false, false, true, true]);
    expect(read.calls[0]?.attempts[0]).toMatchObject({ trunkName: 'BellUZ', endedAt: null });
    expect(read.calls[3]).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER', cause: 16 } });
    await read.stop();
  });

  it.each([
    [0, [1, 2, 3, 4]],
    [2, [3, 4]],
    [4, []],
    [99, []],
  ])('should replay what came after %i', async (after, expected) => {
    const call = await announce();
    await play(call);
    const read = await subscribe(admin, call.id, after);
    await until(() => expect(read.sequences()).toEqual(expected));
    await read.stop();
  });

  it('should have no gap and no repeat between replay and live, wherever it begins', async () => {
    const call = await announce();
    const { legId } = await harness.dialled(call.id, 'CUSTOMER');
    const reads: Awaited<ReturnType<typeof subscribe>>[] = [];
    const join = async () => void reads.push(await subscribe(admin, call.id, 0));
    await Promise.all([join(), Promise.resolve().then(() => harness.gateway.ring(legId)), join()]);
    await Promise.all([join(), Promise.resolve().then(() => harness.gateway.answer(legId)), join()]);
    await Promise.all([join(), Promise.resolve().then(() => harness.gateway.end(legId)), join()]);
    for (const read of reads) await until(() => expect(read.sequences()).toEqual([1, 2, 3, 4]));
    for (const read of reads) await read.stop();
  });

  it('should begin with the next change where no sequence is given', async () => {
    const call = await announce();
    const read = await subscribe(admin, call.id);
    await play(call);
    await until(() => expect(read.sequences()).toEqual([2, 3, 4]));
    await read.stop();
  });

  it('should deliver, without an id, what the subscriber may see', async () => {
    const reads = { admin: await subscribe(admin), agent: await subscribe(agent), colleague: await subscribe(colleague) };
    const own = await harness.call(agent);
    const others = await announce();
    const forAgent = await harness.call(admin, { connect: { agentId: agent.user.id } });
    for (const { id } of [own, others, forAgent]) await harness.service.hangUp(admin, id);
    await harness.untilNothingIsLeft();

    const seen = ({ calls }: { calls: Call[] }) => new Set(calls.map(({ id }) => id));
    await until(() => expect(seen(reads.admin)).toEqual(new Set([own.id, others.id, forAgent.id])));
    await until(() => expect(seen(reads.agent)).toEqual(new Set([own.id, forAgent.id])));
    expect(reads.colleague.calls).toEqual([]);
    for (const id of [own.id, others.id, forAgent.id]) {
      const sequences = reads.admin.calls.filter((call) => call.id === id).map(({ sequence }) => sequence);
      await until(() => expect(sequences).toEqual(sequences.map((_, index) => index + 1)));
    }
    for (const read of Object.values(reads)) await read.stop();
  });

  it('should fill a gap from the database, and skip what came twice', async () => {
    const { live, updates } = await givenFeed();
    const read = reading(await updates.subscribe(admin));
    const call = await announce();
    await play(call);
    const notice = { callId: call.id, agentId: null, startedById: admin.user.id };
    for (const sequence of [1, 1, 3, 2, 3]) await live.publish('call', { ...notice, sequence });
    await until(() => expect(read.sequences()).toEqual([1, 2, 3]));
    await read.stop();
  });

  it('should end a subscriber who does not keep up, with a code, and nobody else', async () => {
    const { live, updates } = await givenFeed();
    const slow = await updates.subscribe(admin);
    const read = reading(await updates.subscribe(admin));
    const call = await announce();
    await play(call);
    await harness.dataSource.query(
      `insert into call_changes ("callId", sequence, at, snapshot)
       select "callId", number, at, jsonb_set(snapshot, '{sequence}', to_jsonb(number))
       from call_changes, generate_series(5, 1500) number where "callId" = $1 and sequence = 4`,
      [call.id],
    );
    const sequences = Array.from({ length: 1500 }, (_, index) => index + 1);
    for (const sequence of sequences) {
      await live.publish('call', { callId: call.id, agentId: null, startedById: admin.user.id, sequence });
    }
    await until(() => expect(read.sequences()).toEqual(sequences));
    await expect(slow.next()).rejects.toMatchObject({ code: 'SLOW_SUBSCRIBER' });
    await read.stop();
  });

  it('should have no gap and no repeat under load, wherever and whenever it begins', { timeout: 60_000 }, async () => {
    const all = await subscribe(admin);
    const reads: { id: string; from: number; read: Awaited<ReturnType<typeof subscribe>> }[] = [];
    const ids = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const call = await announce();
        const watch = async () => {
          const from = Math.floor(Math.random() * 4);
          reads.push({ id: call.id, from, read: await subscribe(admin, call.id, from) });
        };
        await Promise.all([play(call), ...Array.from({ length: 10 }, () => harness.find(call.id).then(watch))]);
        return call.id;
      }),
    );
    for (const { from, read } of reads) await until(() => expect(read.sequences()).toEqual([1, 2, 3, 4].slice(from)));
    for (const id of ids) {
      await until(() => expect(all.calls.filter((call) => call.id === id).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]));
    }
    await Promise.all([all, ...reads.map(({ read }) => read)].map((read) => read.stop()));
  });

  it('should cost no read for each of a thousand subscribers, and give agents their own only', { timeout: 60_000 }, async () => {
    const principals = Array.from({ length: 1000 }, (_, index) =>
      index === 0 ? agent : { ...agent, user: Object.assign(new User(), { ...agent.user, id: randomUUID() }) },
    );
    const reads = await Promise.all([...principals.map((principal) => subscribe(principal)), subscribe(admin)]);
    const asked = vi.spyOn(harness.get(RecentChanges), 'between');
    const own = await harness.call(agent);
    const others = await announce();
    await play(others);
    await harness.service.hangUp(admin, own.id);
    await harness.untilNothingIsLeft();
    const [first, ...rest] = reads;
    const last = rest.pop();
    await until(() => expect(last?.calls.at(-1)).toMatchObject({ id: own.id, state: 'ENDED' }));
    expect(new Set(first?.calls.map(({ id }) => id))).toEqual(new Set([own.id]));
    expect(last?.calls.filter(({ id }) => id === others.id).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(rest.flatMap(({ calls }) => calls)).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
    await Promise.all(reads.map((read) => read.stop()));
  });

  it('should stop at once, though nothing comes', async () => {
    for (const id of [undefined, (await announce()).id]) {
      const read = await subscribe(admin, id);
      await read.stop();
    }
    for (const { call } of harness.conductor.living()) await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });

  it('should refuse what it can not give', async () => {
    const call = await announce();
    await expect(subscribe(admin, undefined, 3)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(subscribe(admin, 'none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(subscribe(agent, call.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });
});
