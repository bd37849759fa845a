import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Presence, RingStrategy } from '@app/agents';
import { Role, type User } from '@app/auth';
import { until } from '@app/common/testing';
import { type GivenInbound, givenInbound } from '../test/given-inbound.js';
import { ringPlan } from './ring-plan.js';

let given: GivenInbound;
beforeAll(async () => {
  given = await givenInbound();
});
afterAll(() => given?.stop());

async function online(): Promise<User> {
  const agent = await given.agent();
  given.gateway.phone(String(agent.extension), true);
  await until(async () => {
    expect(await given.presence.standings([agent.id])).toMatchObject([{ presence: 'AVAILABLE', idleSince: expect.any(Date) }]);
  });
  return agent;
}

describe('the targets of a route', () => {
  it('should be the members of its group as they stand, so that the longest idle is rung first', async () => {
    const [busy, newest, oldest] = [await online(), await online(), await online()];
    const [offline, phoneless] = [await given.agent(), await given.agent(false)];
    const memberIds = [offline, busy, newest, oldest, phoneless].map(({ id }) => id);
    const group = await given.group('Savdo', { memberIds, strategy: RingStrategy.LONGEST_IDLE, wrapUpSeconds: 20 });
    await given.presence.callBegan(busy.id, randomUUID(), new Date());
    const callId = randomUUID();
    await given.presence.callBegan(newest.id, callId, new Date());
    await given.presence.callEnded(newest.id, callId, new Date(), 0);

    const target = await given.targets.of({ groupId: group.id, agentId: null });
    expect(target).toMatchObject({ groupId: group.id, strategy: 'LONGEST_IDLE', wrapUpSeconds: 20 });
    expect(target?.candidates).toMatchObject([
      { userId: offline.id, presence: 'OFFLINE', hasPhone: false, phone: { online: false } },
      { userId: busy.id, presence: 'IN_CALL', hasPhone: true },
      {
        userId: newest.id,
        presence: 'AVAILABLE',
        hasPhone: true,
        phone: { dialString: expect.any(String), extension: newest.extension },
      },
      { userId: oldest.id, presence: 'AVAILABLE', hasPhone: true },
      { userId: phoneless.id, presence: 'OFFLINE', hasPhone: false, phone: null },
    ]);
    expect(ringPlan(target!.strategy, target!.candidates, 30)).toEqual([
      { userIds: [oldest.id], startsAt: 0, endsAt: 15 },
      { userIds: [newest.id], startsAt: 15, endsAt: 30 },
    ]);
  });

  it('should be its agent alone, who is not rung while away', async () => {
    const agent = await online();
    const target = async () => (await given.targets.of({ groupId: null, agentId: agent.id }))!;
    expect(await target()).toMatchObject({ groupId: null, wrapUpSeconds: 0, candidates: [{ userId: agent.id }] });
    const { strategy, candidates } = await target();
    expect(ringPlan(strategy, candidates, 30)).toEqual([{ userIds: [agent.id], startsAt: 0, endsAt: 30 }]);
    await given.presence.choose({ user: agent, role: Role.AGENT }, { presence: Presence.AWAY });
    expect(ringPlan(strategy, (await target()).candidates, 30)).toEqual([]);
  });

  it('should be its fallback group then, where it has one', async () => {
    const group = await given.group('Xizmat');
    expect(await given.targets.fallbackOf({ fallbackGroupId: group.id })).toMatchObject({ groupId: group.id, candidates: [] });
    expect(await given.targets.fallbackOf({ fallbackGroupId: null })).toBeNull();
    expect(await given.targets.ofGroup(randomUUID())).toBeNull();
  });
});
