import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role, type User } from '@app/auth';
import { orThrow } from '@app/common';
import { until } from '@app/common/testing';
import { type GivenAgents, givenAgents } from '../test/given-agents.js';
import { PresenceChange } from './presence-change.entity.js';
import { type ChosenPresence, Presence } from './presence-state.js';

const { AVAILABLE, AWAY, IN_CALL, OFFLINE, WRAP_UP } = Presence;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

let given: GivenAgents;
beforeAll(async () => {
  given = await givenAgents();
});
afterAll(() => given?.stop());

const says = (user: User, presence: ChosenPresence, reason?: string) =>
  given.presence.choose({ user, role: Role.AGENT }, { presence, reason });
const historyOf = async ({ id }: User) => (await given.history.page(id, 200)).items;

async function online() {
  const agent = await given.agent();
  given.gateway.phone(agent.extension, true);
  await until(async () => expect(await given.presence.written([agent.id])).toMatchObject([{ presence: AVAILABLE }]));
  return agent;
}

describe('the history', () => {
  it('should come in pages, newest first', async () => {
    const agent = await online();
    for (let turn = 0; turn < 3; turn += 1) {
      orThrow(await says(agent, AWAY, `${turn}`));
      orThrow(await says(agent, AVAILABLE));
    }
    const whole = await given.history.page(agent.id, 200);
    const first = await given.history.page(agent.id, 4);
    const second = await given.history.page(agent.id, 4, first.nextCursor);
    expect(whole).toMatchObject({ items: { length: 7 }, nextCursor: null });
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.nextCursor).toBeNull();
  });

  it.each([['x'], [''], ['cHJlc2VuY2UgLTE'], [Buffer.from(`presence ${'9'.repeat(30)}`).toString('base64url')]])(
    'should refuse the cursor %j',
    async (cursor) => {
      const agent = await given.agent();
      await expect(given.history.page(agent.id, 10, cursor)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );

  it('should be of somebody', async () => {
    await expect(given.history.page(randomUUID(), 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(given.history.page('no uuid', 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('should be forgotten after 90 days', async () => {
    const agent = await online();
    await given.dataSource.manager.update(PresenceChange, { userId: agent.id }, { at: new Date(given.clock.now()) });
    given.clock.pass(90 * DAY_MS - MINUTE_MS);
    orThrow(await says(agent, AWAY));
    await until(async () => expect(await historyOf(agent)).toHaveLength(2));
    given.clock.pass(2 * 3_600_000);
    await until(async () => expect(await historyOf(agent)).toMatchObject([{ to: AWAY }]));
  });
});

describe('a restart', () => {
  it('should forget neither what was said, nor who is in a call, nor when a wrap-up ends', async () => {
    const first = await givenAgents();
    const [away, talking, writing] = [await first.agent(), await first.agent(), await first.agent()];
    for (const { extension } of [away, talking, writing]) first.gateway.phone(extension, true);
    await until(async () => {
      const rows = await first.presence.written([away.id, talking.id, writing.id]);
      expect(rows.map((row) => row?.presence)).toEqual([AVAILABLE, AVAILABLE, AVAILABLE]);
    });
    orThrow(await first.presence.choose({ user: away, role: Role.AGENT }, { presence: AWAY, reason: 'tushlik' }));
    const endedAt = first.clock.now();
    await first.presence.callBegan(talking.id, randomUUID(), endedAt);
    await first.presence.callEnded(writing.id, randomUUID(), endedAt, 60);
    await first.stop();

    const second = await givenAgents({}, first.url);
    const presences = async () => (await second.presence.written([away.id, talking.id, writing.id])).map((row) => row?.presence);
    // What was written is of the time before, until the phones are known to be gone.
    await until(async () => expect((await presences()).at(-1)).toBe(OFFLINE));
    for (const { extension } of [away, talking, writing]) second.gateway.phone(extension, true);
    await until(async () => expect(await presences()).toEqual([AWAY, IN_CALL, WRAP_UP]));
    second.clock.pass(MINUTE_MS);
    await until(async () => expect(await presences()).toEqual([AWAY, IN_CALL, AVAILABLE]));
    const [last] = (await second.history.page(writing.id, 1)).items;
    expect(last).toMatchObject({ from: WRAP_UP, to: AVAILABLE, at: new Date(endedAt.getTime() + MINUTE_MS) });
    await second.stop();
  });
});
